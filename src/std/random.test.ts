// Exact numbers hold the streams still: a change of any of them changes every run of every seed. Moments are tested within five standard
// errors of their theory, on fixed seeds, so that a test that passes once passes always.

import { describe, expect, it } from 'vitest';
import { RandomStream } from './random.ts';

const DRAWS = 200_000;

function draw(stream: RandomStream, one: (stream: RandomStream) => number, count = DRAWS): readonly number[] {
  return Array.from({ length: count }, () => one(stream));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `deviation` is the theoretical standard deviation of one value. */
function expectMean(values: readonly number[], expected: number, deviation: number): void {
  expect(Math.abs(mean(values) - expected)).toBeLessThan((5 * deviation) / Math.sqrt(values.length));
}

describe('a stream', () => {
  it('is the same for the same seed and name, and another for another of either', () => {
    const first = (seed: number, name: string) => draw(new RandomStream(seed, name), (stream) => stream.uint32(), 4);
    expect(first(42, 'flow')).toEqual(first(42, 'flow'));
    const others = [first(42, 'flow'), first(43, 'flow'), first(42, 'flows'), first(4, '2/flow'), first(-42, 'flow')];
    expect(new Set(others.flat()).size).toBe(20);
  });

  // The integers were computed a second time by a separate program, from the published generator.
  it('gives the numbers that it always gave', () => {
    const stream = new RandomStream(42, 'flow');
    expect(draw(stream, (one) => one.uint32(), 4)).toEqual([383486407, 997544331, 3777963843, 4163829166]);
    expect(draw(stream, (one) => one.below(1000), 4)).toEqual([461, 753, 713, 809]);
    expect(draw(stream, (one) => one.uniform(), 2)).toEqual([0.703679000842385, 0.3509239872219041]);
    expect(draw(stream, (one) => one.normal(), 3)).toEqual([
      -1.6240718267530267, 0.010663188977749982, 1.4581539727901514,
    ]);
  });

  it('gives after a restart what a new one gives, whatever was drawn before', () => {
    for (const before of [0, 1, 255, 256, 257, 1001]) {
      const stream = new RandomStream(42, 'flow');
      for (let index = 0; index < before; index += 1) stream.int32();
      stream.normal();
      stream.restart(43);
      const fresh = new RandomStream(43, 'flow');
      const three = (one: RandomStream): readonly number[] => [one.normal(), one.normal(), one.normal()];
      expect(three(stream)).toEqual(three(fresh));
      expect(draw(stream, (one) => one.uint32(), 600)).toEqual(draw(fresh, (one) => one.uint32(), 600));
    }
  });

  it('is not shifted by draws from another one', () => {
    const alone = new RandomStream(7, 'a');
    const beside = new RandomStream(7, 'a');
    const other = new RandomStream(7, 'b');
    for (let index = 0; index < 100; index += 1) {
      other.normal();
      expect(beside.uint32()).toBe(alone.uint32());
    }
  });

  it('starts well: the first draws of neighbouring seeds are spread evenly and do not follow one another', () => {
    const first = Array.from({ length: 10_000 }, (_none, seed) => new RandomStream(seed, 'flow').uniform());
    expectMean(first, 1 / 2, Math.sqrt(1 / 12));
    expect(
      chiSquare(
        first.map((value) => Math.floor(value * 100)),
        100,
      ),
    ).toBeLessThan(99 + 5 * Math.sqrt(2 * 99));
    expect(Math.abs(serialCorrelation(first))).toBeLessThan(5 / Math.sqrt(first.length));
  });

  it('is not correlated with the stream of another name', () => {
    const one = draw(new RandomStream(1, 'one'), (stream) => stream.uniform());
    const two = draw(new RandomStream(1, 'two'), (stream) => stream.uniform());
    expectMean(
      one.map((value, index) => (value - 0.5) * ((two[index] ?? NaN) - 0.5)),
      0,
      1 / 12,
    );
  });
});

describe('a draw', () => {
  it('of 32 bits is an integer whose every bit is set half of the time', () => {
    const words = draw(new RandomStream(1, 'bits'), (stream) => stream.uint32());
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 4294967296)).toBe(true);
    for (let bit = 0; bit < 32; bit += 1)
      expectMean(
        words.map((word) => (word >>> bit) & 1),
        1 / 2,
        1 / 2,
      );
  });

  it('of a uniform real is never 0 or 1, and even in mean, variance and order', () => {
    const values = draw(new RandomStream(2, 'uniform'), (stream) => stream.uniform());
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    expectMean(values, 1 / 2, Math.sqrt(1 / 12));
    expectMean(
      values.map((value) => (value - 0.5) * (value - 0.5)),
      1 / 12,
      Math.sqrt(1 / 180),
    );
    expect(Math.abs(serialCorrelation(values))).toBeLessThan(5 / Math.sqrt(values.length));
  });

  it('below a bound gives each integer from 0 alike', () => {
    const values = draw(new RandomStream(3, 'below'), (stream) => stream.below(7));
    expect(new Set(values)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(chiSquare(values, 7)).toBeLessThan(6 + 5 * Math.sqrt(2 * 6));
    expect(new RandomStream(3, 'below').below(1)).toBe(0);
  });

  it('of a normal variate has mean 0, variance 1, no skew and the normal tails', () => {
    const values = draw(new RandomStream(4, 'normal'), (stream) => stream.normal());
    expectMean(values, 0, 1);
    expectMean(
      values.map((value) => value * value),
      1,
      Math.sqrt(2),
    );
    expectMean(
      values.map((value) => value * value * value),
      0,
      Math.sqrt(15),
    );
    expectMean(
      values.map((value) => (Math.abs(value) > 1.959964 ? 1 : 0)),
      0.05,
      Math.sqrt(0.05 * 0.95),
    );
    expect(Math.abs(serialCorrelation(values))).toBeLessThan(5 / Math.sqrt(values.length));
  });

  it('of an exponential variate has mean 1 and variance 1, and is positive', () => {
    const values = draw(new RandomStream(5, 'exponential'), (stream) => stream.exponential());
    expect(values.every((value) => value > 0)).toBe(true);
    expectMean(values, 1, 1);
    expectMean(
      values.map((value) => (value - 1) * (value - 1)),
      1,
      Math.sqrt(8),
    );
  });

  it('of a Pareto variate is at least 1 and exceeds x with probability x to the minus alpha', () => {
    const values = draw(new RandomStream(6, 'pareto'), (stream) => stream.pareto(2));
    expect(values.every((value) => value >= 1)).toBe(true);
    expectMean(
      values.map((value) => (value > 4 ? 1 : 0)),
      1 / 16,
      Math.sqrt(15 / 256),
    );
  });

  it('of a lognormal variate has median 1 and a logarithm of the given deviation', () => {
    const values = draw(new RandomStream(7, 'lognormal'), (stream) => stream.lognormal(0.5));
    expectMean(
      values.map((value) => (value > 1 ? 1 : 0)),
      1 / 2,
      1 / 2,
    );
    expectMean(
      values.map((value) => Math.log(value) * Math.log(value)),
      0.25,
      0.25 * Math.sqrt(2),
    );
  });
});

/** Pearson's statistic against equal shares of the integers below `cells`; its mean is `cells - 1`, its variance twice that. */
function chiSquare(values: readonly number[], cells: number): number {
  const counts = Array.from({ length: cells }, () => 0);
  for (const value of values) counts[value] = (counts[value] ?? NaN) + 1;
  const expected = values.length / cells;
  return counts.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
}

/** Of each value with the next; near 0 with standard error 1 / sqrt(n) where values are independent. */
function serialCorrelation(values: readonly number[]): number {
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  const products = deviations.slice(1).map((deviation, index) => deviation * (deviations[index] ?? NaN));
  return mean(products) / mean(deviations.map((deviation) => deviation * deviation));
}
