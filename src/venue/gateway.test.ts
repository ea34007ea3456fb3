import { describe, expect, it } from 'vitest';
import { BUY } from '../market/side.ts';
import type { OrderRequest } from '../market/trader.ts';
import { Gateway, type GatewayRequest } from './gateway.ts';
import type { LatencyModel } from './latency-model.ts';
import { RandomStreams } from './random-streams.ts';
import { CALM, type Scenario } from './scenario.ts';

const WILD: LatencyModel = { kind: 'lognormal', medianMs: 50, logSd: 1 };
const NONE: LatencyModel = { kind: 'constant', ms: 0 };

function open(latency: Partial<Scenario['latency']>, rateLimit = { perS: 1e4, burst: 1e4 }): Gateway {
  return new Gateway({ ...CALM, latency: { ...CALM.latency, ...latency }, rateLimit }, new RandomStreams(1));
}

function request(orderId: number): OrderRequest {
  return { kind: 'place', orderId, side: BUY, priceTicks: 25_000, lots: 1, timeInForce: 'post_only' };
}

function takeAll(gateway: Gateway): readonly GatewayRequest[] {
  const taken: GatewayRequest[] = [];
  while (gateway.nextUs < Number.POSITIVE_INFINITY) {
    const dueUs = gateway.nextUs;
    const due = gateway.take();
    expect(due.atUs).toBe(dueUs);
    taken.push(due);
  }
  return taken;
}

function idOf({ request: { orderId } }: GatewayRequest): number {
  return orderId;
}

describe('the gateway', () => {
  it('hands on requests in the order in which they left, however the network delays them', () => {
    const gateway = open({ entry: WILD, service: NONE });
    for (let order = 1; order <= 200; order += 1) gateway.accept(order * 20_000, request(order));
    const taken = takeAll(gateway);
    expect(taken.map(idOf)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const times = taken.map(({ atUs }) => atUs);
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    expect(new Set(times).size).toBeGreaterThan(10);
    for (const { atUs, sentUs } of taken) expect(atUs).toBeGreaterThan(sentUs);
  });

  it('serves one request after another, each for the time that its service takes', () => {
    const gateway = open({ entry: { kind: 'constant', ms: 5 }, service: { kind: 'constant', ms: 20 } });
    for (const leftUs of [0, 1000, 100_000]) gateway.accept(leftUs, request(1));
    expect(takeAll(gateway).map(({ atUs }) => atUs)).toEqual([25_000, 45_000, 125_000]);
  });

  it('refuses on arrival what exceeds the rate limit, without a wait for what is being served', () => {
    const latency = { entry: { kind: 'constant', ms: 5 }, service: { kind: 'constant', ms: 100 } } as const;
    const gateway = open(latency, { perS: 1, burst: 2 });
    for (const order of [1, 2, 3, 4]) gateway.accept(order * 1000, request(order));
    gateway.accept(2_000_000, request(5));
    const taken = takeAll(gateway);
    expect(taken.map((one) => [idOf(one), one.refused, one.atUs])).toEqual([
      [3, true, 8000],
      [4, true, 9000],
      [1, false, 106_000],
      [2, false, 206_000],
      [5, false, 2_105_000],
    ]);
  });

  it('has nothing on its way, and its whole burst, once it begins anew', () => {
    const gateway = open({ service: NONE }, { perS: 1, burst: 2 });
    for (const order of [1, 2, 3]) gateway.accept(order * 1_000_000_000, request(order));
    gateway.reset();
    expect(gateway.nextUs).toBe(Number.POSITIVE_INFINITY);
    for (const order of [1, 2, 3]) gateway.accept(0, request(order));
    expect(takeAll(gateway).map(({ refused, atUs }) => [refused, atUs])).toEqual([
      [false, 5000],
      [false, 5000],
      [true, 5000],
    ]);
  });
});
