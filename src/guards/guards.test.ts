import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARAMETERS } from '../config/parameters.ts';
import { rulesTuner } from '../tuner/rules-tuner.ts';
import { anyHistory } from '../tuner/tuner.conformance.ts';
import { anyContext, conformsAsGuard } from './guard.conformance.ts';
import { GUARD_ORDER } from './guard.ts';
import { GUARDS, guardsFor } from './guards.ts';
import { grantedParameters, reviewProposal } from './review-proposal.ts';

for (const guard of GUARDS) conformsAsGuard(guard);

describe('the list of guards', () => {
  it.each([
    ['with guards', true],
    ['without guards', false],
  ])('follows the stated order %s', (_, enabled) => {
    const names = guardsFor(enabled).map(({ name }) => name);
    expect(names).toEqual(GUARD_ORDER.filter((name) => names.includes(name)));
  });

  it('keeps pin, bounds and late iteration where a run asks for no guards', () => {
    expect(guardsFor(false).map(({ name }) => name)).toEqual(['pin', 'bounds', 'late_iteration']);
  });

  it('lets no proposal change what is held, leave the apply bounds or outlive the last iteration, guards or not', () => {
    fc.assert(
      fc.property(anyHistory(), anyContext(), fc.boolean(), (history, drawn, enabled) => {
        const parameters = history.at(-1)?.parameters ?? drawn.parameters;
        const context = { ...drawn, parameters };
        const decisions = reviewProposal(rulesTuner.propose(history), context, guardsFor(enabled));
        const next = grantedParameters(parameters, decisions);
        for (const { parameter, from, to, outcome } of decisions) {
          expect(to === from).toBe(outcome === 'refused');
          expect(next[parameter]).toBe(to);
          if (outcome === 'refused') continue;
          expect(context.pinned).not.toHaveProperty(parameter);
          expect(context.iteration).toBeLessThan(context.iterations);
          expect(to).toBeGreaterThanOrEqual(PARAMETERS[parameter].applyBounds.min);
          expect(to).toBeLessThanOrEqual(PARAMETERS[parameter].applyBounds.max);
        }
      }),
    );
  });
});
