// What every target must do, whatever it is, as one suite: say what it runs with, keep its events inside their window and in order, stop
// when asked, and answer the same to the same seed.

import { describe, expect, test } from 'vitest';
import { PARAMETERS } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { SettledWindow } from '../edge/edge-account.ts';
import type { Target, Window, WindowOutcome } from './target.ts';

export interface TargetUnderTest {
  /** Each call gives a new one with the same seed and data. Its market lasts at least two windows. */
  readonly open: () => Promise<Target> | Target;
  /** Long enough that the market moves in each window. */
  readonly windowUs: number;
}

const CALM: Parameters = {
  min_interval_ms: PARAMETERS.min_interval_ms.limits.max,
  replace_rate_per_min: PARAMETERS.replace_rate_per_min.limits.min,
  base_spread_bps_delta: PARAMETERS.base_spread_bps_delta.limits.max,
  tail_age_ms: PARAMETERS.tail_age_ms.limits.max,
  impact_cap_ratio: PARAMETERS.impact_cap_ratio.limits.min,
  max_delta_ratio: PARAMETERS.max_delta_ratio.limits.min,
};
const DEFAULTS: Parameters = {
  min_interval_ms: PARAMETERS.min_interval_ms.default,
  replace_rate_per_min: PARAMETERS.replace_rate_per_min.default,
  base_spread_bps_delta: PARAMETERS.base_spread_bps_delta.default,
  tail_age_ms: PARAMETERS.tail_age_ms.default,
  impact_cap_ratio: PARAMETERS.impact_cap_ratio.default,
  max_delta_ratio: PARAMETERS.max_delta_ratio.default,
};

export function describeTarget(name: string, { open, windowUs }: TargetUnderTest): void {
  const windowOf = (iteration: number): Window => ({
    iteration,
    startUs: (iteration - 1) * windowUs,
    endUs: iteration * windowUs,
  });

  describe(`the target ${name}`, () => {
    test('says what is traded and what it leaves out, and never changes its mind', async () => {
      const session = await openSession(open);
      const described = session.target.describe();
      expect(described.instruments.length).toBeGreaterThan(0);
      expect(described.assumptions.length).toBeGreaterThan(0);
      await session.run(windowOf(1));
      expect(session.target.describe()).toEqual(described);
      await session.target.close();
    });

    test('reports exactly the parameters that it was given, before its first window and between windows', async () => {
      const session = await openSession(open);
      expect(await session.target.readBack()).toEqual(DEFAULTS);
      await session.run(windowOf(1));
      expect(await session.target.readBack()).toEqual(DEFAULTS);
      await session.target.apply(CALM);
      expect(await session.target.readBack()).toEqual(CALM);
      await session.run(windowOf(2));
      expect(await session.target.readBack()).toEqual(CALM);
      await session.target.close();
    });

    test('tells events of its window alone, in order, from which the accounts add up', async () => {
      const session = await openSession(open);
      for (const window of [windowOf(1), windowOf(2)]) {
        // The account refuses events outside the window or out of order, and asserts its laws.
        const { outcome, settled, reached } = await session.run(window);
        expect(outcome.kind).toBe('completed');
        expect(Object.keys(settled?.report.symbols ?? {}).length).toBeGreaterThan(0);
        expect(reached).toEqual(reached.toSorted((left, right) => left - right));
        expect(reached.every((us) => us >= window.startUs && us <= window.endUs)).toBe(true);
      }
      await session.target.close();
    });

    test('stops inside the window when asked to', async () => {
      const session = await openSession(open);
      const { outcome, reached } = await session.run(windowOf(1), () => true);
      expect(outcome).toEqual({ kind: 'stopped' });
      expect(reached.every((us) => us < windowOf(1).endUs)).toBe(true);
      await session.target.close();
    });

    test('gives the same accounts and facts to the same parameters, and other ones to others', async () => {
      const runTwice = async (second: Parameters): Promise<string> => {
        const session = await openSession(open);
        const results = [await session.run(windowOf(1))];
        await session.target.apply(second);
        results.push(await session.run(windowOf(2)));
        await session.target.close();
        return JSON.stringify(results);
      };
      const calm = await runTwice(CALM);
      expect(await runTwice(CALM)).toBe(calm);
      expect(await runTwice(DEFAULTS)).not.toBe(calm);
    });
  });
}

interface WindowRun {
  readonly outcome: WindowOutcome;
  /** Of a completed window. */
  readonly settled?: SettledWindow;
  /** The run times at which the target paused. */
  readonly reached: readonly number[];
}

interface Session {
  readonly target: Target;
  readonly run: (window: Window, stopRequested?: () => boolean) => Promise<WindowRun>;
}

async function openSession(open: TargetUnderTest['open']): Promise<Session> {
  const target = await open();
  await target.apply(DEFAULTS);
  const account = new EdgeAccount(target.describe().instruments);
  return {
    target,
    run: async (window, stopRequested = () => false) => {
      const reached: number[] = [];
      account.openWindow(window.startUs);
      const outcome = await target.run(window, {
        sinkFor: (symbol) => account.sinkFor(symbol),
        breathe: (reachedUs) => {
          reached.push(reachedUs);
          return Promise.resolve();
        },
        stopRequested,
      });
      if (outcome.kind !== 'completed') return { outcome, reached };
      const settled = account.settle(window.endUs, { confidence: 0.95, blockUs: 60_000_000 });
      return { outcome, settled, reached };
    },
  };
}
