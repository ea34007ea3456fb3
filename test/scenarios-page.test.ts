// `docs/scenarios.md` against the code: it names every field, its examples are taken, and its table of variables is that of the settings.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../src/config/settings.ts';
import { CALM } from '../src/venue/scenario.ts';
import { contentOf, parseScenario } from '../src/venue/scenario-file.ts';

const PAGE = readFileSync(new URL('../docs/scenarios.md', import.meta.url), 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```json\n(.*?)```/gsu)].map(([, text = '']): unknown => JSON.parse(text));

/** Every key of a JSON value. */
function keysOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(keysOf);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}

describe('docs/scenarios.md', () => {
  it('names every field of a scenario file', () => {
    const fields = [contentOf(CALM), ...EXAMPLES].flatMap(keysOf);
    expect(fields.length).toBeGreaterThan(60);
    for (const field of fields) expect(PAGE).toContain(`\`${field}\``);
  });

  it('shows parts of a file that are taken', () => {
    expect(EXAMPLES).toHaveLength(3);
    for (const example of EXAMPLES) {
      const content = Object.assign({ ...contentOf(CALM) }, example);
      expect(parseScenario(content, 'my', (path) => path.join('.'))).toMatchObject(Object.assign({}, example));
    }
  });

  it('maps the variables of the prior toolkit as the settings do', () => {
    const rows = [...PAGE.matchAll(/^\| `([A-Z_]+)` \| `([a-z_]+)` \|/gmu)].map(([, variable, setting]) => [
      variable,
      setting,
    ]);
    const knobs = Object.values(SETTINGS).flatMap(({ name, environment }) =>
      environment !== undefined && /MOCK/u.test(environment.name) ? [[environment.name, name]] : [],
    );
    expect(knobs).toHaveLength(6);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(knobs));
  });
});
