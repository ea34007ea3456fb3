// A change that raises risk rests on evidence: so many newest iterations that measured what the gate reads and did not fail, and in which
// the parameter's own limit was felt. A change that lowers risk needs none. Missing data is no evidence.

import type { ParameterName } from '../config/parameters.ts';
import { figure } from '../std/figure.ts';
import { isSteady } from './advance.ts';
import { raisesRisk } from './direction.ts';
import type { Guard, GuardContext } from './guard.ts';
import type { CompletedIteration, GuardKpi } from './guard-state.ts';

/** The share of decisions that a parameter blocked, for those that block: one that blocks nothing says nothing about its being too tight. */
const FELT_IN: { readonly [name in ParameterName]?: GuardKpi } = {
  min_interval_ms: 'min_interval_ratio',
  replace_rate_per_min: 'throttle_ratio',
};

export const evidenceGuard: Guard = {
  name: 'evidence',
  review(parameter, wanted, context) {
    if (!raisesRisk(parameter, context.parameters[parameter], wanted)) {
      return { kind: 'granted', reason: 'it lowers risk, and needs no evidence' };
    }
    const lack = lackOfEvidence(parameter, context);
    if (lack !== undefined) return { kind: 'refused', reason: `it raises risk, and ${lack}` };
    return { kind: 'granted', reason: `it raises risk, and ${context.state.recent.length} iterations speak for it` };
  },
};

function lackOfEvidence(parameter: ParameterName, context: GuardContext): string | undefined {
  const { state, policy } = context;
  const { iterations } = policy.evidence;
  const newest = state.recent.at(-1);
  if (newest === undefined || state.recent.length < iterations) {
    return `rests on ${state.recent.length} of ${iterations} iterations`;
  }
  for (const completed of state.recent) {
    const lack = lackIn(parameter, completed, policy.evidence.binding_share);
    if (lack !== undefined) return `iteration ${completed.iteration} ${lack}`;
  }
  // Else an iteration too bad to begin a freeze would be granted what a better one, which begins it, is refused.
  if (policy.freeze.parameters.includes(parameter) && !isSteady(newest, policy)) {
    return `iteration ${newest.iteration} lies outside the lines of a freeze`;
  }
  return undefined;
}

function lackIn(parameter: ParameterName, completed: CompletedIteration, bindingShare: number): string | undefined {
  const { missing, verdict, kpis } = completed;
  if (missing.length > 0) return `has no ${missing.join(', no ')}`;
  if (verdict === 'FAIL' || verdict === 'NO_DATA') return `is ${verdict}`;
  const felt = FELT_IN[parameter];
  if (felt === undefined) return undefined;
  const share = kpis[felt];
  if (share === undefined) return `has no ${felt}`;
  if (share >= bindingShare) return undefined;
  return `shows a ${felt} of ${figure(share, [bindingShare])}, below ${bindingShare}: the limit was not felt, so it is not what holds the bot back`;
}
