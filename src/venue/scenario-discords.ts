// How the values of a scenario must go together, each of them being sound alone: what the simulator would otherwise stumble over in the
// middle of a run.

import { GRID_US } from './fundamental.ts';
import { latestMs } from './latency-model.ts';
import { marketsOf } from './markets-of.ts';
import type { ScenarioContent, ScenarioPath } from './scenario-schema.ts';

export interface Discord {
  readonly path: ScenarioPath;
  readonly message: string;
}

const TICKS: readonly [number, number] = [1000, 1_000_000];
/** Beyond it the maker's position limit holds too few lots to slice. */
const MOST_QUOTE_PER_LOT = 25;
const MOST_LOTS = 100_000;
const CASCADE_GRID_STEPS = 63;
const UNIT_TOLERANCE = 0.05;
/** A fifth of what the feed can hold undelivered: arrivals come in clusters. */
const MOST_UNDELIVERED = 800;

/** Notes a discord unless the value at the path fits. */
type Check = (fits: boolean, path: ScenarioPath, message: () => string) => void;

/** Values that are sound one by one and do not go together. */
export function discordsIn(scenario: ScenarioContent): readonly Discord[] {
  const found: Discord[] = [];
  const check: Check = (fits, path, message) => {
    if (!fits) found.push({ path, message: `${path.join('.')} ${message()}` });
  };
  checkInstruments(scenario, check);
  checkFlow(scenario, check);
  checkPipes(scenario, check);
  return found;
}

function checkInstruments(scenario: ScenarioContent, check: Check): void {
  const symbols = new Set<string>();
  for (const [index, market] of marketsOf({ name: '', ...scenario }).entries()) {
    const { symbol, tickSize, lotSize, startPrice, takers, providers } = market;
    const at = index === 0 ? [] : ['moreInstruments', index - 1];
    check(!symbols.has(symbol), [...at, 'symbol'], () => {
      return `is ${symbol} once more; each instrument has a symbol of its own`;
    });
    symbols.add(symbol);
    const ticks = startPrice / tickSize;
    check(ticks >= TICKS[0] && ticks <= TICKS[1], [...at, 'tickSize'], () => {
      return `makes startPrice ${round(ticks)} ticks; it must be ${TICKS[0]} to ${TICKS[1]}`;
    });
    const lotValue = startPrice * lotSize;
    check(lotValue <= MOST_QUOTE_PER_LOT, [...at, 'lotSize'], () => {
      return `makes one lot cost ${round(lotValue)}; it may cost ${MOST_QUOTE_PER_LOT} at most`;
    });
    for (const [section, { medianSize }] of Object.entries({ takers, providers })) {
      const lots = medianSize / lotSize;
      const fits = lots >= 1 && lots <= MOST_LOTS;
      const allowed = `${round(lots)} lots; it must be 1 to ${MOST_LOTS}`;
      if (index === 0) check(fits, [section, 'medianSize'], () => `is ${allowed}`);
      else {
        check(fits, [...at, 'lotSize'], () => {
          return `makes ${section}.medianSize, worth the same as in ${scenario.symbol}, ${allowed}`;
        });
      }
    }
  }
}

function checkFlow({ fundamental, providers }: ScenarioContent, check: Check): void {
  const squares = fundamental.volWeights.reduce((sum, weight) => sum + weight * weight, 0);
  check(Math.abs(squares - 1) <= UNIT_TOLERANCE, ['fundamental', 'volWeights'], () => {
    return `has squares that sum to ${round(squares)}; they must sum to 1, within ${UNIT_TOLERANCE}`;
  });
  const stride = Math.max(1, Math.round((fundamental.cascadeStepMs * 1000) / GRID_US));
  check((fundamental.cascadeSteps - 1) * stride <= CASCADE_GRID_STEPS, ['fundamental', 'cascadeSteps'], () => {
    const longestMs = (CASCADE_GRID_STEPS * GRID_US) / 1000;
    return `makes a cascade longer than ${longestMs} ms; have fewer steps, or a shorter cascadeStepMs`;
  });
  const ranges = [
    [['fundamental', 'spikeDurationS'], fundamental.spikeDurationS],
    [['fundamental', 'spikeOnsetBps'], fundamental.spikeOnsetBps],
    [['fundamental', 'stormDurationS'], fundamental.stormDurationS],
    [['providers', 'halfSpreadBps'], providers.halfSpreadBps],
    [['providers', 'lagMs'], providers.lagMs],
  ] as const;
  for (const [path, [from, to]] of ranges) {
    check(from <= to, path, () => `runs from ${from} to ${to}; the first must not exceed the second`);
  }
}

function checkPipes({ takers, providers, latency, fees }: ScenarioContent, check: Check): void {
  const tierStarts = (fees.tiers ?? []).map(({ fromNotional }) => fromNotional);
  for (const [index, start] of tierStarts.entries()) {
    const before = tierStarts[index - 1] ?? 0;
    check(start > before, ['fees', 'tiers', index, 'fromNotional'], () => {
      return `is ${start}; tiers stand in ascending order, and the one before begins at ${before}`;
    });
  }
  const messagesPerS = providers.count * providers.refreshesPerS + takers.perS;
  const undelivered = (messagesPerS * latestMs(latency.feed)) / 1000;
  check(undelivered <= MOST_UNDELIVERED, ['latency', 'feed'], () => {
    return `leaves up to ${round(undelivered)} messages of the feed undelivered; make it shorter, or send fewer messages`;
  });
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
