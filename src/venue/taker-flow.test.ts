import { describe, expect, it } from 'vitest';
import { RandomStreams } from './random-streams.ts';
import { CALM } from './scenario.ts';
import { TakerFlow } from './taker-flow.ts';

const SPEC = CALM.takers;

interface Worked {
  readonly sides: Set<number>;
  orders: number;
  size: number;
  impactBps: number;
}

/** The meta-orders of a seed's first draws, by number. */
function metaOrders(draws: number): ReadonlyMap<number, Worked> {
  const flow = new TakerFlow(SPEC, new RandomStreams(3));
  const worked = new Map<number, Worked>();
  for (let index = 0; index < draws; index += 1) {
    const { side, size, impactBps, metaOrder } = flow.draw();
    const meta = worked.get(metaOrder) ?? { sides: new Set(), orders: 0, size: 0, impactBps: 0 };
    meta.sides.add(side);
    meta.orders += 1;
    meta.size += size;
    meta.impactBps += impactBps;
    worked.set(metaOrder, meta);
  }
  return worked;
}

describe('TakerFlow', () => {
  it('works a meta-order on one side', () => {
    for (const { sides } of metaOrders(20_000).values()) expect(sides.size).toBe(1);
  });

  it('moves the value by the square root of what a meta-order has worked, in one order or in hundreds', () => {
    const worked = [...metaOrders(20_000).values()];
    expect(Math.max(...worked.map(({ orders }) => orders))).toBeGreaterThan(200);
    for (const { size, impactBps } of worked) {
      expect(impactBps).toBeCloseTo(SPEC.permanentImpactBps * Math.sqrt(size / SPEC.medianSize), 9);
    }
  });

  it('arrives as often as the scenario says, in clusters', () => {
    const flow = new TakerFlow(SPEC, new RandomStreams(5));
    const gapsS: number[] = [];
    for (let index = 0; index < 40_000; index += 1) {
      const beforeUs = flow.nextUs;
      flow.schedule(beforeUs, 1);
      gapsS.push((flow.nextUs - beforeUs) / 1e6);
    }
    const mean = gapsS.reduce((sum, gap) => sum + gap, 0) / gapsS.length;
    const variance = gapsS.reduce((sum, gap) => sum + (gap - mean) * (gap - mean), 0) / gapsS.length;
    expect(1 / mean / SPEC.perS).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(1.2);
  });
});
