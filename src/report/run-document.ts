// A run as one JSON document for programs: the same content that the text shows.

import { runWarnings } from './plan-text.ts';
import type { RunView } from './run-view.ts';

export function runDocument(view: RunView): object {
  const { plan, target, rows, judgement, kpis, symbols, line, ending, finalParameters, tuning } = view;
  return {
    plan,
    target,
    iterations: rows,
    ending,
    warnings: runWarnings(view),
    verdict: judgement.verdict,
    gate_line: line,
    judgement,
    kpis,
    ...(symbols === undefined ? {} : { symbols }),
    final_parameters: finalParameters,
    ...(tuning === undefined ? {} : { tuning }),
  };
}
