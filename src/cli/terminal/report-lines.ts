// A finished run as text for a terminal: the course first, the verdict last, because the last lines are the ones that stay in view.

import type { Judgement } from '../../gates/judgement.ts';
import { kpiTable } from '../../report/kpi-table.ts';
import { nextRunLines, parameterTable } from '../../report/parameter-text.ts';
import {
  guardSentence,
  planSentence,
  recordingSentences,
  runWarnings,
  tuningSentence,
} from '../../report/plan-text.ts';
import type { RunView } from '../../report/run-view.ts';
import { SPARK_KPIS } from '../../report/steady-trend.ts';
import { symbolTable } from '../../report/symbol-table.ts';
import { trendSparks, trendTable } from '../../report/trend.ts';
import { iterationsText, ruleReasons, ruleTable, verdictSentence } from '../../report/verdict-text.ts';
import { paintVerdict } from './style.ts';
import type { Style } from './style.ts';

const SPARK_WIDTH = 60;

export function reportLines(view: RunView, style: Style): string[] {
  const { plan, rows, finalParameters, target, ending } = view;
  const lines = [planSentence(view), ...recordingSentences(view), ''];
  if (rows.length > 0) lines.push(...trendTable(rows), '', ...trendSparks(rows, SPARK_KPIS, SPARK_WIDTH), '');
  lines.push(style.bold('Parameters'), ...parameterTable(plan, finalParameters));
  for (const sentence of [tuningSentence(view), guardSentence(view)]) if (sentence !== undefined) lines.push(sentence);
  lines.push('', 'To start a run with the final ones:');
  lines.push(...nextRunLines(finalParameters).map((line) => `  ${line}`), '');
  if (target.assumptions.length > 0) {
    lines.push(style.bold('What this rests on'), ...target.assumptions.map((assumption) => `- ${assumption}`), '');
  }
  lines.push(style.bold(`KPIs, ${iterationsText(view.judgement.iterations)}`), ...kpiTable(view.kpis), '');
  if (view.symbols !== undefined) lines.push(style.bold('Instruments'), ...symbolTable(view.symbols), '');
  lines.push(style.bold('Gates'), ...gateLines(view.judgement), '');
  lines.push(...warningLines(view, style), ending);
  lines.push(...verdictLines(view.judgement, view.line, style));
  return lines;
}

/** What a reader must know before he believes the verdict. */
export function warningLines(view: Pick<RunView, 'plan'>, style: Style): string[] {
  return runWarnings(view).map((warning) => `${style.yellow('warning:')} ${warning}`);
}

/** For a reader who wants the verdict alone: what speaks against it, and nothing where nothing does. */
export function doubtLines(view: Pick<RunView, 'plan' | 'ending' | 'completed'>, style: Style): string[] {
  return [...warningLines(view, style), ...(view.completed ? [] : [view.ending])];
}

/** Every rule with its lines, value and reason. */
export function gateLines(judgement: Judgement): string[] {
  return [...ruleTable(judgement), ...ruleReasons(judgement).map((reason) => `- ${reason}`)];
}

/** The gate line for scripts, and the verdict for people. */
export function verdictLines(judgement: Judgement, line: string, style: Style): string[] {
  return [line, `verdict: ${paintVerdict(style, judgement.verdict)(verdictSentence(judgement))}`];
}
