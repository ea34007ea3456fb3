import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageHistogram, nextEdgeMs } from './age-histogram.ts';

const DAY_MS = 24 * 3600 * 1000;

function edgesTo(lastMs: number): readonly number[] {
  const edges = [0];
  for (let edge = 0; edge < lastMs; edges.push(edge)) edge = nextEdgeMs(edge);
  return edges;
}

describe('the ages of resting orders', () => {
  it('are told apart by 20 ms while young, and by 3.2 % or less of themselves when old', () => {
    const edges = edgesTo(7 * DAY_MS);
    for (const [index, edge] of edges.entries()) {
      const width = edge - (edges[index - 1] ?? edge);
      expect(width).toBeLessThanOrEqual(Math.max(20, edge / 32));
    }
    expect(edges.length).toBeLessThan(800);
  });

  it('are weighed by the time spent at them, however many orders there are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: fc.integer({ min: 0, max: 3_000_000 }), lasts: fc.nat({ max: 3_000_000 }) }), {
          minLength: 1,
        }),
        (rests) => {
          const starts = Float64Array.from(rests, ({ from }) => from);
          const ends = Float64Array.from(rests, ({ from, lasts }) => from + lasts);
          const spent = new Map(ageHistogram(starts, ends));
          const edges = edgesTo(6_100);
          for (const [index, edge] of edges.entries()) {
            const [low, high] = [1000 * (edges[index - 1] ?? 0), 1000 * edge];
            const expected = rests.reduce(
              (sum, { from, lasts }) => sum + Math.max(0, Math.min(high, from + lasts) - Math.max(low, from)),
              0,
            );
            expect(spent.get(edge) ?? 0).toBe(expected);
          }
        },
      ),
    );
  });

  it('of no order are none, and an order that rested no time adds none', () => {
    expect(ageHistogram(new Float64Array(), new Float64Array())).toEqual([]);
    expect(ageHistogram(Float64Array.of(500), Float64Array.of(500))).toEqual([]);
  });
});
