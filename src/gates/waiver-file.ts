// Reads the waivers that a user wrote. Strict like a gate file: a waiver with a typo in it would be no waiver, or worse, one that nobody
// answers for. All problems are reported at once, each with its place.

import { z } from 'zod';
import { isCalendarDate } from '../std/calendar-date.ts';
import { pointerTo } from '../json/pointer.ts';
import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { suggestName } from '../std/nearest-name.ts';
import type { Waiver } from './waivers.ts';

const text = z.string('must be a text').refine((value) => value.trim() !== '', 'must not be empty');

const waiverSchema = z.strictObject({
  rule: text,
  reason: text,
  author: text,
  expires: z.string('must be a day such as "2026-12-31"').refine(isCalendarDate, 'must be a day such as "2026-12-31"'),
});

const fileSchema = z.strictObject({
  waivers: z.array(waiverSchema, 'must be a list of waivers'),
});

/**
 * Takes parsed JSON; `source` names the file and `rules` are the names of the policy's. Throws `Failure` with code `usage` and every problem
 * found: in its form, two waivers of one rule, a rule that the policy does not have.
 */
export function parseWaivers(value: unknown, source: string, rules: readonly string[]): readonly Waiver[] {
  const parsed = fileSchema.safeParse(value, { reportInput: true });
  const problems = parsed.success
    ? parsed.data.waivers.flatMap((waiver, index, all) => ruleProblems(waiver.rule, index, all, source, rules))
    : parsed.error.issues.map((issue) => problemOf(issue, source));
  if (parsed.success && problems.length === 0) return parsed.data.waivers;
  throw new Failure('usage', `${source} is no valid file of waivers`, { problems });
}

function ruleProblems(
  rule: string,
  index: number,
  all: readonly Waiver[],
  source: string,
  rules: readonly string[],
): readonly Problem[] {
  const place = `${source} at ${pointerTo(['waivers', String(index), 'rule'])}`;
  if (!rules.includes(rule)) {
    const message = `the policy has no rule ${JSON.stringify(rule)}`;
    return [{ source: place, message, hint: suggestName(rule, rules, 'rules') }];
  }
  if (all.findIndex((earlier) => earlier.rule === rule) === index) return [];
  return [{ source: place, message: `${rule} is waived already`, hint: 'leave one of the two out' }];
}

function problemOf(issue: z.core.$ZodIssue, source: string): Problem {
  const pointer = pointerTo(issue.path.map(String));
  const place = pointer === '' ? source : `${source} at ${pointer}`;
  if (issue.code === 'unrecognized_keys') {
    const isFile = issue.path.length === 0;
    const known = Object.keys(isFile ? fileSchema.shape : waiverSchema.shape);
    const [key = ''] = issue.keys;
    return {
      source: place,
      message: `${issue.keys.join(', ')}: no field of ${isFile ? 'a file of waivers' : 'a waiver'}`,
      hint: suggestName(key, known, 'fields'),
    };
  }
  const field = issue.path.at(-1);
  const subject = typeof field === 'string' ? field : field === undefined ? 'a file of waivers' : 'a waiver';
  if (issue.code === 'invalid_type' && issue.expected === 'object') {
    return { source: place, message: `${subject} must be a JSON object` };
  }
  return {
    source: place,
    message: issue.input === undefined ? `${subject} is missing` : `${subject} ${issue.message}`,
  };
}
