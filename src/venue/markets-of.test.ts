import { describe, expect, it } from 'vitest';
import { marketSeed, marketsOf } from './markets-of.ts';
import { CALM, type Scenario } from './scenario.ts';

const SECOND = { symbol: 'SIM2USDT', tickSize: 0.5, lotSize: 0.001, startPrice: 2500, volatilityScale: 2 };
const THIRD = { symbol: 'SIM3USDT', tickSize: 0.0001, lotSize: 1, startPrice: 2.5, volatilityScale: 1 };
const THREE: Scenario = { ...CALM, moreInstruments: [SECOND, THIRD] };

describe('the markets of a scenario', () => {
  it('are the scenario itself where it has one instrument', () => {
    expect(marketsOf(CALM)).toEqual([CALM]);
    expect(marketsOf({ ...CALM, moreInstruments: [] })).toEqual([CALM]);
  });

  it('are one for each instrument, each like the first in all that is not said of it', () => {
    const [first, second, third] = marketsOf(THREE);
    expect(first).toEqual(CALM);
    expect(second).toMatchObject({ symbol: 'SIM2USDT', tickSize: 0.5, lotSize: 0.001, startPrice: 2500 });
    expect(second?.fundamental).toEqual({
      ...CALM.fundamental,
      sigmaBpsPerSqrtS: 2 * CALM.fundamental.sigmaBpsPerSqrtS,
    });
    expect(third?.fundamental).toEqual(CALM.fundamental);
    for (const market of [second, third]) {
      expect(market).toMatchObject({
        name: CALM.name,
        latency: CALM.latency,
        rateLimit: CALM.rateLimit,
        fees: CALM.fees,
      });
    }
  });

  it('have sizes of the same worth', () => {
    for (const market of marketsOf(THREE)) {
      const { startPrice } = market;
      expect(market.takers.medianSize * startPrice).toBeCloseTo(CALM.takers.medianSize * CALM.startPrice, 9);
      expect(market.providers.medianSize * startPrice).toBeCloseTo(CALM.providers.medianSize * CALM.startPrice, 9);
      expect(market.informed.maxSize * startPrice).toBeCloseTo(CALM.informed.maxSize * CALM.startPrice, 9);
      expect(market.informed.profitMean * startPrice).toBeCloseTo(CALM.informed.profitMean * CALM.startPrice, 9);
    }
  });

  it('draw from seeds of their own, which hang on the run’s seed and the symbol alone', () => {
    expect(marketSeed(7, THREE, CALM.symbol)).toBe(7);
    const second = marketSeed(7, THREE, SECOND.symbol);
    expect(Number.isSafeInteger(second)).toBe(true);
    expect(marketSeed(7, { ...CALM, moreInstruments: [THIRD, SECOND] }, SECOND.symbol)).toBe(second);
    expect(new Set([7, second, marketSeed(7, THREE, THIRD.symbol), marketSeed(8, THREE, SECOND.symbol)]).size).toBe(4);
  });
});
