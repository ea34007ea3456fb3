// The replay target through the command line, on a small recording made for the test.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { quietMarket } from '../../targets/replay/recording-text.fixture.ts';
import type { MemoryHostOptions, Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const RECORDING = quietMarket(130).text;

function replay(
  cwd: string,
  files: readonly string[],
  more: readonly string[] = [],
  options: MemoryHostOptions = {},
): Promise<Ran> {
  return run(['soak', '--target', 'replay', '--run-id', 'replay', ...more, '--data', ...files], { ...options, cwd });
}

test('a recording is soaked in windows that fit it, and its book is told to have rebuilt', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'day.gz'), gzipSync(RECORDING));
  const { stdout, exitCode } = await replay(cwd, ['day.gz']);
  expect(stdout).toContain('target replay, profile steady_safe, seed 42: 2 of 2 iterations of 64 s');
  expect(stdout).toMatch(
    /^recording: .*crossed=0 .*final_best_equals_ticker=true gaps=0 garbage_lines=0 .*symbol="BTCUSDT"/mu,
  );
  expect(stdout).toMatch(/^\| risk_ratio +\|[^|]+\|[^|]+\| +\d+ \|/mu);
  expect(stdout).toMatch(/^- own impact is unknown/mu);
  expect(stdout).toMatch(/^- the maker's position limit is .* over the whole recording: it looks ahead/mu);
  expect(stdout).not.toContain('warning:');
  expect([0, 3, 4]).toContain(exitCode);
});

test('the plan names the recording by its bytes', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'day.txt'), RECORDING);
  const { stdout } = await replay(cwd, ['day.txt'], ['--json', '--iterations', '1']);
  expect(jsonObject(stdout)['plan']).toMatchObject({
    iterations: 1,
    iteration_us: 129_000_000,
    target: {
      kind: 'replay',
      options: { files: [{ file: 'day.txt', sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown }] },
    },
  });
});

test('a truncated recording, a line of garbage and a removed diff are each told', async () => {
  const cwd = temporaryFolder();
  const zipped = gzipSync(RECORDING);
  const lines = RECORDING.split('\n');
  writeFileSync(join(cwd, 'truncated.gz'), zipped.subarray(0, zipped.length / 2));
  writeFileSync(join(cwd, 'garbage.txt'), lines.toSpliced(500, 0, 'garbage').join('\n'));
  const removed = lines.findIndex((line, index) => index > 500 && line.includes('depthUpdate'));
  writeFileSync(join(cwd, 'gap.txt'), lines.toSpliced(removed, 1).join('\n'));

  expect((await replay(cwd, ['truncated.gz'], ['--run-id', 'a'])).stdout).toMatch(
    /^warning: only what lies before the cut/mu,
  );
  expect((await replay(cwd, ['garbage.txt'], ['--run-id', 'b'])).stdout).toContain(
    'warning: the recording has garbage_lines=1',
  );
  const gap = await replay(cwd, ['gap.txt'], ['--run-id', 'c']);
  expect(gap.stdout).toContain('warning: the recording has gaps=1');
  expect(gap.stdout).toContain('warning: the rebuilt book is not valid at the end of the recording');
  expect(gap.stdout).toMatch(/^recording: .*book_valid=false .*final_best_equals_ticker=false /mu);
  expect(gap.stdout).toMatch(/^the source ran out after \d of 2 iterations: depth updates? .* missing/mu);
  expect(gap.exitCode).toBe(4);
});

test('a recording that loses its book before the plan is done never passes, and no manner of asking hides it', async () => {
  const cwd = temporaryFolder();
  const lines = RECORDING.split('\n');
  const removed = lines.findIndex((line, index) => index > lines.length / 2 && line.includes('depthUpdate'));
  writeFileSync(join(cwd, 'gap.txt'), lines.toSpliced(removed, 1).join('\n'));
  const rules = [{ kpi: 'risk_ratio', good: 'below', hard: 1 }];
  const lenient = { name: 'lenient', min_samples: 1, last_iterations: 8, rules };
  writeFileSync(join(cwd, 'lenient.json'), JSON.stringify(lenient));
  const asked = ['--policy', 'lenient.json', '--iterations', '5', '--iteration-duration', '20s'];

  const soak = await replay(cwd, ['gap.txt'], [...asked, '--quiet']);
  const gate = await run(['gate', 'latest', '--quiet'], { cwd });
  for (const { exitCode, stdout } of [soak, gate]) {
    expect(exitCode).toBe(4);
    expect(stdout).toContain('warning: the recording has gaps=1');
    expect(stdout).toMatch(/^the source ran out after [1-4] of 5 iterations: /mu);
    expect(stdout).toMatch(/^verdict: INCONCLUSIVE - only [1-4] of 5 planned iterations: the source ran out/mu);
  }
  expect(gate.stdout).toBe(soak.stdout);
  const document = await run(['gate', 'latest', '--json'], { cwd });
  const stored = jsonObject(readFileSync(join(cwd, 'artifacts/soak/runs/replay/KPI_GATE.json'), 'utf8'));
  expect(jsonObject(document.stdout)).toMatchObject({
    exit_code: 4,
    judgement: stored['judgement'],
    gate_line: stored['line'],
    warnings: expect.arrayContaining(['the recording has gaps=1']) as unknown,
  });
  const report = jsonObject((await run(['report', 'latest', '--json'], { cwd })).stdout);
  expect(report).toMatchObject({ judgement: stored['judgement'], ending: jsonObject(document.stdout)['ending'] });
});

test('data that break in the middle end the run with 5, and what was completed can be read', async () => {
  const cwd = temporaryFolder();
  const lines = RECORDING.split('\n');
  const second = gzipSync(lines.slice(3000).join('\n'));
  writeFileSync(join(cwd, 'one.gz'), gzipSync(lines.slice(0, 3000).join('\n')));
  writeFileSync(join(cwd, 'two.gz'), second);
  const { exitCode, stdout, stderr } = await replay(cwd, ['one.gz', 'two.gz'], ['--iterations', '8'], {
    onBreath: () => writeFileSync(join(cwd, 'two.gz'), second.fill(0, 100, 200)),
  });
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(
    /^error: [^\n]*two\.gz is damaged[^\n]*\nhint: [^\n]*`plimsoll report artifacts\/soak\/runs\/replay`/u,
  );
  expect(stdout).not.toContain('verdict:');
  expect(readFileSync(join(cwd, 'artifacts/soak/runs/replay/STEADY_TREND.md'), 'utf8')).toContain(
    '- the target failed after',
  );
  const report = await run(['report', 'latest'], { cwd });
  expect(report.exitCode).toBe(0);
  expect(report.stdout).toMatch(/^the target failed after [1-9] of 8 iterations: [^\n]*two\.gz is damaged/mu);
});

test('a run on a recording goes on over the same recording, and over no other', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'day.txt'), RECORDING);
  writeFileSync(join(cwd, 'other.txt'), quietMarket(140).text);
  const paused = await replay(cwd, ['day.txt'], ['--stop-after', '64s']);
  expect(paused.exitCode).toBe(130);
  expect(paused.stdout).toContain('resume with: plimsoll soak --resume replay --data day.txt\n');
  const resume = (...typed: readonly string[]): Promise<Ran> => run(['soak', '--resume', 'replay', ...typed], { cwd });
  const none = await resume();
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain('needs a recording');
  const other = await resume('--data', 'other.txt');
  expect(other.exitCode).toBe(2);
  expect(other.stderr).toContain('these are not the recordings of the run, which are "day.txt"');
  expect((await resume('--data', 'day.txt')).stdout).toContain('resumed after iteration 1\n');
  await replay(cwd, ['day.txt'], ['--out', 'whole']);
  for (const name of [
    'ITER_SUMMARY_2.json',
    'FILLS_2.jsonl',
    'TUNING_STATE.json',
    'KPI_GATE.json',
    'STEADY_TREND.md',
  ]) {
    const content = (out: string): string => readFileSync(join(cwd, out, 'runs/replay', name), 'utf8');
    expect(content('artifacts/soak'), name).toBe(content('whole'));
  }
});
