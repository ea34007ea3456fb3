// A soak run by a program: it writes what the command writes, is refused as the command is, and never speaks to the process.

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../cli/memory-host.fixture.ts';
import { FakeTarget } from '../soak/fake-target.fixture.ts';
import { Failure } from '../std/failure.ts';
import { judgeRun } from './judge-run.ts';
import { readRun } from './read-run.ts';
import { soak } from './soak.ts';

const SHORT = { iterations: 2, iteration_duration: '2m' };

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-library-'));
}

async function problemsOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Failure)) throw new Error('no Failure was thrown', { cause: error });
  return [error.message, ...error.problems.map(({ source, message }) => `${source}: ${message}`)].join('; ');
}

describe('soak', () => {
  it('writes the bytes that the command writes', async () => {
    const [own, typed] = [folder(), folder()];
    await soak({ cwd: own, settings: { ...SHORT, seed: 7, profile: 'ultra_safe' }, runId: 'one' });
    const flags = ['--iterations', '2', '--iteration-duration', '2m', '--seed', '7', '--profile', 'ultra_safe'];
    await run(['soak', ...flags, '--run-id', 'one'], { cwd: typed });
    const runFolder = 'artifacts/soak/runs/one';
    const names = readdirSync(join(typed, runFolder)).toSorted();
    expect(readdirSync(join(own, runFolder)).toSorted()).toEqual(names);
    expect(names).toContain('STEADY_TREND.md');
    const sameNames = names.filter((name) => /^(?:ITER_SUMMARY|FILLS|EDGE)/u.test(name));
    expect(sameNames.length).toBeGreaterThan(4);
    for (const name of sameNames) {
      const [mine, theirs] = [own, typed].map((cwd) => readFileSync(join(cwd, runFolder, name), 'utf8'));
      expect(mine, name).toBe(theirs);
    }
  });

  it('tells every wrong setting at once, by its place in the request', async () => {
    const settings = { iterations: 0, min_interval_ms: 'quick', scenario: 'clam' };
    const told = await problemsOf(soak({ cwd: folder(), settings }));
    expect(told).toContain('settings.iterations: iterations is 0');
    expect(told).toContain('settings.min_interval_ms: min_interval_ms is "quick"');
  });

  it('reads the project file of its folder, and the environment where it is handed in', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'plimsoll.config.json'), '{"settings":{"iterations":1,"iteration_duration":"1m"}}');
    const plain = await soak({ cwd });
    expect(plain.run.record.plan).toMatchObject({ iterations: 1, profile: 'steady_safe' });
    const variable = await soak({ cwd, env: { MM_PROFILE: 'ultra_safe' } });
    expect(variable.run.record.plan.profile).toBe('ultra_safe');
  });

  it('stops where the signal asks it to, and ends as interrupted', async () => {
    const stop = new AbortController();
    const log: string[] = [];
    const { reason, run: stored } = await soak({
      cwd: folder(),
      settings: { iterations: 3, iteration_duration: '2m' },
      signal: stop.signal,
      log: (lines) => {
        log.push(lines);
        if (lines.includes('1/3')) stop.abort();
      },
    });
    expect(reason).toBe('interrupted');
    expect(stored.completed).toBe(1);
    expect(log.join('')).toContain('stopping after this slice of work');
    expect((await soak({ cwd: folder(), settings: SHORT, signal: AbortSignal.abort() })).run.completed).toBe(0);
  });
});

describe('a bot in its own process', () => {
  it('is started, and its failure is thrown by name', async () => {
    const settings = { target: 'command', iterations: 1, iteration_duration: '1s' };
    const told = await problemsOf(soak({ cwd: folder(), settings, bot: ['sh', '-c', 'exit 7'] }));
    expect(told).toContain('bot_not_ready: the bot was gone before it was ready: it ended with exit code 7');
    expect(await problemsOf(soak({ cwd: folder(), settings }))).toContain('needs the command that starts your bot');
  });
});

describe('a target of the program', () => {
  const fake = { open: ({ seed }: { readonly seed: number }) => new FakeTarget({ seed }), options: { what: 'fake' } };

  it('is soaked, read, judged and verified like any other', async () => {
    const cwd = folder();
    const { runId, judgement } = await soak({
      cwd,
      settings: { iterations: 8, iteration_duration: '10m' },
      target: fake,
    });
    expect(runId).toMatch(/-fake-s42$/u);
    expect(readRun(runId, { cwd }).record.plan.target).toEqual({ kind: 'fake', options: { what: 'fake' } });
    expect((await judgeRun(runId, { cwd })).judgement).toEqual(judgement);
    expect((await judgeRun(runId, { cwd, release: true })).judgement.policy.name).toBe('release');
    expect((await run(['verify', runId], { cwd })).exitCode).toBe(0);
  });

  it('is refused beside another, and under the name of a built-in one', async () => {
    const both = soak({ cwd: folder(), settings: { target: 'sim' }, target: fake });
    expect(await problemsOf(both)).toContain('brings a target of its own');
    const closed: string[] = [];
    class Impostor extends FakeTarget {
      override describe() {
        return { ...super.describe(), kind: 'sim' };
      }
      override close() {
        closed.push('closed');
        return super.close();
      }
    }
    const named = soak({ cwd: folder(), target: { open: () => new Impostor({ seed: 1 }) } });
    expect(await problemsOf(named)).toContain("sim is the name of a target of Plimsoll's own");
    expect(closed).toEqual(['closed']);
  });

  it('ends the run where it fails, and what came before can be read', async () => {
    const cwd = folder();
    const target = { open: () => new FakeTarget({ seed: 1, failsAt: 2 }) };
    const settings = { iterations: 3, iteration_duration: '10m' };
    const told = await problemsOf(soak({ cwd, settings, target, runId: 'dies' }));
    expect(told).toContain('the fake target died');
    expect(readRun('dies', { cwd }).completed).toBe(1);
  });
});

describe('readRun and judgeRun', () => {
  it('say that there is no such run', async () => {
    const cwd = folder();
    expect(() => readRun('latest', { cwd, out: 'elsewhere' })).toThrow(/There is no run under .*elsewhere yet/u);
    expect(await problemsOf(judgeRun('nobody', { cwd }))).toContain('There is no run "nobody"');
  });
});
