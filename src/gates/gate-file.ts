// Reads a gate policy that a user wrote. Strict, because a gate that silently ignores a key or can never fail is worse than none: all
// problems are reported at once, each with its place.

import { z } from 'zod';
import { KPI_NAMES } from '../edge/edge-report.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { pointerTo } from '../json/pointer.ts';
import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { suggestName } from '../std/nearest-name.ts';
import { DEFAULT_CONFIDENCE } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';

const line = z.number('must be a finite number').exactOptional();

const ruleSchema = z
  .strictObject({
    kpi: z.enum(KPI_NAMES, 'must be the name of a KPI'),
    good: z.enum(['above', 'below'], 'must be "above" or "below"'),
    soft: line,
    hard: line,
  })
  .superRefine((rule, context) => {
    for (const { field, message } of faultsIn(rule)) {
      context.addIssue({ code: 'custom', path: field === undefined ? [] : [field], message });
    }
  });

const policySchema = z.strictObject({
  name: z.string('must be a text').min(1, 'must not be empty'),
  min_samples: z.int('must be a whole number').min(1, 'must be 1 or more'),
  last_iterations: z.int('must be a whole number').min(1, 'must be 1 or more'),
  confidence: z
    .number('must be a number')
    .gt(0.5, 'must be more than 0.5')
    .lt(1, 'must be less than 1')
    .default(DEFAULT_CONFIDENCE),
  rules: z
    .array(ruleSchema, 'must be a list of rules')
    .min(1, 'must hold one rule at least')
    .superRefine((rules, context) => {
      for (const [index, { kpi }] of rules.entries()) {
        if (rules.findIndex((earlier) => earlier.kpi === kpi) === index) continue;
        context.addIssue({ code: 'custom', path: [index, 'kpi'], message: `${kpi} has a rule already: join the two` });
      }
    }),
});

type Issue = z.core.$ZodIssue;

/** Takes parsed JSON; `source` names the file. A file without `confidence` gets the default, which then stands in the policy. Throws `Failure` with code `usage` and every problem found. */
export function parseGatePolicy(value: unknown, source: string): GatePolicy {
  const parsed = policySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, source));
  throw new Failure('usage', `${source} is no valid gate file`, { problems });
}

/** What is wrong with a rule of the right shape. */
function faultsIn(rule: GateRule): readonly { readonly field?: 'soft' | 'hard'; readonly message: string }[] {
  const { kpi, good, soft, hard } = rule;
  if (soft === undefined && hard === undefined) {
    return [{ message: 'has neither a soft nor a hard line, and would always pass' }];
  }
  const laxer = soft !== undefined && hard !== undefined && (good === 'above' ? soft < hard : soft > hard);
  const fields = ['soft', 'hard'] as const;
  return [
    ...(laxer ? [{ field: 'soft' as const, message: `${soft} is laxer than the hard line ${hard}` }] : []),
    ...fields.flatMap((field) => {
      const share = rule[field];
      if (share === undefined || !isShare(kpi) || (share >= 0 && share <= 1)) return [];
      return { field, message: `${share} is out of reach: ${kpi} is a share from 0 to 1` };
    }),
  ];
}

function isShare(kpi: KpiName): boolean {
  return kpi.endsWith('_ratio') || kpi === 'quoting_uptime';
}

function problemsOf(issue: Issue, source: string): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(issue.path.length === 0 ? policySchema.shape : ruleSchema.shape);
    return issue.keys.map((key) => ({
      source: placeOf([...issue.path, key], source),
      message: `${key} is no field of a ${issue.path.length === 0 ? 'gate file' : 'rule'}`,
      hint: suggestName(key, known, 'fields'),
    }));
  }
  const field = issue.path.at(-1);
  const problem = { source: placeOf(issue.path, source), message: messageOf(issue) };
  if (field !== 'kpi' || typeof issue.input !== 'string' || issue.code === 'custom') return [problem];
  return [{ ...problem, hint: suggestName(issue.input, KPI_NAMES, 'KPIs') }];
}

function messageOf(issue: Issue): string {
  const field = issue.path.at(-1);
  const subject = typeof field === 'string' ? field : field === undefined ? 'a gate file' : 'a rule';
  if (issue.code === 'custom') return `${subject} ${issue.message}`;
  const rule = issue.code === 'invalid_type' && issue.expected === 'object' ? 'must be a JSON object' : issue.message;
  if (issue.input === undefined) return `${subject} is missing, and ${rule}`;
  return `${subject} ${rule}, not ${describe(issue.input)}`;
}

function placeOf(path: Issue['path'], source: string): string {
  const pointer = pointerTo(path.map(String));
  return pointer === '' ? source : `${source} at ${pointer}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
