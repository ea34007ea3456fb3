import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../std/random.ts';
import { describeLatency, latestMs, Latency, type LatencyModel, OneWay } from './latency-model.ts';

const CONSTANT: LatencyModel = { kind: 'constant', ms: 5.25 };
const LOGNORMAL: LatencyModel = { kind: 'lognormal', medianMs: 15, logSd: 0.7 };

function drawn(model: LatencyModel, count: number, seed = 1): readonly number[] {
  const latency = new Latency(model, new RandomStream(seed, 'latency'));
  return Array.from({ length: count }, () => latency.nextUs());
}

describe('a latency', () => {
  it('that is constant never differs, and draws nothing', () => {
    const stream = new RandomStream(1, 'latency');
    const latency = new Latency(CONSTANT, stream);
    expect(Array.from({ length: 100 }, () => latency.nextUs())).toEqual(Array.from({ length: 100 }, () => 5250));
    expect(stream.uniform()).toBe(new RandomStream(1, 'latency').uniform());
  });

  it('that is lognormal has its median and its spread, in whole microseconds', () => {
    const values = drawn(LOGNORMAL, 20_001).toSorted((left, right) => left - right);
    expect(values.every((value) => Number.isSafeInteger(value) && value > 0)).toBe(true);
    expect((values[10_000] ?? 0) / 15_000).toBeCloseTo(1, 1);
    expect(Math.log((values[16_827] ?? 0) / (values[10_000] ?? 0))).toBeCloseTo(0.7, 1);
  });

  it('is the same for a seed, another for another, and the same again once stream and latency begin anew', () => {
    expect(drawn(LOGNORMAL, 300)).toEqual(drawn(LOGNORMAL, 300));
    expect(drawn(LOGNORMAL, 300, 2)).not.toEqual(drawn(LOGNORMAL, 300));
    const stream = new RandomStream(2, 'latency');
    const latency = new Latency(LOGNORMAL, stream);
    for (let draw = 0; draw < 300; draw += 1) latency.nextUs();
    stream.restart(1);
    latency.reset();
    expect(Array.from({ length: 300 }, () => latency.nextUs())).toEqual(drawn(LOGNORMAL, 300));
  });

  it('says what it is, and how late the latest is', () => {
    expect([CONSTANT, LOGNORMAL].map(describeLatency)).toEqual(['5.25 ms', 'lognormal, median 15 ms, log sd 0.7']);
    expect(latestMs(CONSTANT)).toBe(5.25);
    const beyond = drawn(LOGNORMAL, 200_000).filter((us) => us > latestMs(LOGNORMAL) * 1000);
    expect(beyond.length).toBeLessThan(20);
    expect(latestMs(LOGNORMAL)).toBeLessThan(400);
  });
});

describe('one way of a connection', () => {
  it('lets no message overtake the one before, nor arrive before it could', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, fc.integer(), fc.constantFrom(CONSTANT, LOGNORMAL), (given, seed, model) => {
        const line = new OneWay(model, new RandomStream(seed, 'latency'));
        const latency = new Latency(model, new RandomStream(seed, 'latency'));
        let nowUs = 0;
        let lastUs = 0;
        for (const gap of given) {
          nowUs += gap;
          const arrivalUs = line.arrivalUs(nowUs);
          expect(arrivalUs).toBe(Math.max(lastUs, nowUs + latency.nextUs()));
          lastUs = arrivalUs;
        }
      }),
    );
  });

  it('forgets what was on its way when it begins anew', () => {
    const line = new OneWay(CONSTANT, new RandomStream(1, 'latency'));
    line.arrivalUs(1e9);
    line.reset();
    expect(line.arrivalUs(0)).toBe(5250);
  });
});
