// Which rules fire on a history. A rule whose data is missing neither fires nor stays silent: it is unknown, and the caller must not
// read that as good news.

import type { Kpi } from '../edge/edge-report.ts';
import { assert } from '../std/assert.ts';
import { figure } from '../std/figure.ts';
import type { Condition, Rule } from './rules.ts';
import type { Observation } from './tuner.ts';

export interface Finding {
  readonly rule: Rule;
  readonly state: 'fired' | 'silent' | 'unknown';
  /** Where it fired: the conditions with the numbers that met them. */
  readonly evidence: string;
  /** Which of its data is missing, whether that decided or not. */
  readonly gaps: readonly string[];
}

interface Check {
  readonly state: 'holds' | 'fails' | 'unknown';
  readonly text: string;
}

/** One finding per rule, in the order of the rules. */
export function evaluateRules(rules: readonly Rule[], history: readonly Observation[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    const outranked = findings.some(
      ({ rule: earlier, state }) => state === 'fired' && rule.unless?.includes(earlier.kind),
    );
    const finding = evaluateRule(rule, history);
    findings.push(outranked ? { ...finding, state: 'silent' } : finding);
  }
  return findings;
}

/** Why a KPI cannot be used, or `undefined` where it is a finite number. */
export function missing(kpi: Kpi): string | undefined {
  if (kpi.kind === 'absent') return kpi.reason;
  return Number.isFinite(kpi.value) ? undefined : `${kpi.value} is no finite number`;
}

/** A rule is silent as soon as one condition, in one of its iterations, is known to fail, or where the run is younger than it asks. */
function evaluateRule(rule: Rule, history: readonly Observation[]): Finding {
  const running = rule.running ?? 1;
  const checks = history
    .slice(-running)
    .flatMap((observation) => rule.when.map((condition) => check(condition, observation, history[0])));
  const gaps = checks.filter(({ state }) => state === 'unknown').map(({ text }) => text);
  const silent = history.length < running || checks.some(({ state }) => state === 'fails');
  if (silent) return { rule, state: 'silent', evidence: '', gaps };
  if (gaps.length > 0) return { rule, state: 'unknown', evidence: '', gaps };
  return { rule, state: 'fired', evidence: checks.map(({ text }) => text).join(' and '), gaps };
}

function check(condition: Condition, { edge, iteration }: Observation, first: Observation | undefined): Check {
  const { kpi: name, is, line, ofFirst } = condition;
  const kpi = edge.kpis[name];
  const gap = missing(kpi);
  if (gap !== undefined) return { state: 'unknown', text: `${name} of iteration ${iteration} is missing (${gap})` };
  assert(kpi.kind === 'value', 'a KPI that is not missing has a value');
  if (ofFirst !== true) {
    return {
      state: compare(kpi.value, is, line) ? 'holds' : 'fails',
      text: `${name} ${figure(kpi.value, [line])} ${is} ${line}`,
    };
  }
  const start = first?.edge.kpis[name];
  if (start === undefined || start.kind === 'absent' || !Number.isFinite(start.value)) {
    return { state: 'unknown', text: `${name} of the run's first iteration is missing` };
  }
  return {
    state: compare(kpi.value, is, line * start.value) ? 'holds' : 'fails',
    text: `${name} ${figure(kpi.value, [])} ${is} ${line} of the first iteration's ${figure(start.value, [])}`,
  };
}

function compare(value: number, is: Condition['is'], line: number): boolean {
  switch (is) {
    case '<':
      return value < line;
    case '<=':
      return value <= line;
    case '>':
      return value > line;
    case '>=':
      return value >= line;
    default:
      return is satisfies never;
  }
}
