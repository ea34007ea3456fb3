// One completed iteration, as guards see it: they know neither gates nor reports.

import type { IterationSummary } from './iteration-summary.ts';
import type { Kpi } from '../edge/edge-report.ts';
import { gateKpis } from '../edge/process-kpis.ts';
import { GUARD_KPIS } from '../guards/guard-state.ts';
import type { CompletedIteration, GuardKpi } from '../guards/guard-state.ts';
import { stateHash } from './state-hash.ts';

/** What is known of an iteration before it is decided. */
export type ObservedIteration = Pick<
  IterationSummary,
  'iteration' | 'window' | 'parameters' | 'edge' | 'process' | 'gate'
>;

export function completedIteration(observed: ObservedIteration): CompletedIteration {
  const { iteration, parameters, edge, gate } = observed;
  const judged = gateKpis(observed);
  const kpis: { [name in GuardKpi]?: number } = {};
  for (const name of GUARD_KPIS) {
    const kpi = edge.kpis[name];
    if (kpi.kind === 'value' && Number.isFinite(kpi.value)) kpis[name] = kpi.value;
  }
  return {
    iteration,
    parameters,
    state_hash: stateHash(parameters),
    verdict: gate.verdict,
    missing: [...new Set(gate.policy.rules.map(({ kpi }) => kpi))].filter((kpi) => !isMeasured(judged[kpi])),
    kpis,
  };
}

function isMeasured(kpi: Kpi | undefined): boolean {
  return kpi?.kind === 'value' && Number.isFinite(kpi.value) && Number.isFinite(kpi.n);
}
