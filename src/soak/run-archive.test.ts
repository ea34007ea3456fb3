import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JournalRecord } from '../artifacts/journal-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import { faultyDisk } from '../files/faulty-disk.fixture.ts';
import type { Disk } from '../files/disk.ts';
import { parseJson } from '../json/parse.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import { runSoak } from './runner.ts';
import { failureOf, inTemporaryFolder, quickPlan, readBack, RISKY, TestHost, testPlan } from './soak.fixture.ts';
import { stateHash } from '../artifacts/state-hash.ts';

const MINUTE_US = 60_000_000;
const SHORT = testPlan({ iterations: 2, iteration_us: MINUTE_US });

test('the journal says before each window what the window before it handed on', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(quickPlan(), new FakeTarget(RISKY), new TestHost(out));
    const { journal, summaries } = readBack(folder);
    let next = SHORT.parameters;
    let changes = 0;
    for (const { record } of journal.lines()) {
      if (record.kind === 'run_started') next = record.parameters;
      if (record.kind === 'parameters_applied') {
        expect(record.to).toEqual(next);
        expect(record.from).not.toEqual(record.to);
        changes += 1;
      }
      if (record.kind === 'iteration_completed') {
        expect(summaries[record.iteration - 1]?.parameters).toEqual(next);
        expect(record.state_hash).toBe(stateHash(next));
        next = record.parameters_next;
        expect(record.state_hash_next).toBe(stateHash(next));
      }
    }
    expect(changes).toBeGreaterThan(1);
  }));

test('TUNING_STATE lists the changes that the journal says were applied, and no others', () =>
  inTemporaryFolder(async (out) => {
    const { folder } = await runSoak(quickPlan(), new FakeTarget(RISKY), new TestHost(out));
    const applied = [...readBack(folder).journal.lines()].map(({ record }) => record).flatMap(changesOf);
    expect(applied.length).toBeGreaterThan(0);
    const state = parseJson(readFileSync(join(folder, 'TUNING_STATE.json'), 'utf8'));
    // Arrays match in length too.
    expect(state).toMatchObject({ applied });
  }));

/** What a journal's record changed, under the number of the iteration that decided it. */
function changesOf(
  record: JournalRecord,
): readonly { iteration: number; parameter: string; from: number; to: number }[] {
  if (record.kind !== 'parameters_applied' || record.from === undefined) return [];
  const { iteration, from, to } = record;
  return PARAMETER_NAMES.flatMap((parameter) =>
    from[parameter] === to[parameter]
      ? []
      : { iteration: iteration - 1, parameter, from: from[parameter], to: to[parameter] },
  );
}

test('a run whose disk refuses any artifact or record stops there, and what that was for does not count', () =>
  inTemporaryFolder(async (out) => {
    const whole = faultyDisk();
    await soakOn(whole, join(out, 'whole'));
    const steps = whole.operations.flatMap((operation, index) => (isStep(operation) ? [index] : []));
    const names = new Set(steps.map((index) => whole.operations[index]?.split(' ').at(-1)));
    expect(names).toEqual(
      new Set([
        'EDGE_REPORT.json',
        'FILLS_1.jsonl',
        'FILLS_2.jsonl',
        'ITER_SUMMARY_1.json',
        'ITER_SUMMARY_2.json',
        'KPI_GATE.json',
        'TUNING_REPORT.json',
        'TUNING_STATE.json',
        'journal.jsonl',
        'runtime_overrides.json',
      ]),
    );
    for (const step of steps) {
      const disk = faultyDisk({ refuse: (_, index) => (index === step ? 'EIO' : undefined) });
      // Each in a folder of its own, so that the steps before are the same.
      const own = join(out, `refused-${step}`);
      const failure = await failureOf(soakOn(disk, own));
      expect(failure.code).toBe('disk');
      const folder = join(own, 'runs', 'run');
      // One append per record: the journal holds those of the steps before, and none for this one.
      const before = whole.operations.slice(0, step).filter((operation) => operation === 'write journal.jsonl').length;
      if (before === 0) expect(readFileSync(join(folder, 'journal.jsonl'), 'utf8')).toBe('');
      else expect(readBack(folder).journal.head.records).toBe(before);
    }
  }));

/** The step that puts an artifact in its place, or a record into the journal, once the run has begun. */
function isStep(operation: string): boolean {
  if (operation === 'write journal.jsonl') return true;
  return operation.startsWith('rename ') && !operation.endsWith(' run.json') && !operation.endsWith(' latest');
}

async function soakOn(disk: Disk, out: string): Promise<void> {
  const host = new TestHost(out);
  host.disk = disk;
  await runSoak(SHORT, new FakeTarget({ seed: 1 }), host);
}
