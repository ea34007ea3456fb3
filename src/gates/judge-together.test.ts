import { describe, expect, it } from 'vitest';
import { INSTRUMENTS } from '../edge/event-stream.fixture.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import { RandomStream } from '../std/random.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { judgeTogether, keepForGate } from './judge-together.ts';
import type { CompletedIteration } from './judge-together.ts';

const WINDOW_US = 60_000_000;
const FILLS: GateRule = { kpi: 'maker_taker_ratio', good: 'above', hard: 0.1 };

function policyOf(changes: Partial<GatePolicy>): GatePolicy {
  return { name: 'test', min_samples: 1, last_iterations: 8, confidence: 0.9, rules: [FILLS], ...changes };
}

/** Iterations of a minute in which `levels` of ten fills are a maker's. */
function runOf(levels: readonly number[], seed = 1): readonly CompletedIteration[] {
  const account = new EdgeAccount(INSTRUMENTS.slice(0, 1));
  const random = new RandomStream(seed, 'run');
  return levels.map((level, index) => {
    const startUs = index * WINDOW_US;
    account.openWindow(startUs);
    const sink = account.sinkFor('BTCUSDT');
    for (let timeUs = startUs; timeUs < startUs + WINDOW_US; timeUs += 500_000) {
      sink.mid(timeUs, 2_000_000);
      sink.fill({
        timeUs,
        orderId: 1,
        side: random.below(2) === 0 ? 1 : -1,
        priceTicks: 1_000_000,
        lots: 1,
        role: random.below(10) < level ? 'maker' : 'taker',
        fee: 0,
        midBeforeHalfTicks: 2_000_000,
      });
    }
    const { report } = account.settle(startUs + WINDOW_US, { confidence: 0.9, blockUs: 5_000_000 });
    return { iteration: index + 1, edge: report };
  });
}

const many = (count: number, level: number): number[] => Array.from({ length: count }, () => level);

describe('a run judged together', () => {
  it('is judged by its last iterations', () => {
    const run = runOf([...many(4, 2), ...many(8, 8)]);
    const { judgement, kpis } = judgeTogether(policyOf({}), run);
    expect(judgement.iterations).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    for (const absent of ['warm_up', 'baseline', 'incomplete']) expect(judgement).not.toHaveProperty(absent);
    expect(kpis.maker_taker_ratio).toMatchObject({ value: expect.closeTo(0.8, 1) });
  });

  it('is a bug to hand over in another order, as file names have it', () => {
    const run = runOf(many(12, 8));
    const byText = run.toSorted((left, right) => String(left.iteration).localeCompare(String(right.iteration)));
    for (const order of [byText, run.toReversed(), [...run, ...run.slice(-1)]]) {
      expect(() => judgeTogether(policyOf({ last_iterations: 12 }), order)).toThrow(/in order of their numbers/);
    }
  });

  it('leaves alone what it does not judge, because each iteration may have to be read', () => {
    const run = runOf(many(12, 8));
    const touched = new Set<string>();
    const watched = new Proxy([...run], {
      get(list, key, receiver): unknown {
        if (typeof key === 'string' && /^\d+$/u.test(key)) touched.add(key);
        return Reflect.get(list, key, receiver);
      },
    });
    judgeTogether(policyOf({ last_iterations: 3, warm_up: { iterations: 1 } }), watched);
    expect([...touched].toSorted()).toEqual(['0', '10', '11', '9']);
  });

  it('has no data without an iteration', () => {
    const { judgement } = judgeTogether(policyOf({}), []);
    expect(judgement).toMatchObject({ verdict: 'NO_DATA', iterations: [], rules: [{ code: 'no_iteration' }] });
  });

  it('answers the same from what was kept for it as from all there is', () => {
    for (const warm_up of [undefined, { iterations: 3 }, { settle: 'maker_taker_ratio', at_most: 2 } as const]) {
      const policy = policyOf({ last_iterations: 4, ...(warm_up === undefined ? {} : { warm_up }) });
      const run = runOf([1, 1, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8]);
      for (let length = 1; length <= run.length; length += 1) {
        let kept: readonly CompletedIteration[] = [];
        for (const next of run.slice(0, length)) kept = keepForGate(policy, kept, next);
        expect(kept.length).toBeLessThanOrEqual(4 + 6);
        expect(judgeTogether(policy, kept)).toEqual(judgeTogether(policy, run.slice(0, length)));
      }
    }
  });
});

describe('a warm-up', () => {
  it('is left out of what is judged, and named', () => {
    const { judgement } = judgeTogether(policyOf({ warm_up: { iterations: 2 } }), runOf([1, 1, 8, 8]));
    expect(judgement.iterations).toEqual([3, 4]);
    expect(judgement.warm_up).toMatchObject({ iterations: [1, 2], settled: true });
    expect(judgement.verdict).toBe('PASS');
  });

  it('that covers the whole run leaves nothing to judge', () => {
    expect(judgeTogether(policyOf({ warm_up: { iterations: 5 } }), runOf([8, 8])).judgement).toMatchObject({
      verdict: 'NO_DATA',
      iterations: [],
    });
  });

  it('that never ends leaves the verdict open, but does not save a run that fails', () => {
    const warm_up = { settle: 'maker_taker_ratio', at_most: 1 } as const;
    const drifting = runOf([0, 3, 6, 9]);
    const { judgement } = judgeTogether(policyOf({ warm_up }), drifting);
    expect(judgement).toMatchObject({ verdict: 'INCONCLUSIVE', warm_up: { settled: false, iterations: [1] } });
    const strict = policyOf({ warm_up, rules: [{ ...FILLS, hard: 0.99 }] });
    expect(judgeTogether(strict, drifting).judgement.verdict).toBe('FAIL');
  });
});

describe('a baseline', () => {
  const policy = policyOf({ rules: [{ kind: 'relative', kpi: 'maker_taker_ratio', good: 'above', hard: 0.2 }] });
  const baseline = { run_id: 'old', iterations: runOf([1, ...many(8, 8)], 2) };

  it('is judged over its own last iterations, and named', () => {
    const { judgement } = judgeTogether(policy, runOf(many(8, 8)), baseline);
    expect(judgement.baseline).toEqual({ run_id: 'old', iterations: [2, 3, 4, 5, 6, 7, 8, 9] });
    expect(judgement.verdict).toBe('PASS');
  });

  it('shows a regression', () => {
    const { judgement } = judgeTogether(policy, runOf(many(8, 4)), baseline);
    expect(judgement.rules).toMatchObject([{ kind: 'relative', verdict: 'FAIL', value: expect.closeTo(-0.4, 1) }]);
  });

  it('that is empty or not given leaves no data', () => {
    for (const given of [undefined, { run_id: 'empty', iterations: [] }]) {
      const { judgement } = judgeTogether(policy, runOf(many(8, 8)), given);
      expect(judgement).toMatchObject({ verdict: 'NO_DATA', rules: [{ code: 'no_baseline' }] });
    }
  });
});

describe('rules that look at every iteration', () => {
  it('see those that are judged', () => {
    const rules: readonly GateRule[] = [
      { kind: 'share', kpi: 'maker_taker_ratio', good: 'above', line: 0.5, hard: 0.5 },
      { kind: 'slope', kpi: 'maker_taker_ratio', good: 'above', hard: -1 },
      { kind: 'invariant', kpi: 'throttle_ratio', good: 'below', hard: 0 },
    ];
    const { judgement } = judgeTogether(policyOf({ rules }), runOf([1, 1, ...many(8, 8)]));
    expect(judgement.rules).toMatchObject([
      { kind: 'share', n: 8, value: 1, verdict: 'PASS' },
      { kind: 'slope', n: 8 },
      { kind: 'invariant', verdict: 'NO_DATA', code: 'no_value' },
    ]);
  });
});
