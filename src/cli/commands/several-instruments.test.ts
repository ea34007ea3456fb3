// A market of one's own with two instruments, from the file to the report.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recomputeRun } from '../../../test/recompute-net-bps.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const SECOND = { symbol: 'SIM2USDT', tickSize: 0.1, lotSize: 0.001, startPrice: 2500, volatilityScale: 1.5 };

test('a copied scenario with a second instrument is soaked, reported, judged and verified', async () => {
  const cwd = temporaryFolder();
  const copy = jsonObject((await run(['config', 'scenario', 'calm'], { cwd })).stdout);
  writeFileSync(join(cwd, 'my.json'), JSON.stringify({ ...copy, moreInstruments: [SECOND] }));
  const soak = ['soak', '--scenario', 'my.json', '--iterations', '2', '--iteration-duration', '5m', '--run-id', 'two'];
  const { stdout, stderr } = await run(soak, { cwd });
  expect(stderr).toBe('');
  const folder = join(cwd, 'artifacts/soak/runs/two');

  const fills = readFileSync(join(folder, 'FILLS_1.jsonl'), 'utf8').trimEnd().split('\n').map(jsonObject);
  expect(fills[0]).toMatchObject({ instruments: [{ symbol: 'SIMUSDT' }, { symbol: 'SIM2USDT', tick_size: 0.1 }] });
  expect(new Set(fills.slice(1).map((fill) => fill['symbol']))).toEqual(new Set(['SIMUSDT', 'SIM2USDT']));
  for (const { disagreement } of recomputeRun(folder)) expect(disagreement).toBeLessThan(1e-9);

  const report = await run(['report', 'two'], { cwd });
  for (const text of [stdout, report.stdout, readFileSync(join(folder, 'STEADY_TREND.md'), 'utf8')]) {
    expect(text).toMatch(/Instruments\n+\| symbol .*\n.*\n\| SIM2USDT \|.*\n\| SIMUSDT +\|/u);
    expect(text).toContain('SIMUSDT, SIM2USDT a maker of its own is under test');
  }
  expect(jsonObject((await run(['report', 'two', '--json'], { cwd })).stdout)['symbols']).toMatchObject([
    { symbol: 'SIM2USDT' },
    { symbol: 'SIMUSDT' },
  ]);
  expect([0, 3, 4]).toContain((await run(['gate', 'two'], { cwd })).exitCode);
  expect(await run(['verify', 'two'], { cwd })).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a run with one instrument has no table of instruments', async () => {
  const { stdout } = await run(['soak', '--iterations', '1', '--iteration-duration', '1m'], { cwd: temporaryFolder() });
  expect(stdout).toContain('KPIs, iteration 1');
  expect(stdout).not.toContain('Instruments');
});
