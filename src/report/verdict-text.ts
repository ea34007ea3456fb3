// A judgement in words: one table of the rules with their lines and what was measured, then why each rule that did not pass did not.

import type { GatePolicy, GateRule } from '../gates/gate-policy.ts';
import type { Judgement, RuleResult, Verdict } from '../gates/judgement.ts';
import { ruleName } from '../gates/rule-name.ts';
import { figure } from '../std/figure.ts';
import { ABSENT, formatKpiValue } from './format-kpi.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'gate', align: 'left' },
  { title: 'value', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'n', align: 'right' },
  { title: 'soft', align: 'right' },
  { title: 'hard', align: 'right' },
  { title: 'verdict', align: 'left' },
];

const SUMMARIES: { readonly [verdict in Verdict]: string } = {
  PASS: 'every gate holds',
  WARN: 'every hard gate holds, and a soft one does not',
  FAIL: 'a hard gate is broken',
  INCONCLUSIVE: 'the evidence does not decide',
  NO_DATA: 'there is nothing to judge',
};

/** `verdict: PASS - every gate holds (policy soak, iterations 17..24 together)` */
export function verdictSentence(judgement: Judgement): string {
  const { verdict, policy, iterations } = judgement;
  return `${verdict} - ${verdictSummary(judgement)} (policy ${policy.name}, ${iterationsText(iterations)})`;
}

/** `every gate holds` */
export function verdictSummary({ verdict, incomplete, rules }: Judgement): string {
  if (verdict === 'INCONCLUSIVE' && incomplete !== undefined) return incomplete;
  const isWaived = verdict === 'WARN' && rules.some(({ waived }) => waived === true);
  return isWaived ? 'a hard gate is broken, and waived' : SUMMARIES[verdict];
}

/** With a line below that says what the intervals are. */
export function ruleTable(judgement: Judgement): string[] {
  const rows = judgement.rules.map((result) => {
    const name = ruleName(result);
    const rule = judgement.policy.rules.find((candidate) => ruleName(candidate) === name);
    const { text } = ruleTexts(rule, result);
    const n = result.n === undefined ? ABSENT : String(result.n);
    return [name, text.value, text.interval, n, text.soft, text.hard, result.verdict];
  });
  return [...textTable(COLUMNS, rows), '', boundsSentence(judgement)];
}

interface RuleTexts {
  /** As people read them, in the unit of what the rule judges. */
  readonly text: { readonly value: string; readonly interval: string; readonly soft: string; readonly hard: string };
  /** The lines in that unit; absent where the rule has none. */
  readonly soft?: number;
  readonly hard?: number;
}

/** What was measured and the lines that it was held against. */
export function ruleTexts(rule: GateRule | undefined, result: RuleResult): RuleTexts {
  const soft = rule?.soft === undefined ? undefined : boundOf(rule, rule.soft);
  const hard = rule?.hard === undefined ? undefined : boundOf(rule, rule.hard);
  const shown = (value: number): string => formatJudged(rule ?? result, value);
  return {
    text: {
      value: result.value === undefined ? ABSENT : shown(result.value),
      interval: intervalText(result, shown),
      soft: lineText(rule, soft),
      hard: lineText(rule, hard),
    },
    ...(soft === undefined ? {} : { soft }),
    ...(hard === undefined ? {} : { hard }),
  };
}

/** One line per rule, in the order of the policy: its verdict and the sentence that decided; then what capped them all, and the waivers. */
export function ruleReasons(judgement: Judgement): string[] {
  const { rules, incomplete, warm_up: warmUp } = judgement;
  return [
    ...rules.map(({ verdict, reason }) => `${verdict} ${reason}`),
    ...(incomplete === undefined ? [] : [`INCONCLUSIVE at best: ${incomplete}`]),
    ...(warmUp === undefined ? [] : [warmUpSentence(warmUp)]),
    ...waiverSentences(judgement),
  ];
}

/** `waiver of net_bps by ann until 2026-12-31, expired on 2027-01-02: fees rise` */
export function waiverSentences({ waivers = [], judged_on: today = '' }: Judgement): string[] {
  return waivers.map(({ rule, author, expires, reason, state }) => {
    const states = { used: 'makes its FAIL a WARN', expired: `EXPIRED on ${today}, ignored`, not_needed: 'not needed' };
    return `waiver of ${rule} by ${author} until ${expires}, ${states[state]}: ${reason}`;
  });
}

export function iterationsText(iterations: readonly number[]): string {
  const first = iterations[0];
  const last = iterations.at(-1);
  if (first === undefined || last === undefined) return 'no iteration';
  if (iterations.length === 1) return `iteration ${first}`;
  const unbroken = last - first + 1 === iterations.length;
  return `iterations ${unbroken ? `${first}..${last}` : iterations.join(', ')} together`;
}

/** `bounds at 90 %, one-sided; wrong at most: ...` */
export function boundsSentence({ policy, error }: Judgement): string {
  const bounds = `bounds at ${percent(policy.confidence)}, one-sided`;
  if (error === undefined) return bounds;
  const looks = error.looks === 1 ? '' : ` in ${error.looks} looks`;
  return `${bounds}; wrong at most: a PASS ${percent(error.false_pass)}, a FAIL by any rule${looks} ${percent(error.false_fail)}`;
}

/** Rounded, because 0.57 * 100 is not 57. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(4))} %`;
}

function warmUpSentence({ iterations, reason, settled }: NonNullable<Judgement['warm_up']>): string {
  const what =
    iterations.length === 0 ? 'nothing' : `iteration${iterations.length === 1 ? '' : 's'} ${iterations.join(', ')}`;
  return `${settled ? '' : 'INCONCLUSIVE at best: '}left out as warm-up: ${what}, ${reason}`;
}

/** `risk_ratio <= 42.0%`: what no rule may cross, one phrase for each rule that has a hard line. */
export function hardLines({ rules }: GatePolicy): string[] {
  return rules.flatMap((rule) =>
    rule.hard === undefined
      ? []
      : [`${ruleName(rule)} ${lineText(rule, rule.hard)}${AGAINST[rule.kind ?? 'absolute']}`],
  );
}

const AGAINST: { readonly [kind in NonNullable<GateRule['kind']>]: string } = {
  absolute: '',
  relative: ' against the baseline',
  share: ' of the iterations',
  slope: '',
  invariant: '',
};

function intervalText({ interval }: RuleResult, shown: (value: number) => string): string {
  return interval === undefined ? ABSENT : `${shown(interval.lower)} .. ${shown(interval.upper)}`;
}

function lineText(rule: GateRule | undefined, bound: number | undefined): string {
  if (rule === undefined || bound === undefined) return ABSENT;
  return `${goodSide(rule) === 'above' ? '>=' : '<='} ${formatJudged(rule, bound)}`;
}

/** A margin is how far the worse side may be reached. */
function boundOf(rule: GateRule, line: number): number {
  return rule.kind === 'relative' && rule.good === 'above' ? -line : line;
}

/** Of a share the iterations that are good count, whatever is good in each. */
export function goodSide(rule: GateRule): GateRule['good'] {
  return rule.kind === 'share' ? 'above' : rule.good;
}

type Judged = Pick<GateRule, 'kpi' | 'kind'> & { readonly per?: 'iteration' };

/** In the unit of what the rule judges. */
function formatJudged(judged: Judged, value: number): string {
  const { kpi, kind = 'absolute', per } = judged;
  switch (kind) {
    case 'absolute':
    case 'relative':
    case 'invariant':
      return formatKpiValue(kpi, value);
    case 'share':
      return `${(value * 100).toFixed(0)}%`;
    case 'slope':
      return `${figure(value)}/${per === 'iteration' ? 'iteration' : 'h'}`;
    default:
      return kind satisfies never;
  }
}
