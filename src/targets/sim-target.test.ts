import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { EdgeAccount, type SettledWindow } from '../edge/edge-account.ts';
import { describeLatency } from '../venue/latency-model.ts';
import { CALM, SCENARIOS, type Scenario } from '../venue/scenario.ts';
import { createSimTarget } from './sim-target.ts';
import { describeTarget } from './target.conformance.ts';

const MINUTE_US = 60_000_000;
const { parameters } = resolveConfiguration({ commandLine: [], environment: {}, profiles: [] });
const SECOND = { symbol: 'SIM2USDT', tickSize: 0.1, lotSize: 0.001, startPrice: 2500, volatilityScale: 1.5 };
const THIRD = { symbol: 'SIM3USDT', tickSize: 0.0001, lotSize: 1, startPrice: 2.5, volatilityScale: 1 };
const TWO: Scenario = { ...CALM, name: 'two', moreInstruments: [SECOND] };
const THREE: Scenario = { ...CALM, name: 'three', moreInstruments: [THIRD, SECOND] };

for (const scenario of [...SCENARIOS, TWO]) {
  describeTarget(`sim, scenario ${scenario.name}`, {
    open: () => createSimTarget({ scenario, seed: 1, parameters }),
    windowUs: 300_000_000,
  });
}

const SETTLING = { confidence: 0.9, blockUs: MINUTE_US };

interface Soaked {
  readonly facts: { readonly [name: string]: string | number };
  readonly windows: readonly SettledWindow[];
}

/** Two windows of ten minutes. */
async function soak(scenario: Scenario): Promise<Soaked> {
  const target = createSimTarget({ scenario, seed: 3, parameters });
  const account = new EdgeAccount(target.describe().instruments);
  const windows: SettledWindow[] = [];
  let facts: Soaked['facts'] = {};
  for (const iteration of [1, 2]) {
    const window = { iteration, startUs: (iteration - 1) * 10 * MINUTE_US, endUs: iteration * 10 * MINUTE_US };
    account.openWindow(window.startUs);
    const outcome = await target.run(window, {
      sinkFor: (symbol) => account.sinkFor(symbol),
      breathe: () => Promise.resolve(),
      stopRequested: () => false,
    });
    if (outcome.kind !== 'completed') throw new Error('the window is not completed');
    ({ facts } = outcome);
    windows.push(account.settle(window.endUs, SETTLING));
  }
  return { facts, windows };
}

/** Everything that the windows say of one symbol. */
function accountsOf({ windows }: Soaked, symbol: string): readonly unknown[] {
  return windows.map(({ report, fills }) => [report.symbols[symbol], fills.filter((fill) => fill.symbol === symbol)]);
}

describe('a scenario with several instruments', () => {
  test('gives each the market that it has without the others, in whatever order they stand', async () => {
    const [one, two, three] = [await soak(CALM), await soak(TWO), await soak(THREE)];
    expect(accountsOf(one, 'SIMUSDT')).toEqual(accountsOf(two, 'SIMUSDT'));
    expect(accountsOf(two, 'SIMUSDT')).toEqual(accountsOf(three, 'SIMUSDT'));
    expect(accountsOf(two, 'SIM2USDT')).toEqual(accountsOf(three, 'SIM2USDT'));
    expect(two.facts).toMatchObject({
      'market_trades.SIMUSDT': one.facts['market_trades'],
      'market_trade_hash.SIMUSDT': one.facts['market_trade_hash'],
      'market_trade_hash.SIM2USDT': three.facts['market_trade_hash.SIM2USDT'],
    });
    expect(two.facts['market_trade_hash.SIM2USDT']).not.toBe(two.facts['market_trade_hash.SIMUSDT']);
  });

  test('trades each of them in its own ticks, and adds their accounts up', async () => {
    const { windows } = await soak(THREE);
    for (const { report, fills } of windows) {
      const accounts = Object.values(report.symbols);
      expect(Object.keys(report.symbols)).toEqual(['SIMUSDT', 'SIM3USDT', 'SIM2USDT']);
      expect(new Set(fills.map((fill) => fill.symbol)).size).toBe(3);
      expect(report.totals.fills).toBe(fills.length);
      expect(report.totals.pnl).toBeCloseTo(
        accounts.reduce((sum, { pnl }) => sum + pnl, 0),
        9,
      );
      for (const [symbol, startPrice] of [
        ['SIMUSDT', 250],
        ['SIM2USDT', 2500],
        ['SIM3USDT', 2.5],
      ] as const) {
        expect(Math.abs((report.symbols[symbol]?.mid_end ?? 0) / startPrice - 1)).toBeLessThan(0.05);
        const orderQuote = (report.symbols[symbol]?.notional ?? 0) / (report.symbols[symbol]?.fills ?? 0);
        expect(orderQuote).toBeGreaterThan(50);
        expect(orderQuote).toBeLessThan(2000);
      }
    }
  });

  test('says what is shared and what is not', () => {
    const assumptions = (scenario: Scenario): string =>
      createSimTarget({ scenario, seed: 1, parameters }).describe().assumptions.join('\n');
    for (const part of ['SIMUSDT, SIM2USDT', 'a rate limit, a position limit', 'independently']) {
      expect(assumptions(TWO)).toContain(part);
      expect(assumptions(CALM)).not.toContain(part);
    }
  });

  test('says what it costs and how long it takes', () => {
    const scenario: Scenario = {
      ...CALM,
      fees: { ...CALM.fees, tiers: [{ fromNotional: 5000, makerBps: -1, takerBps: 2 }] },
      latency: { ...CALM.latency, entry: { kind: 'constant', ms: 123 } },
    };
    const assumptions = createSimTarget({ scenario, seed: 1, parameters }).describe().assumptions.join('\n');
    expect(assumptions).toContain('and once 5000 was traded -1 and 2 bps');
    expect(assumptions).toContain('order entry 123 ms');
    expect(assumptions).toContain(`feed ${describeLatency(CALM.latency.feed)}`);
  });

  test('tells every maker its parameters, and no maker runs with others unnoticed', async () => {
    const target = createSimTarget({ scenario: TWO, seed: 1, parameters });
    const account = new EdgeAccount(target.describe().instruments);
    account.openWindow(0);
    const run = (iteration: number): Promise<unknown> =>
      target.run(
        { iteration, startUs: (iteration - 1) * MINUTE_US, endUs: iteration * MINUTE_US },
        { sinkFor: (symbol) => account.sinkFor(symbol), breathe: () => Promise.resolve(), stopRequested: () => false },
      );
    await run(1);
    const changed = { ...parameters, tail_age_ms: 777 };
    await target.apply(changed);
    expect(await target.readBack()).toEqual(changed);
  });
});
