// The comparison of guards on and off, tiny: it runs, and its table says what the runs came to. Figures of two minutes prove nothing.

import { describe, expect, it } from 'vitest';
import { compareGuards, comparisonTable, worsened } from '../bench/compare-guards.ts';
import type { Pair, RunFigures } from '../bench/compare-guards.ts';

const FIGURES: RunFigures = { reversals: 1, movement: 0.5, fails: 2, net_bps: 3, reverts: 0 };

function pair(scenario: string, on: Partial<RunFigures>, off: Partial<RunFigures>): Pair {
  return { scenario, seed: 1, on: { ...FIGURES, ...on }, off: { ...FIGURES, ...off } };
}

describe('the comparison of guards on and off', () => {
  it('takes both runs of each market, and the same twice', { timeout: 60_000 }, async () => {
    const request = {
      scenarios: ['calm', 'spike'],
      profile: 'aggressive',
      seeds: [1],
      iterations: 3,
      iterationUs: 120_000_000,
    };
    const pairs = await compareGuards(request);
    expect(pairs.map(({ scenario, seed }) => [scenario, seed])).toEqual([
      ['calm', 1],
      ['spike', 1],
    ]);
    // Two minutes earn no more than a step; without guards the tuner has its way.
    for (const { on, off } of pairs) expect(on.movement).toBeLessThan(off.movement);
    expect(await compareGuards(request)).toEqual(pairs);
    expect(comparisonTable(pairs).split('\n')).toHaveLength(5);
  });

  it('tells means, counts and what became worse', () => {
    const pairs = [
      pair('calm', { fails: 1 }, { fails: 0 }),
      pair('calm', { reversals: 2 }, { fails: 5 }),
      pair('spike', { fails: 3 }, {}),
    ];
    expect(comparisonTable(pairs)).toBe(
      [
        'scenario  guards  reversals  movement  hard FAIL iterations  final net_bps  reverts',
        'calm      on           1.50      0.50                     3          3.000        0',
        'calm      off          1.00      0.50                     5          3.000        0',
        'spike     on           1.00      0.50                     3          3.000        0',
        'spike     off          1.00      0.50                     2          3.000        0',
      ].join('\n'),
    );
    expect(worsened(pairs)).toEqual(['spike']);
  });
});
