import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { BUILT_IN_PROFILES } from '../../config/profiles.ts';
import type { Disk } from '../../files/disk.ts';
import { DiskError } from '../../files/disk.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { parseJson } from '../../json/parse.ts';
import { assert } from '../../std/assert.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { DRAWING_END, VirtualTerminal } from '../terminal/virtual-terminal.fixture.ts';
import { jsonObject, memoryHost, run, temporaryFolder } from '../memory-host.fixture.ts';
import { runCli } from '../run-cli.ts';

/** Three short iterations; a name that does not depend on the clock. */
const SHORT = ['soak', '--iterations', '3', '--iteration-duration', '1m', '--run-id', 'short'];
const RUN = 'artifacts/soak/runs/short';
const ESC = '\u001B[';

/** Every artifact's text by file name, without what may differ between two runs of one seed. */
function artifacts(cwd: string, path = RUN): { readonly [name: string]: string } {
  const folder = join(cwd, path);
  const texts = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(
    texts
      .filter(([name]) => name !== 'run.json')
      .map(([name, text]) => [name, name === 'journal.jsonl' ? withoutEnvelope(text) : text]),
  );
}

/** One run for the tests that only look at it. */
const once = {
  cwd: temporaryFolder(),
  ran: undefined as Ran | undefined,
};
beforeAll(async () => {
  once.ran = await run(SHORT, { cwd: once.cwd });
});

function ran(): Ran {
  assert(once.ran !== undefined, 'the run of beforeAll is done');
  return once.ran;
}

function finalParameters(): JsonValue {
  return parseJson(readFileSync(join(once.cwd, RUN, 'runtime_overrides.json'), 'utf8'));
}

function withoutEnvelope(journal: string): string {
  return journal.replaceAll(/"(?:at|seal)":"[^"]*"/gu, '');
}

test('a soak leaves every artifact, and latest points at it', () => {
  const { cwd } = once;
  expect(readdirSync(join(cwd, RUN)).toSorted()).toEqual([
    'EDGE_REPORT.json',
    'FILLS_1.jsonl',
    'FILLS_2.jsonl',
    'FILLS_3.jsonl',
    'ITER_SUMMARY_1.json',
    'ITER_SUMMARY_2.json',
    'ITER_SUMMARY_3.json',
    'KPI_GATE.json',
    'STEADY_TREND.md',
    'TUNING_REPORT.json',
    'TUNING_STATE.json',
    'journal.jsonl',
    'report.html',
    'run.json',
    'runtime_overrides.json',
  ]);
  expect(readlinkSync(join(cwd, 'artifacts/soak/latest'))).toBe('runs/short');
});

test('the same seed gives the same bytes, whatever the time and the run’s name, and another seed does not', async () => {
  const cwd = temporaryFolder();
  await run([...SHORT, '--run-id', 'again'], { cwd, lookMs: 1234 });
  await run([...SHORT, '--run-id', 'other', '--seed', '7'], { cwd });
  const first = artifacts(once.cwd);
  const other = artifacts(cwd, 'artifacts/soak/runs/other');
  expect(artifacts(cwd, 'artifacts/soak/runs/again')).toEqual(first);
  for (const name of ['EDGE_REPORT.json', 'ITER_SUMMARY_1.json', 'STEADY_TREND.md', 'report.html', 'FILLS_1.jsonl']) {
    expect(other[name], name).not.toBe(first[name]);
  }
});

test('the end tells trend, parameters, assumptions, gates, verdict, folder and exit code', () => {
  const { exitCode, stdout, stderr } = ran();
  expect(stderr).toBe('');
  expect(stdout).toContain('target sim (scenario calm), profile steady_safe, seed 42: 3 of 3 iterations of 1 min');
  expect(stdout).toMatch(/^\| iter \| net_bps \|/mu);
  expect(stdout).toMatch(/^ {2}plimsoll soak --set base_spread_bps_delta=/mu);
  expect(stdout).toMatch(/^ {2}MM_RUNTIME_OVERRIDES_JSON='\{"base_spread_bps_delta":/mu);
  expect(stdout).toMatch(/^- The market is simulated/mu);
  const status = /^\| kpi_gate \| status=(\w+) \| net=\S+ risk=\S+ maker_taker=\S+ latency=\S+ \|$/mu.exec(stdout)?.[1];
  expect(status).toBeDefined();
  const verdict = status === 'OK' ? 'PASS' : status;
  expect(stdout).toContain(`verdict: ${verdict} - `);
  expect(stdout).toContain(`artifacts: ${RUN} (3m of market time`);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe(
    { PASS: 'exit code 0: pass or warn', WARN: 'exit code 0: pass or warn', FAIL: 'exit code 3: a gate failed' }[
      verdict ?? ''
    ] ?? 'exit code 4: inconclusive, or no data',
  );
  expect(stdout).toContain(`exit code ${exitCode}`);
});

test('in a pipe each iteration is one plain line under a header', () => {
  const { stdout } = ran();
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('short');
  expect(lines[1]).toMatch(/^iteration {2}net_bps/u);
  expect(lines.slice(2, 5).map((line) => line.slice(0, 9))).toEqual(['      1/3', '      2/3', '      3/3']);
  expect(stdout).not.toContain(ESC);
});

test('on a terminal the screen is redrawn in place, keeps its height, and makes way for the report', async () => {
  const { stdout } = await run(SHORT, { terminal: true, lookMs: 100 });
  const seen = new VirtualTerminal(100);
  const heights = new Set<number>();
  const screens = stdout.split(DRAWING_END).map((drawing) => {
    seen.write(drawing);
    if (drawing.includes(`${ESC}?2026h`)) heights.add(seen.screen.length);
    return seen.screen.join('\n');
  });
  expect(screens.length).toBeGreaterThan(5);
  // The screen, and nothing at its end.
  expect([...heights].toSorted((left, right) => left - right)).toEqual([0, 22]);
  const [newest = ''] = screens.filter((screen) => /iteration 3\/3/u.test(screen)).slice(-1);
  expect(newest).toMatch(/^short {2}sim calm, steady_safe, seed 42\n/u);
  for (const word of ['net_bps ', 'maker_taker_ratio ', 'min_interval_ms ', 'tuner ', 'guards ', 'state ']) {
    expect(newest).toContain(`\n${word}`);
  }
  expect(seen.screen[0]).toMatch(/^target sim|^$/u);
  expect(seen.screen.join('\n')).toContain('verdict: ');
});

test('NO_COLOR and --no-color print no colour on a terminal', async () => {
  const quiet = [...SHORT, '--quiet'];
  expect((await run(quiet, { terminal: true })).stdout).toContain(ESC);
  expect((await run(quiet, { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(ESC);
  expect((await run([...quiet, '--no-color'], { terminal: true })).stdout).not.toContain(ESC);
});

test('--quiet prints the gate line and the verdict alone', async () => {
  const { stdout } = await run([...SHORT, '--quiet']);
  expect(stdout).toMatch(/^\| kpi_gate \|[^\n]*\|\nverdict: [^\n]*\n$/u);
});

test('--json prints one canonical document and nothing else', async () => {
  const { exitCode, stdout, stderr } = await run([...SHORT, '--json']);
  expect(stderr).toBe('');
  expect(parseJson(stdout)).toMatchObject({
    run_id: 'short',
    exit_code: exitCode,
    plan: { seed: 42, iterations: 3 },
    iterations: [{ iteration: 1 }, { iteration: 2 }, { iteration: 3 }],
  });
});

test('a typed parameter is pinned: the tuner never moves it', async () => {
  const { stdout } = await run([...SHORT, '--set', 'min_interval_ms=60', '--json']);
  expect(parseJson(stdout)).toMatchObject({
    plan: { pinned: { min_interval_ms: 'argument 8 (--set)' } },
    final_parameters: { min_interval_ms: 60 },
  });
});

test('a run that starts from the printed profile holds nothing against the tuner', async () => {
  const content = /echo '(\{[^\n]*\})' > profiles\/NAME\.json && plimsoll soak --profile NAME$/mu.exec(
    ran().stdout,
  )?.[1];
  assert(content !== undefined, 'the profile is printed');
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'profiles'));
  writeFileSync(join(cwd, 'profiles', 'NAME.json'), `${content}\n`);
  const { stdout } = await run([...SHORT, '--iterations', '1', '--profile', 'NAME', '--json'], { cwd });
  const { plan } = jsonObject(stdout);
  expect(plan).toMatchObject({ parameters: finalParameters() });
  expect(plan).toHaveProperty('pinned', {});
});

test('--no-tune changes nothing', async () => {
  const { stdout } = await run([...SHORT, '--no-tune', '--json']);
  expect(parseJson(stdout)).toMatchObject({ final_parameters: BUILT_IN_PROFILES['steady_safe'] });
});

test('a gate that an iteration fails ends a hard run with 3', async () => {
  const cwd = temporaryFolder();
  const gate = {
    name: 'strict',
    min_samples: 30,
    last_iterations: 8,
    rules: [{ kpi: 'risk_ratio', good: 'above', hard: 0.99 }],
  };
  const file = join(cwd, 'gate.json');
  writeFileSync(file, JSON.stringify(gate));
  const { exitCode, stdout } = await run([...SHORT, '--policy', 'gate.json', '--gate-mode', 'hard'], { cwd });
  expect(exitCode).toBe(3);
  expect(stdout).toContain('the run ended early: iteration 1 failed its gate (gate mode hard)');
  expect((await run(['gate', 'latest'], { cwd })).exitCode).toBe(3);
});

test('Ctrl-C finishes the slice, tells how far it came, and leaves a run that can be read', async () => {
  const cwd = temporaryFolder();
  let breaths = 0;
  const { exitCode, stdout } = await run([...SHORT, '--iteration-duration', '2m'], {
    cwd,
    onBreath(host) {
      breaths += 1;
      if (breaths === 3) host.interrupt();
    },
  });
  expect(exitCode).toBe(130);
  expect(stdout).toContain('the run was interrupted after 1 of 3 iterations');
  expect(stdout).toContain('exit code 130: interrupted');
  const report = await run(['report', 'short'], { cwd });
  expect(report.exitCode).toBe(0);
  expect(report.stdout).toContain('the run was interrupted after 1 of 3 iterations');
});

test('a second Ctrl-C ends the process at once, and an echo of the first does not', async () => {
  let breaths = 0;
  const host = memoryHost(SHORT, {
    onBreath(self) {
      breaths += 1;
      if (breaths !== 1) return;
      self.interrupt();
      self.interrupt();
      expect(self.exitedNow()).toBeUndefined();
      self.wait(600);
      self.interrupt();
      expect(self.exitedNow()).toBe(130);
    },
  });
  expect(await runCli(host)).toBe(130);
  expect(breaths).toBe(1);
});

test('a disk that fills up ends the run with 5, and what was completed can be read', async () => {
  const cwd = temporaryFolder();
  const disk: Disk = {
    ...nodeDisk,
    create(path) {
      if (path.includes('ITER_SUMMARY_3')) throw new DiskError('ENOSPC', 'no space left on device');
      return nodeDisk.create(path);
    },
  };
  const { exitCode, stderr } = await run(SHORT, { cwd, disk });
  expect(exitCode).toBe(5);
  expect(stderr).toMatch(/^error: cannot write [^\n]*ITER_SUMMARY_3\.json: the disk is full \(ENOSPC\)/u);
  expect(stderr).toContain(`\`plimsoll report ${RUN}\` shows what was completed`);
  const report = await run(['report', RUN], { cwd });
  expect(report.exitCode).toBe(0);
  expect(report.stdout).toContain('there was no room on the disk after 2 of 3 iterations');
});

test('after a run nobody listens for Ctrl-C any more', async () => {
  const host = memoryHost([...SHORT, '--quiet']);
  await runCli(host);
  expect(host.listening()).toBe(0);
});

test('two runs of one second have different names', async () => {
  const cwd = temporaryFolder();
  const argv = ['soak', '--iterations', '1', '--iteration-duration', '1m', '--quiet'];
  await run(argv, { cwd });
  await run(argv, { cwd });
  expect(readdirSync(join(cwd, 'artifacts/soak/runs'))).toEqual([
    '20261122T131500Z-steady_safe-calm-s42',
    '20261122T131500Z-steady_safe-calm-s42-2',
  ]);
});

test('a run that exists is not written over', async () => {
  const { cwd } = once;
  const before = artifacts(cwd);
  const { exitCode, stderr } = await run(SHORT, { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^error: [^\n]*holds a run already/u);
  expect(artifacts(cwd)).toEqual(before);
});
