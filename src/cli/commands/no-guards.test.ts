// That a run was taken without guards is told wherever its verdict is.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run, temporaryFolder } from '../memory-host.fixture.ts';

const SHORT = ['--iterations', '1', '--iteration-duration', '2m', '--run-id', 'bare', '--no-guards'];
const WARNING = 'the guards were off (--no-guards)';

test('every report and every form of the gate says that guards were off', async () => {
  const cwd = temporaryFolder();
  const soaked = await run(['soak', ...SHORT], { cwd });
  expect(soaked.stdout).toContain(', GUARDS OFF (--no-guards)');
  expect(soaked.stdout).toContain(WARNING);
  expect(readFileSync(join(cwd, 'artifacts/soak/runs/bare/STEADY_TREND.md'), 'utf8')).toContain(WARNING);
  for (const file of ['TUNING_STATE.json', 'TUNING_REPORT.json']) {
    expect(readFileSync(join(cwd, 'artifacts/soak/runs/bare', file), 'utf8')).toContain('"guards": "off"');
  }
  for (const argv of [
    ['report', 'bare'],
    ['report', 'bare', '--json'],
    ['gate', 'bare'],
    ['gate', 'bare', '--quiet'],
    ...['json', 'junit', 'sarif', 'markdown'].map((format) => ['gate', 'bare', '--format', format]),
  ]) {
    expect((await run(argv, { cwd })).stdout, argv.join(' ')).toContain('the guards were off');
  }
});

test('a quiet soak says it as well', async () => {
  expect((await run(['soak', '--quiet', ...SHORT])).stdout).toContain(WARNING);
});
