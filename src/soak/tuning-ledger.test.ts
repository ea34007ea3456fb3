import { expect, test } from 'vitest';
import { GUARD_POLICY, horizonIterations } from '../guards/guard-policy.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runSoak } from './runner.ts';
import { inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from './soak.fixture.ts';
import { REMEMBERED_ITERATIONS, TuningLedger } from './tuning-ledger.ts';

test('a ledger remembers the first and the newest iterations and counts all of them', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(quickPlan({ iterations: 2 }), new FakeTarget(RISKY), new TestHost(out));
    const [completed] = readBack(folder).summaries;
    if (completed === undefined) throw new Error('no iteration was completed');
    const changes = completed.tuning.changed_keys.length;
    expect(changes).toBeGreaterThan(0);
    const ledger = new TuningLedger(quickPlan());
    const count = REMEMBERED_ITERATIONS + 7;
    for (let iteration = 1; iteration <= count; iteration += 1) {
      ledger.observe({ ...completed, iteration });
      ledger.record({ ...completed, iteration });
    }
    expect(ledger.moment(count).history.map(({ iteration }) => iteration)).toEqual([1, ...newest(count).slice(1)]);
    const report = ledger.report();
    expect(report.iterations.map(({ iteration }) => iteration)).toEqual(newest(count));
    expect(report.summary).toMatchObject({ count, applied: count });
    // The newest of the 25 iterations that any guard looks back on; each changed the same parameters.
    const { context } = ledger.moment(count);
    expect(context.applied).toHaveLength((horizonIterations(GUARD_POLICY) + 1) * changes);
    expect(context.applied[0]?.iteration).toBe(count - horizonIterations(GUARD_POLICY));
  }));

test('a ledger takes for applied what was granted, never what was proposed', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(quickPlan({ iterations: 1 }), new FakeTarget(RISKY), new TestHost(out));
    const [completed] = readBack(folder).summaries;
    if (completed === undefined) throw new Error('no iteration was completed');
    const { iteration, window, parameters } = completed;
    const ledger = new TuningLedger(quickPlan());
    ledger.record({
      ...completed,
      tuning: {
        ...completed.tuning,
        proposed_deltas: { min_interval_ms: 20, tail_age_ms: 100 },
        changed_keys: ['min_interval_ms'],
        parameters_next: { ...parameters, min_interval_ms: parameters.min_interval_ms + 5 },
      },
    });
    expect(ledger.state(iteration, parameters).applied).toEqual([
      {
        iteration,
        elapsed_us: window.end_us,
        parameter: 'min_interval_ms',
        from: parameters.min_interval_ms,
        to: parameters.min_interval_ms + 5,
      },
    ]);
  }));

test('a ledger takes a decision in once, an old one too, and refuses a second one about the same iteration', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(quickPlan({ iterations: 3 }), new FakeTarget(RISKY), new TestHost(out));
    const { summaries } = readBack(folder);
    const ledger = new TuningLedger(quickPlan({ iterations: 3 }));
    expect(summaries.map((summary) => ledger.has(summary))).toEqual([false, false, false]);
    for (const summary of summaries) {
      ledger.observe(summary);
      ledger.record(summary);
    }
    const [parameters] = summaries.map((summary) => summary.tuning.parameters_next);
    if (parameters === undefined) throw new Error('no iteration was completed');
    const before = [ledger.report(), ledger.state(3, parameters)];
    for (const summary of summaries) ledger.record(summary);
    expect([ledger.report(), ledger.state(3, parameters)]).toEqual(before);
    expect(summaries.map((summary) => ledger.has(summary))).toEqual([true, true, true]);
    const other = Object.assign({}, summaries[2], { state_hash: 'another' });
    expect(() => ledger.record(other)).toThrow('iteration 3 was decided twice, and differently');
  }));

function newest(count: number): readonly number[] {
  return Array.from({ length: REMEMBERED_ITERATIONS }, (_, index) => count - REMEMBERED_ITERATIONS + 1 + index);
}
