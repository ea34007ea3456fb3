// Watches a scenario over several seeds: by itself, with the reference maker at `steady_safe`, and with the probing bot.

import { BUILT_IN_PROFILES } from '../../src/config/profiles.ts';
import type { Parameters } from '../../src/config/parameters.ts';
import { ReferenceMaker } from '../../src/maker/reference-maker.ts';
import { assert } from '../../src/std/assert.ts';
import type { Scenario } from '../../src/venue/scenario.ts';
import type { WatchedScenario } from './measure-facts.ts';
import { ProbingBot } from './probing-bot.ts';
import { watchMarket } from './watch-market.ts';

export function steadySafe(): Parameters {
  const profile = BUILT_IN_PROFILES['steady_safe'];
  assert(profile !== undefined, 'steady_safe is built in');
  return profile;
}

export function watchScenario(scenario: Scenario, seeds: readonly number[], seconds: number): WatchedScenario {
  return {
    scenario,
    alone: seeds.map((seed) => watchMarket(scenario, seed, seconds)),
    withMaker: seeds.map((seed) =>
      watchMarket(
        scenario,
        seed,
        seconds,
        ({ exchange, sink }) =>
          new ReferenceMaker({ instrument: exchange.instrument, entry: exchange, sink, parameters: steadySafe() }),
      ),
    ),
    probed: seeds.map((seed) => {
      let placed: ReadonlyMap<number, number> = new Map();
      const record = watchMarket(scenario, seed, seconds, ({ exchange }) => {
        const bot = new ProbingBot(exchange);
        placed = bot.placed;
        return bot;
      });
      return { record, placed };
    }),
  };
}
