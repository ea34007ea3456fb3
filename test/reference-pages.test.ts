// The reference is what the code says: commands from their help, settings from their registry; and docs/artifacts.md names every file and every
// field that a run leaves. `npm run docs` writes the first two anew.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as layout from '../src/artifacts/layout.ts';
import { jsonObject, run, temporaryFolder } from '../src/cli/memory-host.fixture.ts';
import { PARAMETER_NAMES } from '../src/config/parameters.ts';
import { KPI_NAMES } from '../src/edge/edge-report.ts';
import { PROCESS_KPI_NAMES } from '../src/edge/process-kpis.ts';
import { isJsonObject } from '../src/json/json-object.ts';
import { readPage, ROOT } from './pages/read-page.ts';
import { commandsPage } from './reference/commands-page.ts';
import { settingsPage } from './reference/settings-page.ts';

describe('docs/commands.md and docs/settings.md', () => {
  it.each([
    ['docs/commands.md', commandsPage],
    ['docs/settings.md', settingsPage],
  ])('%s is what the code says (npm run docs writes it anew)', async (page, written) => {
    const text = await written();
    if (process.env['UPDATE_REFERENCE'] !== undefined) writeFileSync(join(ROOT, page), text);
    expect(readPage(page)).toBe(text);
  });
});

describe('docs/artifacts.md', () => {
  const page = readPage('docs/artifacts.md');
  const [, kpis = ''] = page.split('\n## KPIs\n');

  it('names every file that a run leaves, and every field of the first level in it', async () => {
    const cwd = temporaryFolder();
    // Long enough that the run freezes and earns a snapshot.
    await run(['soak', '--iterations', '8', '--iteration-duration', '10m', '--run-id', 'r'], { cwd });
    const folder = join(cwd, 'artifacts/soak/runs/r');
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining(['run.json', 'journal.jsonl', 'ITER_SUMMARY_8.json', 'report.html']));
    for (const name of names) {
      expect(page).toContain(`\`${name.replace(/_\d+\./u, '_<n>.')}\``);
      if (!/\.jsonl?$/u.test(name) || name === 'TUNING_STATE.json') continue;
      for (const line of name.endsWith('l')
        ? linesOf(join(folder, name))
        : [readFileSync(join(folder, name), 'utf8')]) {
        for (const field of fieldsOf(line)) expect(page, name).toContain(`\`${field}\``);
      }
    }
  }, 60_000);

  it('names every file and folder that the layout knows, and what a gate may ask of a process', () => {
    const names = Object.values(layout).filter((name) => typeof name === 'string' && name !== layout.COMPRESSED_ENDING);
    expect(names.length).toBeGreaterThan(12);
    for (const name of names) expect(page).toContain(name);
    const asked = [...page.matchAll(/`((?:rss|open_files|cpu)_\w+)`/gu)].map(([, name = '']) => name);
    expect(asked.toSorted()).toEqual([...PROCESS_KPI_NAMES].toSorted());
  });

  it('explains every KPI once', () => {
    const explained = [...kpis.matchAll(/^\| ((?:`[a-z\d_]+`(?:, )?)+) \| [^|`]+ \|/gmu)].map(([, cell = '']) => cell);
    expect(explained.flatMap((cell) => cell.replaceAll('`', '').split(', ')).toSorted()).toEqual(
      [...KPI_NAMES].toSorted(),
    );
  });
});

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}

/** Parameters are explained where they are set. */
function fieldsOf(line: string): readonly string[] {
  const { record, ...fields } = jsonObject(line);
  const names = [...Object.keys(fields), ...(isJsonObject(record) ? ['record', ...Object.keys(record)] : [])];
  return names.filter((name) => !PARAMETER_NAMES.some((parameter) => parameter === name));
}
