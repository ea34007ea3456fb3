// Guards in whole soaks, with a market, a disk and a journal: nothing of them is replaced here. The lines of freeze and gate are set so that
// any market is on the wanted side of them, and nothing hangs on its calibration.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RUNTIME_OVERRIDES_FILE, TUNING_REPORT_FILE, TUNING_STATE_FILE } from '../artifacts/layout.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import type { RunSink } from '../artifacts/run-writer.ts';
import { writeDocument } from '../artifacts/document.ts';
import { BUILT_IN_PROFILES } from '../config/profiles.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { hashText } from '../json/hash.ts';
import { createSimTarget } from '../targets/sim-target.ts';
import { rulesTuner } from '../tuner/rules-tuner.ts';
import { VOLATILE } from '../venue/scenario.ts';
import { decideTuning } from './decide-tuning.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { RunArchive } from './run-archive.ts';
import { runSoak } from './runner.ts';
import { inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from './soak.fixture.ts';
import { TuningLedger } from './tuning-ledger.ts';
import { replayTuning } from './verify-tuning.ts';

/** Wide enough that every iteration is steady, and none fails. */
function steadyPlan(changes: Partial<RunPlan> = {}): RunPlan {
  const plan = quickPlan({ iterations: 8, ...changes });
  const { freeze } = plan.guard_policy;
  const { aggressive: parameters = plan.parameters } = BUILT_IN_PROFILES;
  return {
    ...plan,
    parameters,
    policy: { ...plan.policy, rules: [{ kpi: 'risk_ratio', good: 'below', hard: 1 }] },
    guard_policy: { ...plan.guard_policy, freeze: { ...freeze, risk_ratio: 1, net_bps: -1000 } },
  };
}

async function soak(out: string, plan: RunPlan): Promise<StoredRun> {
  const { seed, parameters } = plan;
  const { folder } = await runSoak(plan, createSimTarget({ scenario: VOLATILE, seed, parameters }), new TestHost(out));
  return readBack(folder);
}

function readText({ folder }: StoredRun, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

describe('a soak on the embedded venue', () => {
  test('freezes two parameters for exactly the next four iterations after two steady ones, while others move, and then lets them go', () =>
    inTemporaryFolder(async (out) => {
      const stored = await soak(out, steadyPlan());
      const { summaries } = stored;
      const course = summaries.map(({ parameters }) => [parameters.impact_cap_ratio, parameters.max_delta_ratio]);
      expect(course.slice(2, 6)).toEqual(course.slice(2, 6).map(() => course[1]));
      // The tuner goes on wanting them smaller, and nothing but the freeze keeps them; when it has ended, they go where they were wanted.
      const refusals = summaries.map(({ tuning }) =>
        tuning.decisions
          .filter(({ parameter }) => parameter === 'impact_cap_ratio' || parameter === 'max_delta_ratio')
          .map(({ steps }) => steps.at(-1)?.guard),
      );
      expect(refusals.slice(1, 5).flat().length).toBeGreaterThan(1);
      expect(new Set(refusals.slice(1, 5).flat())).toEqual(new Set(['freeze']));
      expect([...(refusals[0] ?? []), ...(refusals[5] ?? [])]).not.toContain('freeze');
      expect(course[1]).not.toEqual(course[0]);
      expect(course.slice(6)).not.toContainEqual(course[1]);
      const others = summaries
        .slice(1, 6)
        .map(({ parameters }) => `${parameters.min_interval_ms} ${parameters.base_spread_bps_delta}`);
      expect(new Set(others).size).toBeGreaterThan(2);
      expect(replayTuning(stored).problems).toEqual([]);
    }));

  test('writes the same bytes where a decision is taken in a hundred times more, and decides nothing new', () =>
    inTemporaryFolder(async (out) => {
      const plan = steadyPlan({ iterations: 3 });
      const stored = await soak(out, plan);
      const files = [RUNTIME_OVERRIDES_FILE, TUNING_STATE_FILE, TUNING_REPORT_FILE];
      const ledger = new TuningLedger(plan);
      const archive = new RunArchive(sinkInto(stored.folder), ledger);
      archive.start(plan);
      for (const summary of stored.summaries) {
        ledger.observe(summary);
        archive.acknowledge(summary);
        const bytes = files.map((name) => readText(stored, name));
        for (let again = 0; again < 100; again += 1) {
          archive.acknowledge(summary);
          ledger.record(summary);
          const { decisions, applied } = decideTuning(plan, rulesTuner, ledger.moment(plan.iterations));
          expect(applied).toBe(false);
          expect(decisions.every(({ outcome }) => outcome === 'refused')).toBe(true);
        }
        expect(files.map((name) => readText(stored, name))).toEqual(bytes);
      }
      expect(stored.summaries.some(({ tuning }) => tuning.applied)).toBe(true);
      const { tuning } = stored.ended ?? {};
      expect(JSON.parse(readText(stored, TUNING_REPORT_FILE))).toEqual(tuning);
    }));

  test('takes two equal steps after two iterations for two steps', () =>
    inTemporaryFolder(async (out) => {
      const stored = await soak(out, steadyPlan({ iterations: 4 }));
      const steps = stored.summaries.map(({ tuning }) => tuning.proposed_deltas.base_spread_bps_delta);
      expect(steps[0]).toBe(steps[1]);
      const [one = 0, two = 0, three = 0] = stored.summaries.map(({ parameters }) => parameters.base_spread_bps_delta);
      expect([two - one, three - two].map((step) => step.toFixed(3))).toEqual(['0.020', '0.020']);
    }));
});

describe('a soak that fails on and on', () => {
  const failing = (changes: Partial<RunPlan> = {}): RunPlan => {
    const plan = quickPlan({ iterations: 12 });
    const { panic } = plan.guard_policy;
    const policy = { ...plan.policy, rules: [{ kpi: 'risk_ratio', good: 'below', hard: 0.1 } as const] };
    return { ...plan, policy, guard_policy: { ...plan.guard_policy, panic: { ...panic, fails: 3 } }, ...changes };
  };
  const run = async (out: string, plan: RunPlan): Promise<StoredRun> =>
    readBack((await runSoak(plan, new FakeTarget(RISKY), new TestHost(out))).folder);

  test('goes back to steady_safe in one step after the third failure, holds, and after the second such step to the end', () =>
    inTemporaryFolder(async (out) => {
      const stored = await run(out, failing());
      const { summaries, journal } = stored;
      const safe = BUILT_IN_PROFILES['steady_safe'];
      expect(summaries[2]?.tuning.revert).toMatchObject({
        kind: 'revert',
        target: 'steady_safe',
        reason: '3 FAIL iterations running: back to steady_safe, held until iteration 7',
      });
      expect(summaries[3]?.parameters).toEqual(safe);
      expect(summaries[5]?.tuning.revert?.reason).toContain(
        'stands already at steady_safe; this is revert 2 to that vector',
      );
      expect(summaries.slice(3).map(({ parameters }) => parameters)).toEqual(summaries.slice(3).map(() => safe));
      expect(summaries.map(({ tuning }) => tuning.revert !== undefined).lastIndexOf(true)).toBe(5);
      const journalled = [...journal.lines()].flatMap(({ record }) =>
        record.kind === 'iteration_completed' ? [record.revert] : [],
      );
      expect(journalled).toEqual(summaries.map(({ tuning }) => tuning.revert));
      expect(stored.ended?.tuning.summary).toMatchObject({ panic_reverts: 2, guards: 'on' });
      expect(JSON.parse(readText(stored, TUNING_STATE_FILE))).toMatchObject({
        hold: { from_iteration: 7 },
        reverts: [{ iteration: 3 }, { iteration: 6 }],
        counters: { panic_reverts_total: 2 },
      });
      expect(replayTuning(stored).problems).toEqual([]);
    }));

  test('leaves what the operator holds where it is', () =>
    inTemporaryFolder(async (out) => {
      const { summaries } = await run(out, failing({ pinned: { min_interval_ms: '--set' } }));
      expect(summaries[3]?.parameters).toEqual({ ...BUILT_IN_PROFILES['steady_safe'], min_interval_ms: 50 });
    }));

  test('goes back to nothing where nothing is tuned or guarded', () =>
    inTemporaryFolder(async (out) => {
      for (const [index, changes] of [{ tune: false }, { guards: false }].entries()) {
        const { summaries } = await run(join(out, `${index}`), failing(changes));
        expect(summaries.filter(({ tuning }) => tuning.revert !== undefined)).toEqual([]);
      }
    }));
});

/** Writes documents where the run has them, and no record. */
function sinkInto(folder: string): RunSink {
  return {
    folder,
    writeDocument: (name, value) => writeDocument(nodeDisk, join(folder, name), value),
    writeText: (_, text) => hashText(text),
    record: () => undefined,
    makeRoom: () => false,
  };
}
