import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Disk } from '../../files/disk.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { readRun } from '../../artifacts/read-run.ts';
import { parseJson } from '../../json/parse.ts';
import { quietMarket } from '../../targets/replay/recording-text.fixture.ts';
import { checkArtifacts } from '../running/check-artifacts.ts';
import { run, temporaryFolder } from '../memory-host.fixture.ts';

const cwd = temporaryFolder();

test('a smoke run checks every artifact and the sanity limits', async () => {
  const { stdout, exitCode } = await run(['smoke', '--run-id', 'smoke'], { cwd });
  expect(exitCode).toBe(0);
  for (const name of [
    'run.json',
    'ITER_SUMMARY_3.json',
    'EDGE_REPORT.json',
    'KPI_GATE.json',
    'journal.jsonl',
    'hashes',
  ]) {
    expect(stdout).toMatch(new RegExp(`^ok ${name}: `, 'mu'));
  }
  expect(stdout).toMatch(/^\| risk_ratio +\|/mu);
  expect(stdout).toContain('verdict: PASS - every gate holds (policy smoke, iterations 1..3 together)');
});

test('a project file makes a smoke run no longer, and what was typed does', async () => {
  writeFileSync(join(cwd, 'plimsoll.config.json'), '{"settings": {"iterations": 48, "iteration_duration": "2h"}}');
  const short = await run(['smoke', '--json', '--iteration-duration', '1m'], { cwd });
  expect(parseJson(short.stdout)).toMatchObject({ plan: { iterations: 3, iteration_us: 60_000_000 } });
});

test('a missing or damaged artifact is a failed check', () => {
  const stored = readRun(nodeDisk, join(cwd, 'artifacts/soak/runs/smoke'));
  const folder = stored.folder;
  expect(checkArtifacts(nodeDisk, stored).every(({ passed }) => passed)).toBe(true);
  writeFileSync(join(folder, 'EDGE_REPORT.json'), '{}');
  writeFileSync(join(folder, 'FILLS_2.jsonl'), 'nothing\n');
  nodeDisk.remove(join(folder, 'TUNING_STATE.json'));
  const failed = checkArtifacts(nodeDisk, stored).filter(({ passed }) => !passed);
  expect(failed.map(({ name }) => name)).toEqual(['EDGE_REPORT.json', 'TUNING_STATE.json', 'hashes']);
});

test('an artifact that does not hold its canonical form ends a smoke run with 6', async () => {
  const disk: Disk = {
    ...nodeDisk,
    readFile: (path) => (path.endsWith('TUNING_STATE.json') ? Buffer.from('{}') : nodeDisk.readFile(path)),
  };
  for (const manner of [[], ['--quiet']]) {
    const { exitCode, stdout } = await run(['smoke', '--iteration-duration', '1m', ...manner], { disk });
    expect(stdout).toMatch(/^FAILED TUNING_STATE\.json: .*is not in the form/mu);
    expect(exitCode).toBe(6);
  }
});

test('a recording that runs out makes a smoke run inconclusive, not its artifacts unreadable', async () => {
  const folder = temporaryFolder();
  const lines = quietMarket(60).text.split('\n');
  const removedAt = (from: number): number => lines.findIndex((line, at) => at > from && line.includes('depthUpdate'));
  for (const [completed, from] of [
    [0, 20],
    [1, lines.length / 2],
  ] as const) {
    writeFileSync(join(folder, 'gap.txt'), lines.toSpliced(removedAt(from), 1).join('\n'));
    const argv = ['smoke', '--target', 'replay', '--iteration-duration', '19s', '--data', 'gap.txt'];
    const { exitCode, stdout } = await run(argv, { cwd: folder });
    expect(stdout).toMatch(new RegExp(`^the source ran out after ${completed} of 3 iterations`, 'mu'));
    expect(stdout).not.toContain('FAILED');
    expect(exitCode).toBe(4);
    expect(stdout.includes('ok ITER_SUMMARY_1.json')).toBe(completed === 1);
  }
});
