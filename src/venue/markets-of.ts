// The markets of a scenario: one for each of its instruments, which know nothing of one another. Leaves out markets that move together.

import { RandomStream } from '../std/random.ts';
import { adjustScenario } from './adjust-scenario.ts';
import type { FurtherInstrument, Scenario } from './scenario.ts';

const TWO_POW_21 = 2_097_152;
const TWO_POW_32 = 4_294_967_296;

/**
 * Each market as a scenario of one instrument, the scenario's own first. What is not said of a further instrument is as in the first;
 * sizes are worth the same in quote currency.
 */
export function marketsOf({ moreInstruments = [], ...first }: Scenario): readonly [Scenario, ...Scenario[]] {
  return [first, ...moreInstruments.map((instrument) => furtherMarket(first, instrument))];
}

/**
 * Where the randomness of one of the markets comes from: the run's seed for the scenario's own instrument, and for each further one a seed
 * drawn by its symbol, so that no instrument shifts the numbers of another by being added, removed or moved.
 */
export function marketSeed(seed: number, scenario: Scenario, symbol: string): number {
  if (symbol === scenario.symbol) return seed;
  const stream = new RandomStream(seed, `market/${symbol}`);
  return stream.below(TWO_POW_21) * TWO_POW_32 + stream.uint32();
}

function furtherMarket(first: Scenario, { volatilityScale, ...instrument }: FurtherInstrument): Scenario {
  const { takers, providers, informed, startPrice } = first;
  const sizes = startPrice / instrument.startPrice;
  return {
    ...adjustScenario(first, { volatilityScale }),
    ...instrument,
    takers: { ...takers, medianSize: takers.medianSize * sizes },
    providers: { ...providers, medianSize: providers.medianSize * sizes },
    informed: { ...informed, maxSize: informed.maxSize * sizes, profitMean: informed.profitMean * sizes },
  };
}
