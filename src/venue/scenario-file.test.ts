import { describe, expect, it } from 'vitest';
import { Failure } from '../std/failure.ts';
import { CALM, SCENARIOS } from './scenario.ts';
import { contentOf, parseScenario } from './scenario-file.ts';
import type { ScenarioPath } from './scenario-schema.ts';

const placeOf = (path: ScenarioPath): string => `my.json/${path.join('/')}`;

type Json = { [key: string]: Json } | Json[] | number | string | null;

function copy(): { [key: string]: Json } {
  return JSON.parse(JSON.stringify(contentOf(CALM))) as { [key: string]: Json };
}

/** The content of `calm` with the value at a path replaced, or removed. */
function changed(path: ScenarioPath, value?: Json): unknown {
  const content = copy();
  let section: { [key: string]: Json } = content;
  for (const step of path.slice(0, -1)) section = section[step] as { [key: string]: Json };
  const last = String(path.at(-1));
  if (value === undefined) delete section[last];
  else section[last] = value;
  return content;
}

function refusal(value: unknown): Failure {
  try {
    parseScenario(value, 'my', placeOf);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it is taken');
}

/** Where the numbers and texts of a scenario stand. */
function leaves(value: unknown, path: ScenarioPath = []): readonly ScenarioPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const LEAVES = leaves(contentOf(CALM));

describe('a scenario file', () => {
  it('is taken with every value of a built-in scenario, under the name of the file', () => {
    for (const scenario of SCENARIOS) {
      const content: unknown = JSON.parse(JSON.stringify(contentOf(scenario)));
      expect(parseScenario(content, 'my', placeOf)).toStrictEqual({ ...scenario, name: 'my' });
    }
  });

  it('may change a value', () => {
    const scenario = parseScenario(changed(['takers', 'perS'], 7), 'my', placeOf);
    expect(scenario).toStrictEqual({ ...CALM, name: 'my', takers: { ...CALM.takers, perS: 7 } });
  });

  it('needs every value', () => {
    for (const path of LEAVES.filter((one) => typeof one.at(-1) === 'string')) {
      const { code, problems } = refusal(changed(path));
      expect(code).toBe('usage');
      expect(problems).toMatchObject([{ source: placeOf(path.slice(0, -1)) }]);
      expect(problems[0]?.message).toMatch(new RegExp(`^${path.join('\\.')} is missing, and must be `, 'u'));
    }
  });

  it('takes neither null nor a number far out, wherever it stands', () => {
    for (const path of LEAVES) {
      for (const wrong of [null, -1e12, 1e12]) {
        const { problems } = refusal(changed(path, wrong));
        expect(problems).toMatchObject([{ source: placeOf(path) }]);
        expect(problems[0]?.message).toContain(`, not ${wrong}`);
      }
    }
  });

  it('counts in whole numbers', () => {
    for (const path of [
      ['fundamental', 'cascadeSteps'],
      ['takers', 'metaOrders'],
      ['providers', 'count'],
      ['providers', 'levels'],
    ]) {
      const [problem] = refusal(changed(path, 2.5)).problems;
      expect(problem?.message).toMatch(
        new RegExp(`^${path.join('\\.')} must be a whole number from 1 to \\d+, not 2\\.5$`, 'u'),
      );
    }
  });

  it('takes no list that is too short or too long', () => {
    for (const list of [
      [20, 240],
      [20, 240, 2400, 9],
    ]) {
      const { problems } = refusal(changed(['fundamental', 'volTimeScalesS'], list));
      const message = `fundamental.volTimeScalesS must be a list of three numbers, not a list of ${list.length}`;
      expect(problems).toStrictEqual([{ source: 'my.json/fundamental/volTimeScalesS', message }]);
    }
  });

  it('says everything that is wrong at once, and what is allowed', () => {
    const content = {
      ...copy(),
      fees: { makerBps: 'free', takersBps: 3 },
      rateLimit: { perS: 10, burst: 0 },
      name: 'calm',
    };
    const { message, problems } = refusal(content);
    expect(message).toBe('my.json/ is no valid scenario');
    expect(problems).toStrictEqual([
      { source: 'my.json/rateLimit/burst', message: 'rateLimit.burst must be a number from 1 to 10000, not 0' },
      { source: 'my.json/fees/makerBps', message: 'fees.makerBps must be a number from -100 to 100, not "free"' },
      {
        source: 'my.json/fees',
        message: 'fees.takerBps is missing, and must be a number from -100 to 100',
        hint: '`plimsoll config scenario calm` prints a complete one',
      },
      { source: 'my.json/fees/takersBps', message: 'takersBps is no field of fees', hint: 'did you mean takerBps?' },
      { source: 'my.json/name', message: 'name is no field of a scenario file', hint: 'its name is that of the file' },
    ]);
  });

  it('names one of the latency models, with its own fields', () => {
    const messagesOf = (entry: Json): readonly (readonly [string, string | undefined])[] =>
      refusal(changed(['latency', 'entry'], entry)).problems.map(({ message, hint }) => [message, hint]);
    const kinds = 'must be "constant" (with ms) or "lognormal" (with medianMs and logSd)';
    expect(messagesOf({ kind: 'lognorml', ms: 1 })).toEqual([
      [`latency.entry.kind ${kinds}, not "lognorml"`, undefined],
    ]);
    expect(messagesOf({ ms: 1 })).toMatchObject([[`latency.entry.kind is missing, and ${kinds}`, expect.anything()]]);
    expect(messagesOf(5)).toEqual([['latency.entry must be a JSON object, not 5', undefined]]);
    expect(messagesOf({ kind: 'constant', ms: 1, logSd: 1 })).toEqual([
      ['logSd is no field of latency.entry', 'known fields: kind, ms'],
    ]);
    expect(messagesOf({ kind: 'lognormal', median: 1, logSd: 1 })).toMatchObject([
      ['latency.entry.medianMs is missing, and must be a number from 0 to 1000', expect.anything()],
      ['median is no field of latency.entry', 'did you mean medianMs?'],
    ]);
    for (const part of ['feed', 'entry', 'service', 'response']) {
      const ours = { kind: 'constant', ms: 7 };
      const scenario = parseScenario(changed(['latency', part], ours), 'my', placeOf);
      expect(scenario.latency).toStrictEqual({ ...CALM.latency, [part]: ours });
    }
  });

  it('with the latencies of an earlier version is told how they are written now', () => {
    const earlier = { feedMedianMs: 16, feedLogSd: 0.7, networkMs: 6, serviceMedianMs: 57, serviceLogSd: 0.8 };
    const { problems } = refusal({ ...copy(), latency: earlier, symbol: '' });
    expect(problems).toHaveLength(2);
    const hint = problems[1]?.hint ?? '';
    expect(problems[1]).toMatchObject({
      source: 'my.json/latency',
      message: expect.stringContaining('earlier version'),
    });
    const written: unknown = JSON.parse(`{${hint.replace(/^write /u, '')}}`);
    const scenario = parseScenario(Object.assign(copy(), written), 'my', placeOf);
    expect(scenario.latency).toEqual({
      feed: { kind: 'lognormal', medianMs: 16, logSd: 0.7 },
      entry: { kind: 'constant', ms: 6 },
      service: { kind: 'lognormal', medianMs: 57, logSd: 0.8 },
      response: { kind: 'constant', ms: 6 },
    });
    const { networkMs: _, ...torn } = earlier;
    expect(refusal({ ...copy(), latency: torn }).problems.length).toBeGreaterThan(4);
  });

  it('may have further instruments, each with a symbol of its own, and a lot that fits', () => {
    const second = { symbol: 'SIM2USDT', tickSize: 0.5, lotSize: 0.001, startPrice: 2500, volatilityScale: 2 };
    for (const moreInstruments of [[], [second], [second, { ...second, symbol: 'SIM3USDT' }]]) {
      const content = { ...copy(), moreInstruments };
      expect(parseScenario(content, 'my', placeOf)).toStrictEqual({ ...CALM, name: 'my', moreInstruments });
    }
    const messagesOf = (...moreInstruments: readonly Json[]): readonly string[] =>
      refusal({ ...copy(), moreInstruments: [...moreInstruments] }).problems.map(({ message }) => message);
    expect(messagesOf(second, second, { ...second, symbol: 'SIMUSDT' })).toEqual([
      'moreInstruments.1.symbol is SIM2USDT once more; each instrument has a symbol of its own',
      'moreInstruments.2.symbol is SIMUSDT once more; each instrument has a symbol of its own',
    ]);
    expect(messagesOf({ ...second, tickSize: 5, lotSize: 0.27 })).toEqual([
      'moreInstruments.0.tickSize makes startPrice 500 ticks; it must be 1000 to 1000000',
      'moreInstruments.0.lotSize makes one lot cost 675; it may cost 25 at most',
      expect.stringMatching(
        /^moreInstruments\.0\.lotSize makes providers\.medianSize, worth the same as in SIMUSDT, [\d.]+ lots; it must be 1 to 100000$/u,
      ),
    ]);
    const { volatilityScale: _, ...incomplete } = second;
    expect(messagesOf({ ...incomplete, tick: 1 })).toEqual([
      'moreInstruments.0.volatilityScale is missing, and must be a number from 0.1 to 10',
      'tick is no field of moreInstruments.0',
    ]);
    const [problem] = refusal({ ...copy(), moreInstrument: [second] }).problems;
    expect(problem).toMatchObject({ hint: 'did you mean moreInstruments?' });
  });

  it('may have tiers of fees, in ascending order', () => {
    const first = { fromNotional: 1e6, makerBps: -0.3, takerBps: 2.5 };
    const second = { fromNotional: 5e6, makerBps: -0.4, takerBps: 2 };
    for (const tiers of [[], [first], [first, second]]) {
      const fees = { ...CALM.fees, tiers };
      expect(parseScenario({ ...copy(), fees }, 'my', placeOf)).toStrictEqual({ ...CALM, name: 'my', fees });
    }
    for (const tiers of [
      [second, first],
      [first, second, second],
    ]) {
      const [problem] = refusal({ ...copy(), fees: { ...CALM.fees, tiers } }).problems;
      expect(problem?.source).toBe(`my.json/fees/tiers/${tiers.length - 1}/fromNotional`);
      expect(problem?.message).toContain('tiers stand in ascending order, and the one before begins at 5000000');
    }
    const wrong = { ...copy(), fees: { ...CALM.fees, tiers: [{ ...first, takersBps: 1 }, { fromNotional: 0 }] } };
    expect(refusal(wrong).problems).toMatchObject([
      { source: 'my.json/fees/tiers/0/takersBps', hint: 'did you mean takerBps?' },
      { message: 'fees.tiers.1.fromNotional must be a number from 1e-9 to 1000000000000000, not 0' },
      { message: 'fees.tiers.1.makerBps is missing, and must be a number from -100 to 100' },
      { message: 'fees.tiers.1.takerBps is missing, and must be a number from -100 to 100' },
    ]);
    const misspelt = { ...copy(), fees: { ...CALM.fees, tier: [] } };
    expect(refusal(misspelt).problems).toMatchObject([{ hint: 'did you mean tiers?' }]);
  });

  it('is a JSON object', () => {
    for (const value of [null, 3, [], 'calm']) {
      expect(refusal(value).problems[0]?.message).toMatch(/^a scenario must be a JSON object, not /u);
    }
  });

  it.each<[ScenarioPath, Json, string]>([
    [['tickSize'], 1, 'tickSize makes startPrice 250 ticks; it must be 1000 to 1000000'],
    [['lotSize'], 1, 'lotSize makes one lot cost 250; it may cost 25 at most'],
    [['takers', 'medianSize'], 0.001, 'takers.medianSize is 0.1 lots; it must be 1 to 100000'],
    [['providers', 'medianSize'], 5000, 'providers.medianSize is 500000 lots; it must be 1 to 100000'],
    [['fundamental', 'volWeights', 0], 1, 'fundamental.volWeights has squares that sum to 1.641; they must sum to 1'],
    [['fundamental', 'cascadeSteps'], 33, 'fundamental.cascadeSteps makes a cascade longer than 1575 ms'],
    [['fundamental', 'spikeDurationS', 0], 41, 'fundamental.spikeDurationS runs from 41 to 40'],
    [['fundamental', 'spikeOnsetBps', 0], 17, 'fundamental.spikeOnsetBps runs from 17 to 16'],
    [['providers', 'halfSpreadBps', 0], 12, 'providers.halfSpreadBps runs from 12 to 11'],
    [['providers', 'lagMs', 1], 50, 'providers.lagMs runs from 60 to 50'],
    [['latency', 'feed', 'logSd'], 2, 'latency.feed leaves up to'],
    [['latency', 'feed'], { kind: 'lognormal', medianMs: 1000, logSd: 1.9 }, 'latency.feed leaves up to'],
  ])('is refused where values do not go together: %j = %j', (path, value, message) => {
    const { problems } = refusal(changed(path, value));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message.startsWith(message), problems[0]?.message).toBe(true);
  });
});
