// Panic: a run that keeps failing goes back in one step to the last vector that is known to be good, else to the declared safe one, and then
// holds still. Here is decided that it does, and where to; `review-revert.ts` carries it out.

import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { ParameterName, Parameters } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { raisesRisk } from './direction.ts';
import type { GuardPolicy } from './guard-policy.ts';
import type { CompletedIteration, GuardState, Hold, KnownGood, PastRevert } from './guard-state.ts';

/** A run that panics without end forgets its oldest reverts. */
const REMEMBERED_REVERTS = 8;

/** What the state becomes when `completed` is one failure too many. `known`: the last known good vector. */
export function panicOn(
  completed: CompletedIteration,
  known: KnownGood | undefined,
  reverts: readonly PastRevert[],
  policy: GuardPolicy,
): Pick<GuardState, 'panic' | 'hold' | 'last_known_good' | 'reverts'> {
  const { iteration, missing } = completed;
  const hasFailedItself = known !== undefined && sameVector(known.parameters, completed.parameters);
  // A vector that failed in its turn is known to be good no more.
  const good = hasFailedItself ? undefined : known;
  const target = good === undefined ? 'steady_safe' : 'last_known_good';
  const wanted = good?.parameters ?? policy.panic.safe;
  const parameters = missing.length === 0 ? wanted : saferOf(wanted, completed.parameters);
  const name = good === undefined ? safeName(hasFailedItself) : knownName(good);
  const course = sameVector(parameters, completed.parameters) ? `the run stands already at ${name}` : `back to ${name}`;
  const why = `${policy.panic.fails} FAIL iterations running: ${course}${missingText(missing)}`;
  const times = 1 + reverts.filter((revert) => sameVector(revert.parameters, parameters)).length;
  const hold = holdAfter(iteration, times, why, policy);
  const revert = { iteration, target, parameters } as const;
  return {
    panic: { ...revert, reason: hold.reason },
    hold,
    ...(good === undefined ? {} : { last_known_good: good }),
    reverts: [...reverts, revert].slice(-REMEMBERED_REVERTS),
  };
}

function holdAfter(iteration: number, times: number, why: string, { panic }: GuardPolicy): Hold {
  const from = iteration + 1;
  if (times >= panic.reverts_to_one_vector) {
    return { from_iteration: from, reason: `${why}; this is revert ${times} to that vector, so it is held to the end` };
  }
  const until = iteration + panic.hold_iterations;
  return { from_iteration: from, until_iteration: until, reason: `${why}, held until iteration ${until}` };
}

/** Missing data never raises risk, in a panic either: what would become riskier stays. */
function saferOf(vector: Parameters, current: Parameters): Parameters {
  const safer = (name: ParameterName): number =>
    raisesRisk(name, current[name], vector[name]) ? current[name] : vector[name];
  return recordOf(PARAMETER_NAMES, safer);
}

function sameVector(one: Parameters, other: Parameters): boolean {
  return PARAMETER_NAMES.every((name) => one[name] === other[name]);
}

function knownName({ first_iteration: first, last_iteration: last }: KnownGood): string {
  return `the last known good vector, of iterations ${first}..${last}`;
}

function safeName(hasFailedItself: boolean): string {
  return hasFailedItself ? 'steady_safe, because the last known good vector is what failed' : 'steady_safe';
}

function missingText(missing: readonly string[]): string {
  return missing.length === 0 ? '' : `, as far as that lowers risk, because ${missing.join(', ')} is missing`;
}
