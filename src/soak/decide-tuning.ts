// From the history of a run to what its next iteration runs with: the tuner proposes, the guards answer, and nothing else is applied.

import type { SkipCause, TuningOutcome } from '../artifacts/iteration-summary.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { countOn } from '../guards/counters.ts';
import type { GuardDecision, GuardStep } from '../guards/guard.ts';
import { guardsFor } from '../guards/guards.ts';
import { grantedParameters, reviewProposal } from '../guards/review-proposal.ts';
import { reviewRevert } from '../guards/review-revert.ts';
import { assert } from '../std/assert.ts';
import type { Proposal, Tuner } from '../tuner/tuner.ts';
import { stateHash } from '../artifacts/state-hash.ts';
import type { TuningMoment } from './tuning-ledger.ts';

const NOTHING_PROPOSED: Proposal = { changes: [], rationale: [] };

/** The decision about the next iteration's parameters after the one that just completed. */
export function decideTuning(
  plan: Pick<RunPlan, 'tune' | 'guards'>,
  tuner: Tuner,
  { history, context, counters, kpiViolations }: TuningMoment,
): TuningOutcome {
  const proposal = plan.tune ? tuner.propose(history) : NOTHING_PROPOSED;
  const decisions = reviewProposal(proposal, context, guardsFor(plan.guards));
  const revert = reviewRevert(context);
  const made = [...decisions, ...(revert?.decisions ?? [])];
  // A panic holds every proposal of its iteration, so that what it grants is all that is granted.
  const next = grantedParameters(context.parameters, made);
  const changed = PARAMETER_NAMES.filter((name) => next[name] !== context.parameters[name]);
  return {
    tuner: tuner.name,
    rationale: proposal.rationale,
    proposed_deltas: proposedDeltas(proposal),
    decisions,
    ...(revert === undefined ? {} : { revert }),
    counters: countOn(counters, { decisions: made, kpiViolations, reverted: revert !== undefined }),
    applied: changed.length > 0,
    changed_keys: changed,
    skip_reason: skipReason(plan.tune, decisions),
    parameters_next: next,
    state_hash_next: stateHash(next),
  };
}

function proposedDeltas(proposal: Proposal): TuningOutcome['proposed_deltas'] {
  const deltas: { [name in ParameterName]?: number } = {};
  for (const { parameter, delta } of proposal.changes) deltas[parameter] = delta;
  return deltas;
}

function skipReason(tune: boolean, decisions: readonly GuardDecision[]): TuningOutcome['skip_reason'] {
  if (!tune) return { tuning_off: 'this run does not tune' };
  if (decisions.length === 0) return { no_proposal: 'the tuner proposed nothing' };
  const reasons: { [cause in SkipCause]?: string } = {};
  for (const decision of decisions.filter(({ outcome }) => outcome === 'refused')) {
    const step = refusal(decision);
    const sentence = `${decision.parameter}: ${step.reason}`;
    const before = reasons[step.guard];
    reasons[step.guard] = before === undefined ? sentence : `${before}; ${sentence}`;
  }
  return reasons;
}

/** The step that refused; a trim always leaves something of the move. */
function refusal(decision: GuardDecision): GuardStep {
  const step = decision.steps.find(({ outcome }) => outcome === 'refused');
  assert(step !== undefined, () => `no guard refused ${decision.parameter}, and yet it is refused`);
  return step;
}
