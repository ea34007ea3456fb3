// Reads a gate policy that a user wrote. Strict, because a gate that silently ignores a key or can never fail is worse than none: all
// problems are reported at once, each with its place.

import { z } from 'zod';
import { KPI_NAMES } from '../edge/edge-report.ts';
import { PROCESS_KPI_NAMES } from '../edge/process-kpis.ts';
import { pointerTo } from '../json/pointer.ts';
import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { suggestName } from '../std/nearest-name.ts';
import { DEFAULT_CONFIDENCE, MISSING_POLICIES } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import type { RuleFault } from './rule-kind.ts';
import { kindOf, RULE_KINDS } from './rule-kinds.ts';
import { ruleName } from './rule-name.ts';

const line = z.number('must be a finite number').exactOptional();
const confidence = z.number('must be a number').gt(0.5, 'must be more than 0.5').lt(1, 'must be less than 1');
const count = z.int('must be a whole number').min(1, 'must be 1 or more');
const GATE_KPI_NAMES = [...KPI_NAMES, ...PROCESS_KPI_NAMES] as const;
const kpiName = z.enum(GATE_KPI_NAMES, 'must be the name of a KPI');
const KIND_NAMES = RULE_KINDS.map(({ kind }) => kind);

/** The fields of all kinds; which of them a kind has is said below. */
const ruleFields = z.strictObject({
  kind: z.enum(KIND_NAMES, `must be one of ${KIND_NAMES.join(', ')}`).exactOptional(),
  kpi: kpiName,
  good: z.enum(['above', 'below'], 'must be "above" or "below"').exactOptional(),
  line,
  soft: line,
  hard: line,
  per: z.literal('iteration', 'must be "iteration", or left out for an hour').exactOptional(),
  weight: z.number('must be a number').positive('must be more than 0').exactOptional(),
  missing: z.enum(MISSING_POLICIES, `must be one of ${MISSING_POLICIES.join(', ')}`).exactOptional(),
  missing_reason: z.string('must be a text').min(1, 'must not be empty').exactOptional(),
});

const ruleSchema = ruleFields.transform((fields, context): GateRule => {
  const fault = (field: string | undefined, message: string): void => {
    context.addIssue({ code: 'custom', path: field === undefined ? [] : [field], message });
  };
  const rule = ruleOf(fields, fault);
  if (rule === undefined) return z.NEVER;
  for (const { field, message } of [...kindOf(rule).faults(rule), ...missingFaults(rule)]) fault(field, message);
  return rule;
});

const warmUpSchema = z.union(
  [z.strictObject({ iterations: count }), z.strictObject({ settle: kpiName, at_most: count })],
  'must hold either "iterations", or "settle" with the name of a KPI and "at_most"',
);

const policySchema = z.strictObject({
  name: z.string('must be a text').min(1, 'must not be empty'),
  min_samples: count,
  last_iterations: count,
  confidence: confidence.default(DEFAULT_CONFIDENCE),
  fail_confidence: confidence.exactOptional(),
  warm_up: warmUpSchema.exactOptional(),
  rules: z
    .array(ruleSchema, 'must be a list of rules')
    .min(1, 'must hold one rule at least')
    .superRefine((rules, context) => {
      for (const [index, rule] of rules.entries()) {
        const name = ruleName(rule);
        if (rules.findIndex((earlier) => ruleName(earlier) === name) === index) continue;
        context.addIssue({ code: 'custom', path: [index, 'kpi'], message: `${name} has a rule already: join the two` });
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

type RuleFields = z.infer<typeof ruleFields>;

/** The rule that the fields make, or what keeps them from making one. */
function ruleOf(
  { kind, good, line: share, per, ...rest }: RuleFields,
  fault: (field: string, message: string) => void,
): GateRule | undefined {
  if (kind !== 'share' && share !== undefined) {
    fault('line', `is for rules of kind share, and this one is ${kind ?? 'absolute'}`);
    return undefined;
  }
  if (kind !== 'slope' && per !== undefined) {
    fault('per', `is for rules of kind slope, and this one is ${kind ?? 'absolute'}`);
    return undefined;
  }
  if (kind === 'invariant') {
    const { soft, hard, ...others } = rest;
    if (soft === undefined && (hard ?? 0) === 0 && good !== 'above') return { kind, ...others, good: 'below', hard: 0 };
    fault('kind', 'invariant has no direction and no lines: the KPI must be 0');
    return undefined;
  }
  if (good === undefined) {
    fault('good', 'is missing, and must be "above" or "below"');
    return undefined;
  }
  if (kind === 'slope') return { kind, ...rest, good, ...(per === undefined ? {} : { per }) };
  if (kind !== 'share') return kind === undefined ? { ...rest, good } : { kind, ...rest, good };
  if (share !== undefined) return { kind, ...rest, good, line: share };
  fault('line', 'is missing, and must be the value that makes an iteration good');
  return undefined;
}

function missingFaults({ missing, missing_reason: reason }: GateRule): readonly RuleFault[] {
  if (missing === 'ignore' && reason === undefined) {
    return [{ field: 'missing_reason', message: 'is missing, and must say why missing data may be ignored' }];
  }
  if (missing === 'ignore' || reason === undefined) return [];
  return [{ field: 'missing_reason', message: 'is for rules that ignore missing data, and this one does not' }];
}

function problemsOf(issue: Issue, source: string): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(issue.path.length === 0 ? policySchema.shape : ruleFields.shape);
    return issue.keys.map((key) => ({
      source: placeOf([...issue.path, key], source),
      message: `${key} is no field of a ${issue.path.length === 0 ? 'gate file' : 'rule'}`,
      hint: suggestName(key, known, 'fields'),
    }));
  }
  const field = issue.path.at(-1);
  const problem = { source: placeOf(issue.path, source), message: messageOf(issue) };
  if (field !== 'kpi' || typeof issue.input !== 'string' || issue.code === 'custom') return [problem];
  return [{ ...problem, hint: suggestName(issue.input, GATE_KPI_NAMES, 'KPIs') }];
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
