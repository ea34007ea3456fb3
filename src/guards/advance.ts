// The fold of the guards' state: what one completed iteration makes of it.

import type { GuardPolicy } from './guard-policy.ts';
import type { CompletedIteration, GuardState, Hold, KnownGood } from './guard-state.ts';
import { panicOn } from './panic.ts';

/** `state` after one iteration more. */
export function advance(state: GuardState, completed: CompletedIteration, policy: GuardPolicy): GuardState {
  const { signature, reverts } = state;
  const { passes, known } = goodness(state, completed, policy);
  const fails = failsRunning(state, completed);
  const hold = stillHeld(state.hold, completed.iteration);
  const common = {
    recent: [...state.recent, completed].slice(-policy.evidence.iterations),
    ...freezing(state, completed, policy),
    passes_running: passes,
    ...(signature === undefined ? {} : { signature }),
  };
  const isHeldToTheEnd = hold !== undefined && hold.until_iteration === undefined;
  if (fails >= policy.panic.fails && !isHeldToTheEnd) {
    return { ...common, fails_running: 0, ...panicOn(completed, known, reverts, policy) };
  }
  return {
    ...common,
    fails_running: fails,
    ...(known === undefined ? {} : { last_known_good: known }),
    ...(hold === undefined ? {} : { hold }),
    reverts,
  };
}

/** Both lines belong to the good side. What was not measured is not steady. */
export function isSteady({ kpis }: CompletedIteration, { freeze }: GuardPolicy): boolean {
  const { risk_ratio: risk, net_bps: net } = kpis;
  return risk !== undefined && net !== undefined && risk <= freeze.risk_ratio && net >= freeze.net_bps;
}

/** A frozen iteration is no evidence for the next freeze: each one lasts its length, and ends. */
function freezing(
  { freeze, steady_running: running }: GuardState,
  completed: CompletedIteration,
  policy: GuardPolicy,
): Pick<GuardState, 'freeze' | 'steady_running'> {
  const { iteration } = completed;
  if (freeze !== undefined) return { steady_running: 0, ...(iteration < freeze.until_iteration ? { freeze } : {}) };
  const steady = isSteady(completed, policy) ? running + 1 : 0;
  if (steady < policy.freeze.steady_iterations) return { steady_running: steady };
  return {
    steady_running: 0,
    freeze: { from_iteration: iteration + 1, until_iteration: iteration + policy.freeze.iterations },
  };
}

function goodness(
  { recent, passes_running: running, last_known_good: known }: GuardState,
  completed: CompletedIteration,
  { panic }: GuardPolicy,
): { readonly passes: number; readonly known: KnownGood | undefined } {
  const { iteration, verdict, parameters, state_hash: hash } = completed;
  const isPass = verdict === 'PASS' || verdict === 'WARN';
  const isSameVector = recent.at(-1)?.state_hash === hash;
  const passes = isPass ? (isSameVector ? running : 0) + 1 : 0;
  if (passes < panic.passes) return { passes, known };
  const iterations = { first_iteration: iteration - passes + 1, last_iteration: iteration };
  return { passes, known: { parameters, state_hash: hash, ...iterations } };
}

function failsRunning({ fails_running: running }: GuardState, { verdict }: CompletedIteration): number {
  if (verdict === 'NO_DATA') return running;
  return verdict === 'FAIL' ? running + 1 : 0;
}

/** What the next iteration runs with is held while that one lies inside the hold. */
function stillHeld(hold: Hold | undefined, completed: number): Hold | undefined {
  const until = hold?.until_iteration;
  return until === undefined || completed < until ? hold : undefined;
}
