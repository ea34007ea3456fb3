import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssertionError } from '../std/assert.ts';
import { describeFees, FeeSchedule, type FeeTerms, ratesAfter } from './fee-schedule.ts';

const FLAT: FeeTerms = { makerBps: -0.2, takerBps: 3 };
const TIERED: FeeTerms = {
  ...FLAT,
  tiers: [
    { fromNotional: 1000, makerBps: -0.4, takerBps: 2.5 },
    { fromNotional: 5000, makerBps: -0.6, takerBps: 2 },
  ],
};

describe('a fee schedule', () => {
  it('pays makers their rebate and charges takers, whatever was traded, where there are no tiers', () => {
    const schedule = new FeeSchedule(FLAT);
    for (let fill = 0; fill < 100; fill += 1) {
      expect(schedule.charge(10_000, 'maker')).toBe(-0.2);
      expect(schedule.charge(10_000, 'taker')).toBe(3);
    }
  });

  it('changes its rates with what was traded before a fill, by either role, and charges each fill whole', () => {
    const schedule = new FeeSchedule(TIERED);
    expect(schedule.charge(999, 'taker')).toBeCloseTo(0.2997, 12);
    expect(schedule.charge(4000, 'maker')).toBeCloseTo(-0.08, 12);
    expect(schedule.charge(1, 'maker')).toBeCloseTo(-0.00004, 12);
    expect(schedule.charge(1000, 'taker')).toBeCloseTo(0.2, 12);
  });

  it('begins a tier at exactly its notional', () => {
    expect(ratesAfter(TIERED, 999.999)).toMatchObject(FLAT);
    expect(ratesAfter(TIERED, 1000)).toMatchObject({ makerBps: -0.4, takerBps: 2.5 });
    expect(ratesAfter(TIERED, 4999)).toMatchObject({ makerBps: -0.4, takerBps: 2.5 });
    expect(ratesAfter(TIERED, 1e12)).toMatchObject({ makerBps: -0.6, takerBps: 2 });
  });

  it('forgets what was traded when it begins anew', () => {
    const schedule = new FeeSchedule(TIERED);
    schedule.charge(1e9, 'taker');
    schedule.reset();
    expect(schedule.charge(10_000, 'taker')).toBe(3);
  });

  it('refuses a fill without notional', () => {
    expect(() => new FeeSchedule(FLAT).charge(0, 'maker')).toThrow(AssertionError);
    expect(() => new FeeSchedule(FLAT).charge(Number.NaN, 'maker')).toThrow(AssertionError);
  });

  it('charges what a plain walk over the fills comes to', () => {
    const fills = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.constantFrom('maker', 'taker')));
    fc.assert(
      fc.property(fills, (given) => {
        const schedule = new FeeSchedule(TIERED);
        let traded = 0;
        for (const [notional, role] of given) {
          const [makerBps, takerBps] = traded >= 5000 ? [-0.6, 2] : traded >= 1000 ? [-0.4, 2.5] : [-0.2, 3];
          const bps = role === 'maker' ? makerBps : takerBps;
          expect(schedule.charge(notional, role)).toBeCloseTo((notional * bps) / 10_000, 9);
          traded += notional;
        }
      }),
    );
  });

  it('says what it charges', () => {
    expect(describeFees(FLAT)).toBe('-0.2 bps for makers and 3 bps for takers');
    expect(describeFees(TIERED)).toBe(
      '-0.2 bps for makers and 3 bps for takers, and once 1000 was traded -0.4 and 2.5 bps, and once 5000 was traded -0.6 and 2 bps',
    );
  });
});
