// Builds a snapshot from a judged run. Pure, and free of names, times and paths, like the claim that it points at.

import type { ProductionSnapshot } from '../artifacts/production-snapshot.ts';
import { sealSnapshot, SNAPSHOT_FORMAT } from '../artifacts/production-snapshot.ts';
import { summariesOf } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { hashJson } from '../json/hash.ts';
import { assert } from '../std/assert.ts';
import { claimOf } from './evidence.ts';
import type { GateView } from './gate-view.ts';

/** `frozen`: the iterations that ran while the freeze was in force. The verdict is one that lets a run be released. */
export function snapshotOf(
  stored: StoredRun,
  view: Pick<GateView, 'judgement' | 'kpis' | 'line' | 'notes'>,
  frozen: readonly number[],
): ProductionSnapshot {
  const { judgement, line, notes } = view;
  const { plan, plan_sha256 } = stored.record;
  assert(judgement.verdict === 'PASS' || judgement.verdict === 'WARN', 'only a run that passed has a snapshot');
  const [last] = summariesOf(stored, judgement.iterations.slice(-1));
  assert(last !== undefined, 'a run that passed has judged iterations');
  const claim = claimOf(stored, view);
  const iterations = frozen.filter((iteration) => judgement.iterations.includes(iteration));
  return sealSnapshot({
    format: SNAPSHOT_FORMAT,
    parameters: last.parameters,
    state_hash: last.state_hash,
    verdict: judgement.verdict,
    gate_line: line,
    judgement,
    frozen: { parameters: iterations.length === 0 ? [] : plan.guard_policy.freeze.parameters, iterations },
    notes,
    seed: plan.seed,
    plan_sha256,
    journal: claim.run.journal,
    evidence_sha256: hashJson(claim),
  });
}
