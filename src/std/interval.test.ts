// Coverage is measured, not believed: synthetic blocks with a known ratio, many times over, and how often each one-sided bound held.
// At 90 % the standard error of such a count is 0.8 percentage points over 1,500 series.
import { describe, expect, it } from 'vitest';
import { blockEvidence, boundsAt } from './interval.ts';
import type { Bounds, Estimate, RatioBlock, Scale } from './interval.ts';
import type { Moods } from './long-run-error.ts';
import { RandomStream } from './random.ts';

const SERIES = 1_500;
const NOMINAL = 0.9;
const TRUTH = 2.5;
const MOODS: Moods = { varianceRatio: 4, leastVariance: 0, degrees: 8 };

type Noise = (random: RandomStream) => number;
const normal: Noise = (random) => random.normal();
/** Gains are many and small, losses few and large: mean 0, deviation 1, skewness -2. */
const leftSkewed: Noise = (random) => 1 - random.exponential();
/** The same with a tail index of 3, so that its third moment is infinite. */
const heavyTailed: Noise = (random) => (1.5 - random.pareto(3)) / 0.866;

/** Blocks of pnl over notional; `moodShare` of the variance is a mood of which `correlation` is left a block later. */
function pnlBlocks(
  count: number,
  moodShare: number,
  correlation: number,
  noise: Noise,
  random: RandomStream,
): readonly RatioBlock[] {
  const fresh = Math.sqrt(1 - correlation * correlation);
  let mood = random.normal();
  return Array.from({ length: count }, () => {
    mood = correlation * mood + fresh * random.normal();
    const luck = Math.sqrt(moodShare) * mood + Math.sqrt(1 - moodShare) * noise(random);
    const notional = Math.exp(0.5 * random.normal());
    return { numerator: TRUTH * notional + 0.25 * luck * (1 + notional), denominator: notional };
  });
}

/** How often each bound held, in percent. */
function coverage(name: string, draw: (random: RandomStream) => readonly RatioBlock[]): Bounds {
  const random = new RandomStream(20_240_601, `data/${name}`);
  const held = { lower: 0, upper: 0 };
  for (let index = 0; index < SERIES; index += 1) {
    const bounds = boundsOf(draw(random), MOODS, NOMINAL);
    if (bounds !== undefined && bounds.lower <= TRUTH) held.lower += 1;
    if (bounds !== undefined && bounds.upper >= TRUTH) held.upper += 1;
  }
  return { lower: (100 * held.lower) / SERIES, upper: (100 * held.upper) / SERIES };
}

function boundsOf(blocks: readonly RatioBlock[], moods: Moods, confidence: number): Bounds | undefined {
  const found = blockEvidence(blocks, moods);
  if (found === undefined) return undefined;
  const { ratio, error, degrees } = found;
  return boundsAt({ value: ratio, standard_error: error, degrees, scale: 'plain' }, confidence);
}

function blocksFrom(pairs: readonly (readonly [number, number])[]): readonly RatioBlock[] {
  return pairs.map(([numerator, denominator]) => ({ numerator, denominator }));
}

describe('the coverage of bounds at 90 %, where slow variance is believed to be four times that of independent blocks', () => {
  /** As measured with this seed, for the lower and the upper bound; a change by more than 2 points either way is news. */
  const cases: readonly (readonly [string, number, number, number, Noise, readonly [number, number]])[] = [
    ['12 blocks with a mood of half an hour', 12, 0.2, 0.85, normal, [92.1, 93]],
    ['96 blocks with a mood of half an hour', 96, 0.2, 0.85, normal, [91.3, 90.4]],
    ['96 blocks with a strong mood of half an hour', 96, 0.5, 0.85, normal, [84.1, 84.6]],
    ['96 skewed blocks with a mood', 96, 0.2, 0.85, leftSkewed, [91.3, 91.3]],
    ['96 heavy-tailed blocks with a mood', 96, 0.2, 0.85, heavyTailed, [85.4, 88.9]],
    ['12 independent blocks', 12, 0, 0, normal, [99, 98.5]],
    ['96 independent blocks', 96, 0, 0, normal, [97.7, 97.7]],
  ];
  it.each(cases)('is as measured for %s', (name, count, share, correlation, noise, [lower, upper]) => {
    const held = coverage(name, (random) => pnlBlocks(count, share, correlation, noise, random));
    expect(Math.abs(held.lower - lower), String(held.lower)).toBeLessThanOrEqual(2);
    expect(Math.abs(held.upper - upper), String(held.upper)).toBeLessThanOrEqual(2);
  });
});

describe('the evidence of blocks', () => {
  it('is none with fewer than four blocks that have a denominator', () => {
    const three: readonly (readonly [number, number])[] = [
      [1, 1],
      [2, 1],
      [3, 1],
    ];
    expect(blockEvidence([], MOODS)).toBeUndefined();
    expect(blockEvidence(blocksFrom(three), MOODS)).toBeUndefined();
    expect(blockEvidence(blocksFrom([...three, [5, 0], [5, 0]]), MOODS)).toBeUndefined();
    expect(blockEvidence(blocksFrom([...three, [4, 1]]), MOODS)).toMatchObject({ ratio: 2.5, blocks: 4 });
  });

  it('has no error where all blocks agree', () => {
    const same = blocksFrom(Array.from({ length: 12 }, () => [1, 4] as const));
    expect(blockEvidence(same, MOODS)).toMatchObject({ ratio: 0.25, error: 0, effective: 12, correlation: 0 });
    expect(boundsOf(same, MOODS, NOMINAL)).toEqual({ lower: 0.25, upper: 0.25 });
  });

  it('counts what a block without denominator adds to the numerator', () => {
    const even = Array.from({ length: 12 }, () => [1, 1] as const);
    expect(blockEvidence(blocksFrom([...even, [6, 0]]), MOODS)).toMatchObject({ ratio: 1.5 });
  });

  it('scales with the numerator and not with the denominator', () => {
    const blocks = pnlBlocks(24, 0.2, 0.85, normal, new RandomStream(4, 'scale'));
    const found = blockEvidence(blocks, MOODS);
    const scaled = blockEvidence(
      blocks.map(({ numerator, denominator }) => ({ numerator: 30 * numerator, denominator: 10 * denominator })),
      MOODS,
    );
    expect(scaled?.error).toBeCloseTo(3 * (found?.error ?? Number.NaN), 9);
    expect(scaled?.effective).toBeCloseTo(found?.effective ?? Number.NaN, 9);
  });

  it('never has less than the variance that is known, which is that of the ratio', () => {
    const calm = blocksFrom(Array.from({ length: 12 }, (_, index) => [index % 2 === 0 ? 0.3 : 0.301, 1] as const));
    const known = { varianceRatio: 1, leastVariance: 0.01, degrees: 1_000_000 };
    expect(blockEvidence(calm, known)?.error).toBeCloseTo(0.1, 4);
  });
});

describe('bounds', () => {
  const estimate = (value: number, scale: Scale): Estimate => ({ value, standard_error: 0.05, degrees: 16, scale });

  it('lie as far as the quantile of Student says', () => {
    // The one-sided 90 % point with 16 degrees of freedom is 1.337.
    const { lower, upper } = boundsAt(estimate(3, 'plain'), 0.9);
    expect(3 - lower).toBeCloseTo(0.05 * 1.3368, 4);
    expect(upper - 3).toBeCloseTo(0.05 * 1.3368, 4);
  });

  it('are wider at a higher confidence', () => {
    for (const scale of ['plain', 'logit'] as const) {
      const at90 = boundsAt(estimate(0.3, scale), 0.9);
      const at99 = boundsAt(estimate(0.3, scale), 0.99);
      expect(at99.lower).toBeLessThan(at90.lower);
      expect(at99.upper).toBeGreaterThan(at90.upper);
    }
  });

  it('of a share stay within 0 and 1, reach further towards the middle, and mirror those of the other share', () => {
    const { lower, upper } = boundsAt({ ...estimate(0.1, 'logit'), standard_error: 0.2 }, 0.999);
    expect(lower).toBeGreaterThan(0);
    expect(upper).toBeLessThan(1);
    expect(upper - 0.1).toBeGreaterThan(0.1 - lower);
    const mirrored = boundsAt({ ...estimate(0.9, 'logit'), standard_error: 0.2 }, 0.999);
    expect(mirrored.lower).toBeCloseTo(1 - upper, 12);
    expect(mirrored.upper).toBeCloseTo(1 - lower, 12);
  });

  it('of a share are the plain ones where the error is small', () => {
    const small = (scale: Scale): Bounds => boundsAt({ ...estimate(0.3, scale), standard_error: 1e-6 }, 0.9);
    expect(small('logit').lower).toBeCloseTo(small('plain').lower, 9);
    expect(small('logit').upper).toBeCloseTo(small('plain').upper, 9);
  });

  it('of a share of exactly 0 or 1 are plain, because its odds have no logarithm', () => {
    expect(boundsAt({ ...estimate(1, 'logit'), standard_error: 0 }, 0.9)).toEqual({ lower: 1, upper: 1 });
    expect(boundsAt({ ...estimate(0, 'logit'), standard_error: 0 }, 0.9)).toEqual({ lower: 0, upper: 0 });
  });

  it('exist above one half and below certainty alone', () => {
    for (const confidence of [0.5, 1]) expect(() => boundsAt(estimate(3, 'plain'), confidence)).toThrow(/one-sided/);
  });
});
