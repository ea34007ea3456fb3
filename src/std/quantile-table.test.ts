import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal-quantile.ts';
import { EXPONENTIAL, lognormalTable, NORMAL, type QuantileTable } from './quantile-table.ts';
import { RandomStream } from './random.ts';

const DRAWS = 400_000;
const WORDS = 4_294_967_296;

/** A stream whose words are the given ones. */
function streamOf(words: readonly number[]): RandomStream {
  const stream = new RandomStream(1, 'words');
  let next = 0;
  stream.int32 = () => {
    const word = words[next % words.length] ?? Number.NaN;
    next += 1;
    return word | 0;
  };
  return stream;
}

/** Words spread evenly over all 32-bit integers, so that a mean over them is an integral and no sample. */
function meanOf(table: QuantileTable, of: (value: number) => number): number {
  let sum = 0;
  const step = WORDS / DRAWS;
  const stream = streamOf(Array.from({ length: DRAWS }, (_, index) => Math.floor((index + 0.5) * step)));
  for (let index = 0; index < DRAWS; index += 1) sum += of(table.draw(stream));
  return sum / DRAWS;
}

describe('a quantile table', () => {
  it('has the moments of its distribution within a thousandth', () => {
    expect(meanOf(EXPONENTIAL, (value) => value)).toBeCloseTo(1, 3);
    expect(meanOf(EXPONENTIAL, (value) => value * value)).toBeCloseTo(2, 2);
    expect(meanOf(NORMAL, (value) => value)).toBeCloseTo(0, 6);
    expect(meanOf(NORMAL, (value) => value * value)).toBeCloseTo(1, 3);
    expect(meanOf(NORMAL, (value) => value * value * value * value)).toBeCloseTo(3, 2);
    const lognormal = lognormalTable(1.08);
    expect(meanOf(lognormal, (value) => value) / Math.exp((1.08 * 1.08) / 2)).toBeCloseTo(1, 3);
    expect(meanOf(lognormal, Math.log)).toBeCloseTo(0, 3);
    expect(meanOf(lognormal, (value) => Math.log(value) * Math.log(value))).toBeCloseTo(1.08 * 1.08, 2);
  });

  it('is its function to a thousandth in the middle, and exactly in the tails', () => {
    for (const probability of [0.01, 0.1, 0.35, 0.5, 0.77, 0.9, 0.99]) {
      const word = Math.floor(probability * WORDS);
      expect(NORMAL.draw(streamOf([word]))).toBeCloseTo(normalQuantile(probability), 3);
    }
    for (const word of [0, 1, 1000, WORDS - 1]) {
      expect(NORMAL.draw(streamOf([word]))).toBe(normalQuantile((word + 0.5) / WORDS));
    }
  });

  it('rises with the word that is drawn, across cells and into the tails', () => {
    const words = Array.from({ length: 20_000 }, (_, index) => index * Math.floor(WORDS / 20_000));
    const values = words.map((word) => EXPONENTIAL.draw(streamOf([word])));
    expect(values.every((value, index) => index === 0 || value > (values[index - 1] ?? Number.NaN))).toBe(true);
    expect(values.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
  });

  it('takes one word of the stream a draw', () => {
    const drawn = new RandomStream(5, 'draw');
    const beside = new RandomStream(5, 'draw');
    for (let index = 0; index < 1000; index += 1) {
      NORMAL.draw(drawn);
      beside.int32();
    }
    expect(drawn.int32()).toBe(beside.int32());
  });
});
