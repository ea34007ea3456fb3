import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Parameters } from '../config/parameters.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runSoak } from './runner.ts';
import { failureOf, inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from './soak.fixture.ts';
import { stateHash } from '../artifacts/state-hash.ts';

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
      const applied = [...journal.lines()].flatMap((line) =>
        line.record.kind === 'parameters_applied' ? [line.record] : [],
      );
      expect(applied.map(({ to }) => to)).toEqual(summaries.map(({ parameters }) => parameters));
      expect(applied.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    }));

  test('the journal names an iteration before its parameters reach the target', () =>
    inTemporaryFolder(async (out) => {
      const { folder } = await runSoak(quickPlan({ iterations: 2 }), new FakeTarget(RISKY), new TestHost(out));
      expect([...readBack(folder).journal.lines()].map(({ record }) => record.kind)).toEqual([
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
      for (const { parameter, from, to, iteration, elapsed_us: elapsedUs } of applied) {
        expect(elapsedUs).toBe(iteration * 600_000_000);
        expect(replayed[parameter]).toBe(from);
        replayed[parameter] = to;
      }
      expect(replayed).toEqual(finalParameters);
      const refused = readBack(folder).summaries.flatMap(({ tuning }) =>
        tuning.decisions.filter(({ outcome }) => outcome === 'refused'),
      );
      const counted: readonly { refused: number }[] = Object.values(counters.guards);
      expect(refused.length).toBeGreaterThan(0);
      expect(counted.reduce((sum, each) => sum + each.refused, 0)).toBe(refused.length);
      expect(readBack(folder).summaries.at(-1)?.tuning.counters).toEqual(counters);
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
      expect([...run.journal.lines()].filter(({ record }) => record.kind === 'parameters_applied')).toHaveLength(1);
      expect(host.events.at(-1)).toMatchObject({ kind: 'run_ended', result: { reason: 'target_failed' } });
    }));

  test('a target that loses its parameters between two windows is found out although nothing was to be applied', () =>
    inTemporaryFolder(async (out) => {
      const target = new FakeTarget(RISKY);
      const host = new TestHost(out);
      host.stopAfter = (event) => {
        if (event.kind === 'iteration_completed') target.applied.push({ ...quickPlan().parameters, tail_age_ms: 650 });
        return false;
      };
      const failure = await failureOf(runSoak(quickPlan({ tune: false }), target, host));
      expect(failure.code).toBe('target');
      expect(failure.message).toContain('tail_age_ms was set to 500 and is reported as 650');
      expect(target.windows).toHaveLength(1);
    }));
});
