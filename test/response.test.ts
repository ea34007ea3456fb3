// The response map of the calm market at half its length: each parameter does what its design says, and each gated KPI is in the hands of two
// parameters at least. `plimsoll response` prints the map of four hours.

import { describe, expect, it } from 'vitest';
import type { Effect, ResponseDocument } from '../src/artifacts/response-document.ts';
import { BUILT_IN_PROFILES } from '../src/config/profiles.ts';
import { mapResponse } from '../src/soak/response-map.ts';
import { runResponse } from '../src/soak/response-runs.ts';
import { createSimTarget } from '../src/targets/sim-target.ts';
import { CALM } from '../src/venue/scenario.ts';

const SEEDS = [42, 43, 44, 45, 46, 47, 48, 49];
const HOURS = 2;

async function measure(): Promise<ResponseDocument> {
  const parameters = BUILT_IN_PROFILES['steady_safe'];
  if (parameters === undefined) throw new Error('there is no profile steady_safe');
  const plan = { parameters, seeds: SEEDS, windowUs: HOURS * 3_600_000_000 };
  const pairs = await runResponse(plan, {
    openTarget: (seed, given) => createSimTarget({ scenario: CALM, seed, parameters: given }),
    breathe: () => Promise.resolve(),
    stopRequested: () => false,
    onRun: () => undefined,
  });
  if (pairs === undefined) throw new Error('nobody asked it to stop');
  return mapResponse({ scenario: 'calm', market: {}, profile: 'steady_safe', at: 'profile' }, plan, pairs);
}

describe(`the response of the calm market, ${SEEDS.length} seeds of common random numbers, ${HOURS} h`, async () => {
  const map = await measure();
  const effects = map.responses.flatMap(({ parameter, effects: all }) =>
    all.map((effect): { parameter: string; effect: Effect } => ({ parameter, effect })),
  );

  it.each(map.responses)('$parameter moves a KPI as designed with an SNR of 2 or more', ({ effects: all }) => {
    const asDesigned = all.filter((effect) => effect.kind === 'measured' && effect.finding === 'as_designed');
    expect(asDesigned).not.toEqual([]);
  });

  it('moves nothing clearly against its design', () => {
    const against = effects.filter(({ effect }) => effect.kind === 'measured' && effect.finding === 'against_design');
    expect(against.map(({ parameter, effect }) => `${parameter} on ${effect.kpi}`)).toEqual([]);
  });

  it.each(map.gated)('$kpi is moved by two parameters at least', ({ moved_by: movers }) => {
    expect(movers.length).toBeGreaterThanOrEqual(2);
  });
});
