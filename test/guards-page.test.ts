// docs/guards.md keeps its word: its numbers are those of the policy, its order is that of the guards, and it explains every field of the state.
// `UPDATE_GUARDS_PAGE=1` writes the numbers anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, PARAMETERS } from '../src/config/parameters.ts';
import { GUARD_POLICY } from '../src/guards/guard-policy.ts';
import { GUARD_ORDER } from '../src/guards/guard.ts';
import { BAD, GOOD, runLoop, tunerOf } from '../src/soak/guarded-loop.fixture.ts';

const FILE = new URL('../docs/guards.md', import.meta.url);
const NUMBERS = /(?<=<!-- numbers -->\n)[\s\S]*?(?=<!-- \/numbers -->)/u;

describe('docs/guards.md', () => {
  it('has the numbers of the policy', () => {
    const page = readFileSync(FILE, 'utf8');
    const told = page.replace(NUMBERS, `\n${numbers().join('\n')}\n\n`);
    if (process.env['UPDATE_GUARDS_PAGE'] !== undefined) writeFileSync(FILE, told);
    expect(readFileSync(FILE, 'utf8')).toBe(told);
  });

  it('tells the guards in the order in which they are asked', () => {
    const [, order] = readFileSync(FILE, 'utf8').split(/^## .*$/mu);
    expect([...(order ?? '').matchAll(/^\| `([a-z_]+)` \|/gmu)].map(([, name]) => name)).toEqual(GUARD_ORDER);
  });

  it('explains every field that TUNING_STATE.json can have', () => {
    const page = readFileSync(FILE, 'utf8');
    const shown = [GOOD, GOOD, GOOD, BAD, BAD, BAD, GOOD];
    const { states } = runLoop({ tuner: tunerOf((iteration) => (iteration > 3 ? 0.3 : 0)), shown });
    const fields = new Set(states.flatMap((state) => Object.keys(state)));
    expect(fields).toContain('hold');
    expect(fields).toContain('frozen_until_iter');
    expect(fields).toContain('last_known_good');
    for (const field of fields) expect(page).toMatch(new RegExp(`^\\|.*\`${field}\`.*\\|.*\\|$`, 'mu'));
  });
});

function numbers(): readonly string[] {
  const { evidence, freeze, cooldown, oscillation, velocity, panic } = GUARD_POLICY;
  return [
    '| parameter | unit | a cooldown starts above | calming, an hour | loosening, an hour | budget of the window |',
    '|---|---|--:|--:|--:|--:|',
    ...PARAMETER_NAMES.map((name) =>
      [
        `| \`${name}\` | ${PARAMETERS[name].unit}`,
        cooldown.above[name],
        velocity.calming[name],
        velocity.loosening[name],
        `${oscillation.budget[name]} |`,
      ].join(' | '),
    ),
    '',
    '| what | number |',
    '|---|---|',
    ...[
      ['evidence: newest iterations that a change which raises risk rests on', evidence.iterations],
      ['evidence: share of decisions that a limit must have blocked to count as felt', evidence.binding_share],
      ['freeze: steady iterations running that begin it', freeze.steady_iterations],
      ['freeze: steady means `risk_ratio` at most', freeze.risk_ratio],
      ['freeze: steady means `net_bps` at least', freeze.net_bps],
      ['freeze: iterations it lasts', freeze.iterations],
      ['freeze: what it holds', freeze.parameters.map((name) => `\`${name}\``).join(', ')],
      ['cooldown: proposals it skips', cooldown.iterations],
      ['oscillation: values closer than this are one', oscillation.tolerance],
      ['oscillation: iterations before a value is returned to', oscillation.return_iterations],
      ['oscillation: iterations of the window, and before a return is returned from', oscillation.window_iterations],
      ['oscillation: turns in the window after which a parameter turns only towards less risk', oscillation.reversals],
      ['panic: FAIL iterations running that revert', panic.fails],
      ['panic: iterations running that make a vector known good', panic.passes],
      ['panic: iterations held after a revert', panic.hold_iterations],
      ['panic: reverts to one vector after which it is held to the end', panic.reverts_to_one_vector],
    ].map(([what, number]) => `| ${what} | ${number} |`),
  ];
}
