// The coordinator: every proposed change goes through the guards one after the other, each of which may shorten or stop it, and every
// step is recorded. What comes out was granted by every one of them, and nothing else may be applied.

import { quantise } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { assert } from '../std/assert.ts';
import type { Proposal, ProposedChange } from '../tuner/tuner.ts';
import type { Guard, GuardAnswer, GuardContext, GuardDecision, GuardStep } from './guard.ts';

/** One decision per proposed change, in the order of the proposal. A refusal ends the review of its change. */
export function reviewProposal(
  proposal: Proposal,
  context: GuardContext,
  guards: readonly Guard[],
): readonly GuardDecision[] {
  return proposal.changes.map((change) => reviewChange(change, context, guards));
}

/** The parameters with what was granted. */
export function grantedParameters(current: Parameters, decisions: readonly GuardDecision[]): Parameters {
  const next: { [name in ParameterName]: number } = { ...current };
  for (const { parameter, to } of decisions) next[parameter] = to;
  return next;
}

function reviewChange(change: ProposedChange, context: GuardContext, guards: readonly Guard[]): GuardDecision {
  const { parameter, delta } = change;
  const from = context.parameters[parameter];
  const wanted = quantise(parameter, from + delta);
  assert(wanted !== from, () => `the tuner proposed to leave ${parameter} at ${from}`);
  const steps: GuardStep[] = [];
  let value = wanted;
  for (const [place, guard] of guards.entries()) {
    const step = stepOf(guard, value, from, guard.review(parameter, value, context));
    steps.push(step);
    value = step.value_out;
    const objection =
      step.outcome === 'trimmed' ? objectionTo(value, parameter, context, guards.slice(0, place)) : undefined;
    if (objection !== undefined) steps.push(objection);
    if (step.outcome === 'refused' || objection !== undefined) break;
  }
  const last = steps.at(-1);
  assert(last !== undefined, 'a proposal is reviewed by one guard at least');
  const decisive = last.outcome === 'refused' ? last : (steps.findLast((step) => step.outcome === 'trimmed') ?? last);
  const { outcome, reason } = decisive;
  return { parameter, outcome, from, wanted, to: last.value_out, reason, steps };
}

/** A shortened move is another move: a guard that granted the longer one may have a word against it. */
function objectionTo(
  value: number,
  parameter: ParameterName,
  context: GuardContext,
  before: readonly Guard[],
): GuardStep | undefined {
  const from = context.parameters[parameter];
  for (const guard of before) {
    const answer = guard.review(parameter, value, context);
    if (answer.kind === 'granted') continue;
    const reason = `what is left of the move: ${answer.reason}`;
    return { guard: guard.name, outcome: 'refused', value_in: value, value_out: from, reason };
  }
  return undefined;
}

function stepOf(guard: Guard, wanted: number, current: number, answer: GuardAnswer): GuardStep {
  const valueOut = valueAfter(answer, wanted, current);
  return { guard: guard.name, outcome: answer.kind, value_in: wanted, value_out: valueOut, reason: answer.reason };
}

function valueAfter(answer: GuardAnswer, wanted: number, current: number): number {
  switch (answer.kind) {
    case 'granted':
      return wanted;
    case 'refused':
      return current;
    case 'trimmed':
      assert(
        Math.min(current, wanted) < answer.to && answer.to < Math.max(current, wanted),
        () => `a guard may only shorten a move: ${answer.to} does not lie between ${current} and ${wanted}`,
      );
      return answer.to;
    default:
      return answer satisfies never;
  }
}
