import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRun } from '../artifacts/find-run.ts';
import { readRun, verifyArtifacts } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import type { Kpi } from '../edge/edge-report.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { parseJson } from '../json/parse.ts';
import { Failure } from '../std/failure.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runSoak } from './runner.ts';
import { inTemporaryFolder, TestHost, testPlan } from './soak.fixture.ts';
import { stateHash } from './state-hash.ts';

/** With this share of denials, and from these quick parameters, the rules want a calmer bot after each of four iterations. */
const RISKY = { seed: 7, riskShare: 0.7 };
const QUICK = { ...testPlan().parameters, min_interval_ms: 50, tail_age_ms: 500 };
const quickPlan = (changes: Partial<RunPlan> = {}): RunPlan => testPlan({ parameters: QUICK, ...changes });

function filesOf(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

async function failureOf(run: Promise<unknown>): Promise<Failure> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

function valueOf(kpi: Kpi | undefined): number {
  if (kpi?.kind !== 'value') throw new Error('the KPI is absent');
  return kpi.value;
}

function readBack(folder: string): StoredRun {
  const run = readRun(nodeDisk, folder);
  verifyArtifacts(nodeDisk, run);
  return run;
}

describe('a soak', () => {
  test('leaves every artifact, and reads back as what it said', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      const result = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), host);
      expect(result).toMatchObject({ reason: 'completed', iterations: 4, folder: join(out, 'runs', 'run') });
      expect(result.judgement.verdict).toBe('PASS');
      expect(result.judgement.iterations).toEqual([1, 2, 3, 4]);
      expect(result.line).toMatch(/^\| kpi_gate \| status=OK \| net=\d/u);
      expect(readdirSync(result.folder).toSorted()).toEqual([
        'EDGE_REPORT.json',
        'FILLS_1.jsonl',
        'FILLS_2.jsonl',
        'FILLS_3.jsonl',
        'FILLS_4.jsonl',
        'ITER_SUMMARY_1.json',
        'ITER_SUMMARY_2.json',
        'ITER_SUMMARY_3.json',
        'ITER_SUMMARY_4.json',
        'KPI_GATE.json',
        'TUNING_REPORT.json',
        'TUNING_STATE.json',
        'journal.jsonl',
        'run.json',
        'runtime_overrides.json',
      ]);
      expect(readlinkSync(join(out, 'latest'))).toBe(join('runs', 'run'));
      const run = readBack(findRun(nodeDisk, out, 'latest'));
      expect(run.summaries).toEqual(
        host.events.flatMap((event) => (event.kind === 'iteration_completed' ? [event.summary] : [])),
      );
      expect(run.ended?.gate).toEqual({ judgement: result.judgement, kpis: result.kpis, line: result.line });
      expect(run.ended?.tuning.summary.count).toBe(4);
      expect(parseJson(readFileSync(join(result.folder, 'runtime_overrides.json'), 'utf8'))).toEqual(
        result.finalParameters,
      );
    }));

  test('writes the same bytes for the same seed, but for run.json and the envelope of the journal', () =>
    inTemporaryFolder(async (out) => {
      const first = await runSoak(quickPlan(), new FakeTarget(RISKY), new TestHost(out, 'first'));
      const later = new TestHost(out, 'second', '2031-05-06T07:08:09.000Z');
      const second = await runSoak(quickPlan(), new FakeTarget(RISKY), later);
      const [left, right] = [filesOf(first.folder), filesOf(second.folder)];
      expect([...left.keys()]).toEqual([...right.keys()]);
      const different = [...left].flatMap(([name, text]) => (right.get(name) === text ? [] : [name]));
      expect(different).toEqual(['journal.jsonl', 'run.json']);
      const hashes = (run: StoredRun): readonly string[] => run.journal.map((line) => line.hash);
      expect(hashes(readBack(first.folder))).toEqual(hashes(readBack(second.folder)));
    }));

  test('writes other fills, intervals and hashes for another seed', () =>
    inTemporaryFolder(async (out) => {
      const first = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), new TestHost(out, 'first'));
      const second = await runSoak(testPlan({ seed: 43 }), new FakeTarget({ seed: 2 }), new TestHost(out, 'second'));
      const [left, right] = [filesOf(first.folder), filesOf(second.folder)];
      for (const name of ['FILLS_1.jsonl', 'ITER_SUMMARY_1.json', 'EDGE_REPORT.json', 'journal.jsonl']) {
        expect(left.get(name)).not.toBe(right.get(name));
      }
      expect(readBack(first.folder).journal[0]?.hash).not.toBe(readBack(second.folder).journal[0]?.hash);
    }));

  test('draws intervals from streams of the seed alone, so the same events under another seed differ in bounds only', () =>
    inTemporaryFolder(async (out) => {
      const first = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), new TestHost(out, 'first'));
      const second = await runSoak(testPlan({ seed: 43 }), new FakeTarget({ seed: 1 }), new TestHost(out, 'second'));
      expect(first.kpis.net_bps).not.toEqual(second.kpis.net_bps);
      expect(first.kpis.net_bps).toMatchObject({ value: valueOf(second.kpis.net_bps) });
    }));

  test('lists more than ten iterations by number', () =>
    inTemporaryFolder(async (out) => {
      const plan = testPlan({ iterations: 12, iteration_us: 60_000_000 });
      const { folder } = await runSoak(plan, new FakeTarget({ seed: 1 }), new TestHost(out));
      const numbers = readBack(folder).summaries.map(({ iteration }) => iteration);
      expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      const gate = readBack(folder).ended?.gate;
      expect(gate?.judgement.iterations).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    }));

  test('sleeps between iterations and not after the last', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      await runSoak(testPlan({ sleep_seconds: 5, iterations: 3 }), new FakeTarget({ seed: 1 }), host);
      expect(host.sleeps).toEqual([5, 5]);
    }));
});

describe('the tuning of a soak', () => {
  test('what was granted is what the next iteration runs with, as the target reports it', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget(RISKY);
      const { folder } = await runSoak(quickPlan(), target, new TestHost(out));
      const { summaries, journal, record } = readBack(folder);
      expect(summaries[0]?.parameters).toEqual(record.plan.parameters);
      expect(summaries.slice(0, -1).every(({ tuning }) => tuning.applied)).toBe(true);
      for (const [index, { tuning, parameters, state_hash: hash }] of summaries.entries()) {
        expect(hash).toBe(stateHash(parameters));
        for (const { parameter, to } of tuning.decisions) expect(tuning.parameters_next[parameter]).toBe(to);
        const next = summaries[index + 1];
        if (next === undefined) continue;
        expect(next.parameters).toEqual(tuning.parameters_next);
        expect(next.state_hash).toBe(tuning.state_hash_next);
        expect(target.applied[index + 1]).toEqual(next.parameters);
      }
      const applied = journal.flatMap((line) => (line.record.kind === 'parameters_applied' ? [line.record] : []));
      expect(applied.map(({ to }) => to)).toEqual(summaries.map(({ parameters }) => parameters));
      expect(applied.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    }));

  test('the journal names an iteration before its parameters reach the target', () =>
    inTemporaryFolder(async (out) => {
      const { folder } = await runSoak(quickPlan({ iterations: 2 }), new FakeTarget(RISKY), new TestHost(out));
      expect(readBack(folder).journal.map(({ record }) => record.kind)).toEqual([
        'run_started',
        'parameters_applied',
        'iteration_completed',
        'parameters_applied',
        'iteration_completed',
        'run_ended',
      ]);
    }));

  test("the last iteration's proposal is recorded and not applied", () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget(RISKY);
      const result = await runSoak(quickPlan(), target, new TestHost(out));
      const last = readBack(result.folder).summaries.at(-1);
      expect(Object.keys(last?.tuning.proposed_deltas ?? {}).length).toBeGreaterThan(0);
      expect(last?.tuning).toMatchObject({ applied: false, changed_keys: [], parameters_next: last?.parameters });
      expect(last?.tuning.skip_reason).toHaveProperty('late_iteration');
      expect(result.finalParameters).toEqual(last?.parameters);
      expect(target.applied).toHaveLength(4);
    }));

  test('a pinned parameter never changes and every attempt is recorded', () =>
    inTemporaryFolder(async (out) => {
      const plan = quickPlan({ pinned: { min_interval_ms: '--set min_interval_ms=50 (argument 2)' } });
      const { folder } = await runSoak(plan, new FakeTarget(RISKY), new TestHost(out));
      const { summaries, ended } = readBack(folder);
      for (const { parameters, tuning } of summaries) {
        expect(parameters.min_interval_ms).toBe(50);
        expect(tuning.proposed_deltas.min_interval_ms).toBeGreaterThan(0);
        expect(tuning.skip_reason.pin).toContain('argument 2');
      }
      expect(ended?.tuning.summary.skip_reasons.pin).toBe(4);
    }));

  test('without tuning nothing is proposed, applied or changed', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget(RISKY);
      const { folder } = await runSoak(quickPlan({ tune: false }), target, new TestHost(out));
      const { summaries } = readBack(folder);
      expect(summaries.map(({ tuning }) => tuning.skip_reason)).toEqual(
        summaries.map(() => ({ tuning_off: 'this run does not tune' })),
      );
      expect(target.applied).toHaveLength(1);
    }));

  test('TUNING_STATE.json adds up to the parameters', () =>
    inTemporaryFolder(async (out) => {
      const { folder, finalParameters } = await runSoak(quickPlan(), new FakeTarget(RISKY), new TestHost(out));
      const { applied, counters } = JSON.parse(readFileSync(join(folder, 'TUNING_STATE.json'), 'utf8'));
      const replayed: Record<string, number> = { ...quickPlan().parameters };
      for (const { parameter, from, to } of applied) {
        expect(replayed[parameter]).toBe(from);
        replayed[parameter] = to;
      }
      expect(replayed).toEqual(finalParameters);
      const refused = readBack(folder).summaries.flatMap(({ tuning }) =>
        tuning.decisions.filter(({ outcome }) => outcome === 'refused'),
      );
      expect(counters.guards.late_iteration.refused).toBe(refused.length);
    }));

  test('a target that lies about its parameters ends the run as failed, before the window that would have run with them', () =>
    inTemporaryFolder(async (out) => {
      const lie = (held: Parameters): Parameters => ({
        ...held,
        min_interval_ms: held.min_interval_ms - 1,
      });
      const target = new FakeTarget({ ...RISKY, lie });
      const host = new TestHost(out);
      const failure = await failureOf(runSoak(quickPlan(), target, host));
      expect(failure.code).toBe('target');
      expect(failure.message).toMatch(/min_interval_ms was set to 55 and is reported as 54/u);
      expect(target.windows).toHaveLength(1);
      const run = readBack(join(out, 'runs', 'run'));
      expect(run.summaries).toHaveLength(1);
      expect(run.ended?.record).toMatchObject({ reason: 'target_failed', message: failure.message, iterations: 1 });
      expect(run.journal.filter(({ record }) => record.kind === 'parameters_applied')).toHaveLength(1);
      expect(host.events.at(-1)).toMatchObject({ kind: 'run_ended', result: { reason: 'target_failed' } });
    }));
});

describe('a soak that ends early', () => {
  test('stops in the middle of a window: the window does not count, what was finished is whole', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      host.stopAfter = (event) => event.kind === 'progress' && event.iteration === 3 && event.reachedUs > 1_300_000_000;
      const result = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), host);
      expect(result).toMatchObject({ reason: 'interrupted', iterations: 2 });
      const run = readBack(result.folder);
      expect(run.summaries).toHaveLength(2);
      expect(run.ended?.record).toMatchObject({ reason: 'interrupted', iterations: 2, kpi_verdict: 'PASS' });
      expect(existsSync(join(result.folder, 'ITER_SUMMARY_3.json'))).toBe(false);
      expect(existsSync(join(result.folder, 'run.lock'))).toBe(false);
    }));

  test('stops before it began: no data, and never a pass', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      host.stopAfter = () => true;
      const target = new FakeTarget({ seed: 1 });
      const result = await runSoak(testPlan(), target, host);
      expect(result).toMatchObject({ reason: 'interrupted', iterations: 0, judgement: { verdict: 'NO_DATA' } });
      expect(target.windows).toHaveLength(0);
      expect(readBack(result.folder).ended?.gate.line).toContain('status=NO_DATA');
    }));

  test('runs out of market: ends with what it has', () =>
    inTemporaryFolder(async (out) => {
      const result = await runSoak(testPlan(), new FakeTarget({ seed: 1, exhaustedAt: 3 }), new TestHost(out));
      expect(result).toMatchObject({ reason: 'exhausted', message: 'the tape ended', iterations: 2 });
      expect(readBack(result.folder).summaries).toHaveLength(2);
    }));

  test('runs out of market at once: no data', () =>
    inTemporaryFolder(async (out) => {
      const result = await runSoak(testPlan(), new FakeTarget({ seed: 1, exhaustedAt: 1 }), new TestHost(out));
      expect(result).toMatchObject({ reason: 'exhausted', iterations: 0, judgement: { verdict: 'NO_DATA' } });
    }));

  test('in hard mode the first FAIL is the verdict, and its proposal is not applied', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget({ seed: 1, riskShare: 0.9 });
      const result = await runSoak(testPlan({ gate_mode: 'hard' }), target, new TestHost(out));
      expect(result).toMatchObject({ reason: 'failed_gate', iterations: 1, judgement: { verdict: 'FAIL' } });
      expect(result.judgement.iterations).toEqual([1]);
      const [only] = readBack(result.folder).summaries;
      expect(only?.tuning.skip_reason).toHaveProperty('late_iteration');
      expect(target.applied).toHaveLength(1);
    }));

  test('in soft mode a FAIL is reported and the run goes on', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget({ seed: 1, riskShare: 0.9 });
      const result = await runSoak(testPlan({ tune: false }), target, new TestHost(out));
      expect(result).toMatchObject({ reason: 'completed', iterations: 4, judgement: { verdict: 'FAIL' } });
    }));

  test("a target's failure is journalled and thrown on as it is", () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget({ seed: 1, failsAt: 2 });
      const failure = await failureOf(runSoak(testPlan(), target, new TestHost(out)));
      expect(failure).toMatchObject({ code: 'target', message: 'the fake target died', hint: 'do not ask it to' });
      const { ended } = readBack(join(out, 'runs', 'run'));
      expect(ended?.record).toMatchObject({ reason: 'target_failed', message: 'the fake target died', iterations: 1 });
    }));

  test('a bug in the target is no failure of the target and leaves no end in the journal', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      const target = new FakeTarget({ seed: 1 });
      target.run = () => Promise.reject(new TypeError('not a function'));
      await expect(runSoak(testPlan(), target, host)).rejects.toThrow(TypeError);
      expect(readBack(join(out, 'runs', 'run')).ended).toBeUndefined();
    }));
});

describe("a run's folder", () => {
  test('that holds a run is never written over', () =>
    inTemporaryFolder(async (out) => {
      const { folder } = await runSoak(testPlan({ iterations: 1 }), new FakeTarget({ seed: 1 }), new TestHost(out));
      const before = filesOf(folder);
      const failure = await failureOf(runSoak(testPlan(), new FakeTarget({ seed: 2 }), new TestHost(out)));
      expect(failure.code).toBe('usage');
      expect(failure.message).toContain(folder);
      expect(filesOf(folder)).toEqual(before);
    }));

  test('that another process is at work in is left to it', () =>
    inTemporaryFolder(async (out) => {
      const folder = join(out, 'runs', 'run');
      mkdirSync(folder, { recursive: true });
      const lock = acquireRunLock(nodeDisk, folder, { pid: process.pid });
      const failure = await failureOf(runSoak(testPlan(), new FakeTarget({ seed: 1 }), new TestHost(out)));
      lock.release();
      expect(failure.code).toBe('usage');
      expect(failure.message).toContain(`locked by process ${process.pid}`);
      expect(readdirSync(folder)).toEqual([]);
    }));

  test('that cannot be made is a wrong --out, said before the target is touched', () =>
    inTemporaryFolder(async (out) => {
      const blocked = join(out, 'a-file');
      writeFileSync(blocked, '');
      const target = new FakeTarget({ seed: 1 });
      const failure = await failureOf(runSoak(testPlan(), target, new TestHost(blocked)));
      expect(failure.code).toBe('usage');
      expect(failure.message).toContain(blocked);
      expect(failure.hint).toBeDefined();
      expect(target.applied).toEqual([]);
    }));

  test('names no run, no time and no path in what two runs share', () =>
    inTemporaryFolder(async (out) => {
      const { folder } = await runSoak(
        testPlan({ iterations: 1 }),
        new FakeTarget(RISKY),
        new TestHost(out, 'my-run-id'),
      );
      for (const [name, text] of filesOf(folder)) {
        if (name === 'run.json') continue;
        expect(text).not.toContain('my-run-id');
        expect(text).not.toContain(out);
        if (name !== 'journal.jsonl') expect(text).not.toContain('2026-01-01');
      }
    }));

  test('holds summaries whose flat numbers are the values of the KPIs, and whose absences have reasons', () =>
    inTemporaryFolder(async (out) => {
      const { folder } = await runSoak(testPlan({ iterations: 1 }), new FakeTarget({ seed: 1 }), new TestHost(out));
      const [summary] = readBack(folder).summaries;
      expect(summary?.summary.net_bps).toBe(valueOf(summary?.edge.kpis.net_bps));
      expect(summary?.absent).toEqual({ slippage_bps_p95: 'there was no taker fill of ours' });
      expect(PARAMETER_NAMES.every((name) => typeof summary?.parameters[name] === 'number')).toBe(true);
    }));
});
