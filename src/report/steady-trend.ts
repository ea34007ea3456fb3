// STEADY_TREND.md: a run for people, as markdown, from its artifacts alone. The verdict comes first, then why, then the course of the
// run, then what to take along.

import type { KpiName } from '../edge/edge-report.ts';
import { kpiTable } from './kpi-table.ts';
import { nextRunLines, parameterTable } from './parameter-text.ts';
import { guardSentence, planSentence, recordingSentences, runWarnings, tuningSentence } from './plan-text.ts';
import type { RunView } from './run-view.ts';
import { symbolTable } from './symbol-table.ts';
import { trendSparks, trendTable } from './trend.ts';
import { ruleReasons, ruleTable, verdictSentence } from './verdict-text.ts';

export const STEADY_TREND_FILE = 'STEADY_TREND.md';

export const SPARK_KPIS: readonly KpiName[] = ['net_bps', 'risk_ratio', 'maker_taker_ratio', 'p95_latency_ms'];
const SPARK_WIDTH = 60;

export function steadyTrend(view: RunView): string {
  const { plan, rows, judgement, finalParameters } = view;
  const warnings = runWarnings(view).map((warning) => `warning: ${warning}`);
  return [
    '# Steady trend',
    '',
    `**${verdictSentence(judgement)}**`,
    '',
    ...fenced([view.line]),
    '',
    ...[
      planSentence(view),
      ...recordingSentences(view),
      ...warnings,
      view.ending,
      tuningSentence(view),
      guardSentence(view),
    ].flatMap((sentence) => (sentence === undefined ? [] : [`- ${sentence}`])),
    '',
    '## Gates',
    '',
    ...ruleTable(judgement),
    '',
    ...ruleReasons(judgement).map((reason) => `- ${reason}`),
    '',
    '## Trend',
    '',
    ...(rows.length === 0
      ? ['No iteration was completed.']
      : [...fenced(trendSparks(rows, SPARK_KPIS, SPARK_WIDTH)), '', ...trendTable(rows)]),
    '',
    '## KPIs',
    '',
    ...kpiTable(view.kpis),
    '',
    ...(view.symbols === undefined ? [] : ['## Instruments', '', ...symbolTable(view.symbols), '']),
    '## Parameters',
    '',
    ...parameterTable(plan, finalParameters),
    '',
    ...fenced(nextRunLines(finalParameters)),
    '',
    '## What this rests on',
    '',
    ...view.target.assumptions.map((assumption) => `- ${assumption}`),
    '',
  ].join('\n');
}

function fenced(lines: readonly string[]): string[] {
  return ['```text', ...lines, '```'];
}
