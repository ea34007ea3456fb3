import { expect, test } from 'vitest';
import { FakeTarget } from './fake-target.fixture.ts';
import { frozenIterations } from '../artifacts/frozen-iterations.ts';
import { runSoak } from './runner.ts';
import { inTemporaryFolder, readBack, TestHost, testPlan } from './soak.fixture.ts';

test('two steady iterations freeze exactly the next four, and two more the four after those', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(testPlan({ iterations: 9 }), new FakeTarget({ seed: 1 }), new TestHost(out));
    const { record, summaries } = readBack(folder);
    expect(frozenIterations(record.plan, summaries)).toEqual([3, 4, 5, 6, 9]);
    expect(frozenIterations(record.plan, summaries.slice(0, 2))).toEqual([]);
    expect(frozenIterations({ ...record.plan, tune: false }, summaries)).toEqual([]);
    expect(frozenIterations({ ...record.plan, guards: false }, summaries)).toEqual([]);
  }));

test('behind removed iterations only that counts as frozen which was, whatever those came to', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(testPlan({ iterations: 16 }), new FakeTarget({ seed: 1 }), new TestHost(out));
    const { record, summaries } = readBack(folder);
    const all = frozenIterations(record.plan, summaries);
    for (let removed = 1; removed < 16; removed += 1) {
      const known = frozenIterations(record.plan, summaries.slice(removed));
      expect(all).toEqual(expect.arrayContaining([...known]));
    }
  }));
