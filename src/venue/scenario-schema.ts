// What each value of a scenario file may be: the shape of a scenario as a schema. The ranges are wide; they end where the simulator would
// break or a unit was probably mistaken. Leaves out how values go together.

import { z } from 'zod';
import type { LatencyModel } from './latency-model.ts';
import type { Scenario } from './scenario.ts';

export type ScenarioContent = Omit<Scenario, 'name'>;
/** The keys and indices that lead to a value of a scenario file. */
export type ScenarioPath = readonly (string | number)[];

const SOME = 1e-9;
/** What looks back into the fundamental's history sees at most this much of it. */
const LONGEST_LAG_MS = 3000;

function number(min: number, max: number): z.ZodNumber {
  const rule = `must be a number from ${min} to ${max}`;
  return z.number(rule).min(min, rule).max(max, rule);
}

function whole(min: number, max: number): z.ZodInt {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.int(rule).min(min, rule).max(max, rule);
}

function pair(min: number, max: number): z.ZodTuple<[z.ZodNumber, z.ZodNumber], null> {
  return z.tuple([number(min, max), number(min, max)], 'must be a list of two numbers');
}

function triple(min: number, max: number): z.ZodTuple<[z.ZodNumber, z.ZodNumber, z.ZodNumber], null> {
  return z.tuple([number(min, max), number(min, max), number(min, max)], 'must be a list of three numbers');
}

function list<Entry extends z.ZodType>(entry: Entry, most: number): z.ZodArray<Entry> {
  const rule = `must be a list of at most ${most} entries`;
  return z.array(entry, rule).max(most, rule);
}

const SYMBOL = 'must be a text of 1 to 32 letters, digits, dots, dashes or underscores';
const SECTION = 'must be a JSON object';
const KIND = 'must be "constant" (with ms) or "lognormal" (with medianMs and logSd)';

function latency(mostMs: number): z.ZodType<LatencyModel> {
  return z.discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('constant'), ms: number(0, mostMs) }),
      z.strictObject({ kind: z.literal('lognormal'), medianMs: number(0, mostMs), logSd: number(0, 2) }),
    ],
    { error: ({ path }) => (path?.at(-1) === 'kind' ? KIND : SECTION) },
  );
}

const INSTRUMENT = {
  symbol: z.string(SYMBOL).regex(/^[A-Za-z0-9._-]{1,32}$/u, SYMBOL),
  tickSize: number(1e-8, 1e4),
  lotSize: number(1e-8, 1e4),
  startPrice: number(1e-6, 1e7),
};
const MOST_FURTHER_INSTRUMENTS = 15;
const RATES = { makerBps: number(-100, 100), takerBps: number(-100, 100) };
const MOST_TIERS = 20;

export const SCENARIO_SCHEMA = z.strictObject(
  {
    ...INSTRUMENT,
    moreInstruments: list(
      z.strictObject({ ...INSTRUMENT, volatilityScale: number(0.1, 10) }, SECTION),
      MOST_FURTHER_INSTRUMENTS,
    ).exactOptional(),
    fundamental: z.strictObject(
      {
        sigmaBpsPerSqrtS: number(0, 50),
        logVolSd: number(0, 2),
        volTimeScalesS: triple(1, 1e6),
        volWeights: triple(0, 1),
        jumpsPerS: number(0, 10),
        jumpBranching: number(0, 0.95),
        jumpMemoryS: pair(0.1, 3600),
        jumpScaleBps: number(0, 100),
        jumpTailIndex: number(1.1, 20),
        cascadeSteps: whole(1, 60),
        cascadeStepMs: number(1, 1000),
        spikesPerMin: number(0, 1),
        spikeSigmaFactor: number(1, 100),
        spikeDurationS: pair(0, 3600),
        spikeOnsetBps: pair(0, 1000),
        stormsPerH: number(0, 60),
        stormSigmaFactor: number(1, 100),
        stormDurationS: pair(0, 86_400),
        gapsPerMin: number(0, 1),
        gapBps: number(0, 500),
      },
      SECTION,
    ),
    takers: z.strictObject(
      {
        perS: number(SOME, 1000),
        branching: number(0, 0.95),
        memoryS: number(0.01, 3600),
        volatilityElasticity: number(0, 3),
        metaOrders: whole(1, 1000),
        metaOrderTailIndex: number(0.5, 20),
        medianSize: number(1e-8, 1e9),
        sizeLogSd: number(0, 3),
        willingnessBaseBps: number(0, 1000),
        willingnessMeanBps: number(0, 1000),
        permanentImpactBps: number(0, 10),
      },
      SECTION,
    ),
    providers: z.strictObject(
      {
        count: whole(1, 200),
        refreshesPerS: number(0.01, 100),
        levels: whole(1, 20),
        levelGapBps: number(0, 100),
        halfSpreadBps: pair(0.1, 500),
        volatilityElasticity: number(0, 3),
        lagMs: pair(0, LONGEST_LAG_MS),
        viewNoiseBps: number(0, 100),
        medianSize: number(1e-8, 1e9),
        sizeLogSd: number(0, 3),
      },
      SECTION,
    ),
    informed: z.strictObject(
      {
        checksPerS: number(SOME, 1000),
        lagBaseMs: number(0, LONGEST_LAG_MS),
        lagMeanMs: number(0, LONGEST_LAG_MS),
        edgeBaseBps: number(0, 100),
        edgeMeanBps: number(0, 100),
        profitMean: number(0, 1e10),
        maxSize: number(1e-8, 1e9),
      },
      SECTION,
    ),
    latency: z.strictObject(
      {
        feed: latency(1000),
        entry: latency(1000),
        service: latency(5000),
        response: latency(1000),
      },
      SECTION,
    ),
    rateLimit: z.strictObject({ perS: number(0.01, 1e4), burst: number(1, 1e4) }, SECTION),
    fees: z.strictObject(
      {
        ...RATES,
        tiers: list(
          z.strictObject({ fromNotional: number(SOME, 1e15), ...RATES }, SECTION),
          MOST_TIERS,
        ).exactOptional(),
      },
      SECTION,
    ),
  },
  SECTION,
) satisfies z.ZodType<ScenarioContent>;
