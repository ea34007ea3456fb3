import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { undisturbed } from '../../artifacts/journal-record.ts';
import { readRun, verifyArtifacts } from '../../artifacts/read-run.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { jsonObject, memoryHost, run, temporaryFolder } from '../memory-host.fixture.ts';
import type { Ran } from '../memory-host.fixture.ts';
import { runCli } from '../run-cli.ts';

const SOAK = ['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'mine', '--seed', '7'];
const FOLDER = 'artifacts/soak/runs/mine';

/** Paused after its first iteration. */
async function paused(cwd: string, typed: readonly string[] = []): Promise<Ran> {
  const ran = await run([...SOAK, '--stop-after', '2m', ...typed], { cwd });
  expect(ran.exitCode, ran.stderr).toBe(130);
  return ran;
}

/** By name; of the journal the records, without the marks of a resume, and of run.json nothing. */
function contentOf(folder: string): { readonly [name: string]: unknown } {
  const stored = readRun(nodeDisk, folder);
  verifyArtifacts(nodeDisk, stored);
  const names = readdirSync(folder).filter((name) => name !== 'run.json' && name !== 'journal.jsonl');
  const files = names.toSorted().map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return {
    ...Object.fromEntries(files),
    journal: [...undisturbed(stored.journal.lines())].map(({ record }) => record),
  };
}

async function undisturbedContent(): Promise<object> {
  const cwd = temporaryFolder();
  await run(SOAK, { cwd });
  return contentOf(join(cwd, FOLDER));
}

function timesOf(folder: string): readonly (readonly [string, number])[] {
  return ['.', ...readdirSync(folder)].map((name) => [name, statSync(join(folder, name)).mtimeMs]);
}

describe('plimsoll soak --resume', () => {
  test('goes on where a run was paused, in as many segments as asked for, to the bytes of one that never stopped', async () => {
    const cwd = temporaryFolder();
    const first = await paused(cwd);
    expect(first.stdout).toContain('the run was paused as asked after 1 of 3 iterations');
    expect(first.stdout).toContain('resume with: plimsoll soak --resume mine\n');
    const second = await run(['soak', '--resume', 'mine', '--stop-after', '3m'], { cwd });
    expect(second.exitCode).toBe(130);
    expect(second.stdout).toContain('resumed after iteration 1\n');
    const third = await run(['soak', '--resume', 'latest', '--json'], { cwd });
    const whole = await run([...SOAK, '--json'], { cwd: temporaryFolder() });
    expect(third.exitCode).toBe(whole.exitCode);
    expect(contentOf(join(cwd, FOLDER))).toEqual(await undisturbedContent());
  });

  test('goes on after Ctrl-C, which says how', async () => {
    const cwd = temporaryFolder();
    let breaths = 0;
    const host = memoryHost(SOAK, {
      cwd,
      onBreath(self) {
        breaths += 1;
        if (breaths === 3) self.interrupt();
      },
    });
    expect(await runCli(host)).toBe(130);
    expect(host.stdout.text()).toContain('resume with: plimsoll soak --resume mine\n');
    expect((await run(['soak', '--resume', 'mine'], { cwd })).exitCode).not.toBe(130);
    expect(contentOf(join(cwd, FOLDER))).toEqual(await undisturbedContent());
  });

  test('needs nothing but the folder of the run, wherever it lies', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'profiles'));
    writeFileSync(join(home, 'profiles/own.json'), '{"parameters": {"min_interval_ms": 65}}');
    writeFileSync(join(home, 'plimsoll.config.json'), '{"settings": {"profile": "own", "tuner": "rules"}}');
    await paused(home);
    const away = temporaryFolder();
    cpSync(join(home, FOLDER), join(away, 'carried'), { recursive: true });
    const resumed = await run(['soak', '--resume', './carried'], { cwd: away });
    expect(resumed.stderr).toBe('');
    await run(['soak', '--resume', 'mine'], { cwd: home });
    expect(contentOf(join(away, 'carried'))).toEqual(contentOf(join(home, FOLDER)));
    expect(readdirSync(away)).toEqual(['carried']);
  });

  test('writes nothing where nothing is left to do, and says so', async () => {
    const cwd = temporaryFolder();
    const whole = await run(SOAK, { cwd });
    const before = timesOf(join(cwd, FOLDER));
    const again = await run(['soak', '--resume', 'mine'], { cwd });
    expect(again.stdout).toContain('nothing to resume: the run completed all 3 iterations\n');
    expect(again.exitCode).toBe(whole.exitCode);
    expect(timesOf(join(cwd, FOLDER))).toEqual(before);
  });

  test('writes the page for people where a run was killed before it did, and clears away what it had begun of it', async () => {
    const cwd = temporaryFolder();
    await run(SOAK, { cwd });
    rmSync(join(cwd, FOLDER, 'STEADY_TREND.md'));
    writeFileSync(join(cwd, FOLDER, '.STEADY_TREND.md.0.tmp'), '# Steady');
    await run(['soak', '--resume', 'mine'], { cwd });
    expect(contentOf(join(cwd, FOLDER))).toEqual(await undisturbedContent());
  });

  test.each<[string, readonly string[], string]>([
    ['another length', ['--iterations', '9'], 'argument 4 (--iterations): iterations is 9 there, the run has 3'],
    ['another seed', ['--set', 'seed=8'], 'argument 4 (--set): seed is 8 there, the run has 7'],
    [
      'a parameter held',
      ['--set', 'tail_age_ms=740'],
      'argument 4 (--set): the run does not hold tail_age_ms against its tuner',
    ],
    ['another name', ['--run-id', 'other'], '--run-id: a run that goes on keeps its name'],
    ['a recording', ['--data', 'day.gz'], '--data: the target sim has a market of its own and reads no recording'],
    ['too short a segment', ['--stop-after', '90s'], '--stop-after: 90s of run time is less than one iteration'],
    ['no duration', ['--stop-after', 'soon'], '--stop-after: "soon" is no duration'],
  ])('refuses %s, forced or not, before anything is touched', async (_, typed, message) => {
    const cwd = temporaryFolder();
    await paused(cwd);
    const before = timesOf(join(cwd, FOLDER));
    for (const force of [[], ['--force']]) {
      const refused = await run(['soak', '--resume', 'mine', ...typed, ...force], { cwd });
      expect(refused.exitCode).toBe(2);
      expect(refused.stderr).toContain(message);
    }
    expect(timesOf(join(cwd, FOLDER))).toEqual(before);
  });

  test('takes what was typed when it says what the plan says', async () => {
    const cwd = temporaryFolder();
    for (const [file, least] of [
      ['gate.json', 1],
      ['other.json', 2],
    ] as const) {
      const rule = { kpi: 'net_bps', good: 'above', soft: least };
      writeFileSync(
        join(cwd, file),
        JSON.stringify({ name: 'own', last_iterations: 4, min_samples: 10, rules: [rule] }),
      );
    }
    await paused(cwd, ['--set', 'tail_age_ms=700', '--policy', 'gate.json']);
    const typed = ['--iterations', '3', '--set', 'tail_age_ms=700'];
    const other = await run(['soak', '--resume', 'mine', ...typed, '--policy', 'other.json'], { cwd });
    expect(other.stderr).toContain('--policy: other.json is not the policy that the run was planned with');
    expect((await run(['soak', '--resume', 'mine', ...typed, '--policy', 'gate.json'], { cwd })).stderr).toBe('');
  });

  test('refuses a changed environment, project file or version by name, unless it is forced', async () => {
    const cwd = temporaryFolder();
    await paused(cwd);
    writeFileSync(join(cwd, 'plimsoll.config.json'), '{"settings": {"tuner": "rules", "sleep_seconds": 1}}');
    const env = { KPI_GATE_MODE: 'hard', SOAK_MOCK_SEED: '7' };
    const changed = memoryHost(['soak', '--resume', 'mine'], { cwd, env });
    const newer = { ...changed, version: '9.9.9' };
    expect(await runCli(newer)).toBe(2);
    const told = changed.stderr.text();
    expect(told).toContain('plimsoll: the run was begun with 0.0.0-test, this is 9.9.9');
    expect(told).toContain('KPI_GATE_MODE: gate_mode is hard there, the run has soft');
    expect(told).toContain('sleep_seconds is 1 there, the run has 0');
    expect(told).not.toContain('seed');
    expect(told).not.toContain('tuner');
    const forced = { ...memoryHost(['soak', '--resume', 'mine', '--force'], { cwd, env }), version: '9.9.9' };
    expect(await runCli(forced)).not.toBe(2);
    const { journal } = readRun(nodeDisk, join(cwd, FOLDER));
    expect([...journal.lines()].map(({ record }) => record).find(({ kind }) => kind === 'run_resumed')).toMatchObject({
      iterations: 1,
      versions: { plimsoll: '9.9.9' },
      differences: [
        'plimsoll: the run was begun with 0.0.0-test, this is 9.9.9',
        'KPI_GATE_MODE: gate_mode is hard there, the run has soft',
        'plimsoll.config.json:1:50: sleep_seconds is 1 there, the run has 0',
      ],
    });
    expect(contentOf(join(cwd, FOLDER))).toEqual(await undisturbedContent());
  });

  test('may alert others than before, and alerts them of what comes from there on', async () => {
    const cwd = temporaryFolder();
    await paused(cwd);
    const env = { PLIMSOLL_ALERT_URL: 'http://localhost/', PLIMSOLL_ALERT_EVENTS: 'end' };
    const answer = () => Promise.resolve({ status: 200 });
    const host = memoryHost(['soak', '--resume', 'mine', '--set', 'alert_quiet=1m', '--quiet'], { cwd, env, answer });
    expect(await runCli(host)).not.toBe(2);
    expect(host.stderr.text()).toBe('');
    expect(host.requests.map(({ body = '{}' }) => jsonObject(body))).toMatchObject([
      { event: 'end', iteration: 3, run: { run_id: 'mine' } },
    ]);
  });

  test('tells of a torn journal whatever is printed', async () => {
    const cwd = temporaryFolder();
    await paused(cwd);
    writeFileSync(join(cwd, FOLDER, 'journal.jsonl'), '{"at":', { flag: 'a' });
    const resumed = await run(['soak', '--resume', 'mine', '--quiet'], { cwd });
    expect(resumed.stderr).toContain(
      '6 bytes of an unfinished record at the end of the journal; they are in journal.jsonl.torn-1',
    );
  });

  test('ends with 6 where an acknowledged file was changed', async () => {
    const cwd = temporaryFolder();
    await paused(cwd);
    writeFileSync(join(cwd, FOLDER, 'FILLS_1.jsonl'), '{}\n', { flag: 'a' });
    const refused = await run(['soak', '--resume', 'mine', '--json'], { cwd });
    expect(refused.exitCode).toBe(6);
    expect(jsonObject(refused.stdout)).toMatchObject({ error: { code: 'artifact' }, exit_code: 6 });
  });

  test('is what --force is for', async () => {
    const refused = await run(['soak', '--force'], { cwd: temporaryFolder() });
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('nothing to force without --resume'),
    });
  });
});
