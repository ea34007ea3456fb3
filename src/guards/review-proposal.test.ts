import { describe, expect, it } from 'vitest';
import type { ParameterName } from '../config/parameters.ts';
import type { Proposal } from '../tuner/tuner.ts';
import { boundsGuard } from './bounds.ts';
import { STEADY, contextWith } from './guard.conformance.ts';
import type { Guard, GuardAnswer } from './guard.ts';
import { lateIterationGuard } from './late-iteration.ts';
import { oscillationGuard } from './oscillation.ts';
import { pinGuard } from './pin.ts';
import { grantedParameters, reviewProposal } from './review-proposal.ts';

const CONTEXT = contextWith({});

function propose(deltas: { readonly [name in ParameterName]?: number }): Proposal {
  const { min_interval_ms: interval, tail_age_ms: tail } = deltas;
  return {
    changes: [
      ...(interval === undefined ? [] : [{ parameter: 'min_interval_ms' as const, delta: interval, reasons: ['why'] }]),
      ...(tail === undefined ? [] : [{ parameter: 'tail_age_ms' as const, delta: tail, reasons: ['why'] }]),
    ],
    rationale: ['why'],
  };
}

function answering(answer: GuardAnswer): Guard {
  return { name: 'velocity', review: () => answer };
}

describe('reviewProposal', () => {
  it('records what each guard was given and what it left', () => {
    expect(
      reviewProposal(propose({ min_interval_ms: 25 }), CONTEXT, [pinGuard, boundsGuard, lateIterationGuard]),
    ).toEqual([
      {
        parameter: 'min_interval_ms',
        outcome: 'trimmed',
        from: 60,
        wanted: 85,
        to: 80,
        reason: '85 lies outside 40..80',
        steps: [
          { guard: 'pin', outcome: 'granted', value_in: 85, value_out: 85, reason: 'nobody holds it' },
          { guard: 'bounds', outcome: 'trimmed', value_in: 85, value_out: 80, reason: '85 lies outside 40..80' },
          {
            guard: 'late_iteration',
            outcome: 'granted',
            value_in: 80,
            value_out: 80,
            reason: 'iteration 11 will run with it',
          },
        ],
      },
    ]);
  });

  it('ends the review of a change at its first refusal and goes on with the next change', () => {
    const context = contextWith({ pinned: { min_interval_ms: '--set' } });
    const decisions = reviewProposal(propose({ min_interval_ms: 5, tail_age_ms: 30 }), context, [
      pinGuard,
      boundsGuard,
    ]);
    expect(decisions.map(({ outcome, from, wanted, to, reason }) => [outcome, from, wanted, to, reason])).toEqual([
      ['refused', 60, 65, 60, 'held by --set'],
      ['granted', 650, 680, 680, 'inside 500..800'],
    ]);
    expect(decisions.map(({ steps }) => steps.length)).toEqual([1, 2]);
  });

  it('names the last of several trims as the one that decided', () => {
    const guards = [70, 65].map((to): Guard => ({
      name: 'velocity',
      review: (_, wanted) =>
        wanted > to ? { kind: 'trimmed', to, reason: `down to ${to}` } : { kind: 'granted', reason: 'small' },
    }));
    expect(reviewProposal(propose({ min_interval_ms: 15 }), CONTEXT, guards)).toMatchObject([
      { outcome: 'trimmed', wanted: 75, to: 65, reason: 'down to 65' },
    ]);
  });

  it('names the refusal as the one that decided, whatever was trimmed before', () => {
    const guards = [answering({ kind: 'trimmed', to: 70, reason: 'down to 70' }), lateIterationGuard];
    expect(reviewProposal(propose({ min_interval_ms: 15 }), contextWith({ iteration: 24 }), guards)).toMatchObject([
      { outcome: 'refused', wanted: 75, to: 60, reason: 'iteration 24 is the last: recorded for the next run' },
    ]);
  });

  it('asks the guards before a trim about what is left of the move, and records an objection as the refusal', () => {
    const left = { iteration: 9, elapsed_us: 9, parameter: 'min_interval_ms' as const, from: 80, to: 60 };
    const decisions = reviewProposal(propose({ min_interval_ms: 25 }), contextWith({ applied: [left] }), [
      pinGuard,
      oscillationGuard,
      boundsGuard,
      lateIterationGuard,
    ]);
    expect(decisions).toMatchObject([{ outcome: 'refused', from: 60, wanted: 85, to: 60 }]);
    expect(decisions[0]?.reason).toMatch(/^what is left of the move: 80 -> 60 -> 80: /u);
    expect(
      decisions[0]?.steps.map(({ guard, outcome, value_in, value_out }) => [guard, outcome, value_in, value_out]),
    ).toEqual([
      ['pin', 'granted', 85, 85],
      ['oscillation', 'granted', 85, 85],
      ['bounds', 'trimmed', 85, 80],
      ['oscillation', 'refused', 80, 60],
    ]);
  });

  it('is a bug to ask for without guards', () => {
    expect(() => reviewProposal(propose({ min_interval_ms: 15 }), CONTEXT, [])).toThrow(/one guard at least/);
  });

  it('reads a wish as a quantum, so that no float dust is applied', () => {
    const change = { parameter: 'base_spread_bps_delta' as const, delta: 0.020000000000000018, reasons: ['why'] };
    const [decision] = reviewProposal({ changes: [change], rationale: [] }, CONTEXT, [pinGuard]);
    expect(decision?.to).toBe(0.18);
  });

  it.each([60, 55, 75, 80])('calls a guard that trims the move from 60 to 75 to %d a bug', (to) => {
    const guard = answering({ kind: 'trimmed', to, reason: 'wrong' });
    expect(() => reviewProposal(propose({ min_interval_ms: 15 }), CONTEXT, [guard])).toThrow(/may only shorten a move/);
  });

  it('calls a proposal that changes nothing a bug', () => {
    expect(() => reviewProposal(propose({ min_interval_ms: 0 }), CONTEXT, [pinGuard])).toThrow(
      /leave min_interval_ms at 60/,
    );
  });

  it('decides nothing where nothing is proposed', () => {
    expect(reviewProposal(propose({}), CONTEXT, [pinGuard])).toEqual([]);
  });
});

describe('grantedParameters', () => {
  it('takes over what was granted or trimmed and leaves the rest, and its input, as it was', () => {
    const context = contextWith({ pinned: { tail_age_ms: '--set' } });
    const decisions = reviewProposal(propose({ min_interval_ms: 25, tail_age_ms: 30 }), context, [
      pinGuard,
      boundsGuard,
    ]);
    const before = { ...STEADY };
    expect(grantedParameters(STEADY, decisions)).toEqual({ ...STEADY, min_interval_ms: 80 });
    expect(STEADY).toEqual(before);
  });
});
