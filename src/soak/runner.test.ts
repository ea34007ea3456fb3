import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRun } from '../artifacts/find-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import type { Interval, Kpi } from '../edge/edge-report.ts';
import { DiskError } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { acquireRunLock } from '../files/run-lock.ts';
import { hashJson, hashText } from '../json/hash.ts';
import { parseJson } from '../json/parse.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runSoak } from './runner.ts';
import {
  failureOf,
  filesOf,
  inTemporaryFolder,
  quickPlan,
  readBack,
  RISKY,
  TestHost,
  testPlan,
  valueOf,
} from './soak.fixture.ts';

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
      expect(run.record).toMatchObject({ run_id: 'run', started_at: '2026-01-01T00:00:00.001Z' });
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
      const hashes = (run: StoredRun): readonly string[] => [...run.journal.lines()].map((line) => line.hash);
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
      expect(readBack(first.folder).journal.undisturbed[0]).not.toBe(readBack(second.folder).journal.undisturbed[0]);
    }));

  test('bounds follow from the events alone, whatever the seed', () =>
    inTemporaryFolder(async (out) => {
      const first = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), new TestHost(out, 'first'));
      const second = await runSoak(testPlan({ seed: 43 }), new FakeTarget({ seed: 1 }), new TestHost(out, 'second'));
      expect(intervalOf(first.kpis.net_bps)).toBeDefined();
      expect(first.kpis).toEqual(second.kpis);
      const [left, right] = [first, second].map(({ folder }) => readBack(folder).summaries[0]?.edge.kpis);
      expect(left).toEqual(right);
    }));

  test("takes every bound at the policy's confidence, which its plan and its gate name", () =>
    inTemporaryFolder(async (out) => {
      const policy = { ...testPlan().policy, confidence: 0.8 };
      const loose = await runSoak(testPlan({ policy }), new FakeTarget({ seed: 1 }), new TestHost(out, 'loose'));
      const usual = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), new TestHost(out, 'usual'));
      const [at80, at90] = [readBack(loose.folder), readBack(usual.folder)];
      expect(at80.record.plan.policy.confidence).toBe(0.8);
      expect(at80.record.plan_sha256).not.toBe(at90.record.plan_sha256);
      expect(at80.ended?.gate.judgement.policy.confidence).toBe(0.8);
      for (const kpisOf of [
        ({ ended }: StoredRun) => ended?.gate.kpis,
        ({ summaries }: StoredRun) => summaries[0]?.edge.kpis,
      ]) {
        const [narrow, wide] = [kpisOf(at80)?.net_bps, kpisOf(at90)?.net_bps].map(intervalOf);
        expect([narrow?.confidence, wide?.confidence]).toEqual([0.8, 0.9]);
        expect(narrow?.lower).toBeGreaterThan(wide?.lower ?? Number.NaN);
        expect(narrow?.upper).toBeLessThan(wide?.upper ?? Number.NaN);
      }
    }));

  test("writes into each summary the target's own words about its parameters, and hands on what was granted", () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget({ seed: 1 });
      const given = testPlan().parameters;
      let asked = 0;
      // Rounding that the read-back forgives, another one each time.
      const reported = (time: number): Parameters => ({ ...given, tail_age_ms: given.tail_age_ms + time * 1e-10 });
      target.readBack = () => {
        asked += 1;
        return Promise.resolve(reported(asked));
      };
      const { folder } = await runSoak(testPlan({ tune: false, iterations: 3 }), target, new TestHost(out));
      const { summaries, journal } = readBack(folder);
      expect(summaries.map((summary) => summary.read_back)).toEqual([reported(1), reported(2), reported(3)]);
      expect(summaries.map((summary) => summary.parameters)).toEqual([given, given, given]);
      expect([...journal.lines()].filter(({ record }) => record.kind === 'parameters_applied')).toHaveLength(1);
      expect(target.applied).toEqual([given]);
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

describe('a soak that ends early', () => {
  test('stops in the middle of a window: the window does not count, what was finished is whole', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      host.stopAfter = (event) => event.kind === 'progress' && event.iteration === 3 && event.reachedUs > 1_300_000_000;
      const result = await runSoak(testPlan(), new FakeTarget({ seed: 1 }), host);
      expect(result).toMatchObject({ reason: 'interrupted', iterations: 2 });
      const run = readBack(result.folder);
      expect(run.summaries).toHaveLength(2);
      expect(run.ended?.record).toMatchObject({ reason: 'interrupted', iterations: 2, kpi_verdict: 'INCONCLUSIVE' });
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
      const target = new FakeTarget({ seed: 1, riskShare: 1 });
      const result = await runSoak(testPlan({ gate_mode: 'hard' }), target, new TestHost(out));
      expect(result).toMatchObject({ reason: 'failed_gate', iterations: 1, judgement: { verdict: 'FAIL' } });
      expect(result.judgement.iterations).toEqual([1]);
      const [only] = readBack(result.folder).summaries;
      expect(only?.tuning.skip_reason).toHaveProperty('late_iteration');
      expect(target.applied).toHaveLength(1);
    }));

  test('in soft mode a FAIL is reported and the run goes on', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget({ seed: 1, riskShare: 1 });
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
      expect(summary?.summary).not.toHaveProperty('slippage_bps_p95');
      expect(summary?.absent).toEqual({ slippage_bps_p95: 'there was no taker fill of ours' });
      expect(PARAMETER_NAMES.every((name) => typeof summary?.parameters[name] === 'number')).toBe(true);
    }));
});

describe('what counts', () => {
  test('is on disk before the journal says so', () =>
    inTemporaryFolder(async (out) => {
      const folder = join(out, 'runs', 'run');
      const told: string[] = [];
      const host = new TestHost(out);
      host.disk = {
        ...nodeDisk,
        write(file, bytes) {
          const text = Buffer.from(bytes).toString('utf8');
          const completed = /"iteration_completed"/u.test(text) ? /"FILLS_(\d+)\.jsonl":"(\w+)"/u.exec(text) : null;
          if (completed !== null) {
            const [, iteration = '', hash = ''] = completed;
            told.push(iteration);
            expect(hashText(readFileSync(join(folder, `FILLS_${iteration}.jsonl`), 'utf8'))).toBe(hash);
            const summary = readFileSync(join(folder, `ITER_SUMMARY_${iteration}.json`), 'utf8');
            expect(text).toContain(hashJson(parseJson(summary)));
            const state = parseJson(readFileSync(join(folder, 'TUNING_STATE.json'), 'utf8'));
            expect(state).toHaveProperty('iteration', Number(iteration));
            expect(unsynced.size).toBe(0);
          } else if (!text.startsWith('{"at"')) {
            unsynced.add(file);
          }
          return nodeDisk.write(file, bytes);
        },
        sync(file) {
          unsynced.delete(file);
          nodeDisk.sync(file);
        },
      };
      const unsynced = new Set<number>();
      await runSoak(testPlan(), new FakeTarget({ seed: 1 }), host);
      expect(told).toEqual(['1', '2', '3', '4']);
    }));

  test('stays whole when the disk fills up, and the run says that the disk did', () =>
    inTemporaryFolder(async (out) => {
      const host = new TestHost(out);
      let iteration = 0;
      host.stopAfter = (event) => {
        if (event.kind === 'iteration_started') iteration = event.iteration;
        return false;
      };
      host.disk = {
        ...nodeDisk,
        write(file, bytes) {
          if (iteration === 3) throw new DiskError('ENOSPC', 'write');
          return nodeDisk.write(file, bytes);
        },
      };
      const failure = await failureOf(runSoak(testPlan(), new FakeTarget({ seed: 1 }), host));
      expect(failure.code).toBe('disk');
      expect(failure.message).toContain(join(out, 'runs', 'run'));
      const run = readBack(join(out, 'runs', 'run'));
      expect(run.summaries).toHaveLength(2);
      expect(run.ended).toBeUndefined();
    }));
});

function intervalOf(kpi: Kpi | undefined): Interval | undefined {
  return kpi?.kind === 'value' ? kpi.interval : undefined;
}
