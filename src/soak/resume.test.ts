import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { undisturbed } from '../artifacts/journal-record.ts';
import { JOURNAL_FILE, runFolder } from '../artifacts/layout.ts';
import { ResumableRun } from '../artifacts/resumable-run.ts';
import type { Failure } from '../std/failure.ts';
import { FakeTarget } from './fake-target.fixture.ts';
import type { FakeTargetOptions } from './fake-target.fixture.ts';
import { resumeSoak, runSoak } from './runner.ts';
import type { SoakEvent, SoakResult } from './soak-host.ts';
import { failureOf, filesOf, inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from './soak.fixture.ts';

const PLAN = quickPlan({ iteration_us: 60_000_000 });
/** In the middle of the third iteration. */
const IN_THE_THIRD = (event: SoakEvent): boolean => event.kind === 'progress' && event.iteration === 3;

async function resume(out: string, options: FakeTargetOptions = RISKY, host = new TestHost(out)): Promise<SoakResult> {
  return resumeSoak(ResumableRun.open(host, runFolder(out, 'run')), new FakeTarget(options), host, []);
}

/** A run stopped by its user in the third iteration. */
async function interrupt(out: string): Promise<string> {
  const host = new TestHost(out);
  host.stopAfter = IN_THE_THIRD;
  const { reason, iterations, folder } = await runSoak(PLAN, new FakeTarget(RISKY), host);
  expect({ reason, iterations }).toEqual({ reason: 'interrupted', iterations: 2 });
  return folder;
}

/** Every file but the journal, and the journal's records without the marks of a resume. */
function contentOf(folder: string): object {
  const files = [...filesOf(folder)].filter(([name]) => name !== JOURNAL_FILE);
  return {
    files: Object.fromEntries(files),
    records: [...undisturbed(readBack(folder).journal.lines())].map(({ record }) => record),
  };
}

async function undisturbedContent(out: string): Promise<object> {
  return contentOf((await runSoak(PLAN, new FakeTarget(RISKY), new TestHost(join(out, 'other')))).folder);
}

describe('a run that was resumed', () => {
  test('has the chain of one that never stopped, but for the marks of the resume', () =>
    inTemporaryFolder(async (out) => {
      await interrupt(out);
      const { folder } = await resume(out);
      const whole = await runSoak(PLAN, new FakeTarget(RISKY), new TestHost(join(out, 'other')));
      const { journal } = readBack(whole.folder);
      expect(readBack(folder).journal.undisturbed).toEqual([...journal.lines()].map(({ hash }) => hash));
    }));

  test('ends with the bytes of one that never stopped, whatever was tuned meanwhile', () =>
    inTemporaryFolder(async (out) => {
      await interrupt(out);
      const host = new TestHost(out);
      const result = await resume(out, RISKY, host);
      expect(result).toMatchObject({ reason: 'completed', iterations: 4 });
      expect(contentOf(result.folder)).toEqual(await undisturbedContent(out));
      const { journal, summaries } = readBack(result.folder);
      expect(summaries.filter(({ tuning }) => tuning.applied).length).toBeGreaterThan(1);
      expect([...journal.lines()].map(({ record }) => record).filter(({ kind }) => kind === 'run_resumed')).toEqual([
        { kind: 'run_resumed', iterations: 2, versions: host.versions, differences: [] },
      ]);
      expect(host.events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')).toEqual([
        'run_started',
        'iteration_repeated',
        'iteration_repeated',
        'run_resumed',
        'iteration_started',
        'iteration_completed',
        'parameters_applied',
        'iteration_started',
        'iteration_completed',
        'run_ended',
      ]);
    }));

  test('may be cut into as many pieces as it has iterations', () =>
    inTemporaryFolder(async (out) => {
      const one = Object.assign(new TestHost(out), { pauseAfter: 1 });
      const first = await runSoak(PLAN, new FakeTarget(RISKY), one);
      expect(first).toMatchObject({ reason: 'paused', iterations: 1, judgement: { verdict: 'FAIL' } });
      for (const reason of ['paused', 'paused', 'completed']) {
        const piece = Object.assign(new TestHost(out), { pauseAfter: 1 });
        expect(await resume(out, RISKY, piece)).toMatchObject({ reason });
      }
      expect(contentOf(first.folder)).toEqual(await undisturbedContent(out));
    }));

  test('goes on where its target failed, and fails again where that does', () =>
    inTemporaryFolder(async (out) => {
      const failing = { ...RISKY, failsAt: 3 };
      await failureOf(runSoak(PLAN, new FakeTarget(failing), new TestHost(out)));
      const again = await failureOf(resume(out, failing));
      expect(again.message).toBe('the fake target died');
      const { folder } = await resume(out);
      expect(contentOf(folder)).toEqual(await undisturbedContent(out));
    }));

  test('takes a torn record off the end of its journal, keeps a copy and says so', () =>
    inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      const torn = '{"at":"2026-01-01T00:0';
      appendFileSync(join(folder, JOURNAL_FILE), torn);
      const host = new TestHost(out);
      await resume(out, RISKY, host);
      const copy = 'journal.jsonl.torn-1';
      expect(readFileSync(join(folder, copy), 'utf8')).toBe(torn);
      expect(host.events.find(({ kind }) => kind === 'run_resumed')).toMatchObject({
        record: { torn_tail: { file: copy, bytes: torn.length } },
      });
      rmSync(join(folder, copy));
      expect(contentOf(folder)).toEqual(await undisturbedContent(out));
    }));

  test('clears away what a killed writer left in the making', () =>
    inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      for (const name of ['.ITER_SUMMARY_3.json.0.tmp', '.run.lock.5e1f.tmp']) writeFileSync(join(folder, name), '{');
      writeFileSync(join(folder, 'notes.txt'), 'mine');
      await resume(out);
      expect(readdirSync(folder).filter((name) => name.startsWith('.') || name === 'notes.txt')).toEqual(['notes.txt']);
    }));

  test('brings documents back to the last iteration that counts, where a killed one had rewritten them', () =>
    inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      editJournal(folder, (lines) => lines.slice(0, -1));
      for (const name of ['EDGE_REPORT.json', 'TUNING_STATE.json', 'runtime_overrides.json']) {
        writeFileSync(join(folder, name), '{}\n');
      }
      const host = new TestHost(out);
      host.stopAfter = ({ kind }) => kind === 'run_resumed';
      expect(await resume(out, RISKY, host)).toMatchObject({ reason: 'interrupted', iterations: 2 });
      expect(readBack(folder).summaries).toHaveLength(2);
    }));

  test('writes nothing while it is brought back, not even when it is interrupted then', () =>
    inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      const before = filesOf(folder);
      const host = new TestHost(out);
      host.stopAfter = (event) => event.kind === 'iteration_repeated';
      const failure = await failureOf(resume(out, RISKY, host));
      expect(failure.code).toBe('interrupted');
      expect(filesOf(folder)).toEqual(before);
    }));
});

describe('a resume is refused, and nothing is changed,', () => {
  async function refused(
    options: FakeTargetOptions,
    damage: (folder: string) => void = () => undefined,
  ): Promise<Failure> {
    let refusal: Failure | undefined;
    await inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      damage(folder);
      const before = filesOf(folder);
      refusal = await failureOf((async () => resume(out, options))());
      expect(filesOf(folder)).toEqual(before);
    });
    if (refusal === undefined) throw new Error('nothing was refused');
    return refusal;
  }

  test('where the target does not come back to where it was', async () => {
    const failure = await refused({ ...RISKY, seed: 8 });
    expect(failure.code).toBe('target');
    expect(failure.message).toMatch(/cannot be resumed: iteration 1, repeated, differs from what its journal says/u);
  });

  test('where the target ends before its own past', async () => {
    const failure = await refused({ ...RISKY, exhaustedAt: 2 });
    expect(failure.message).toMatch(/iteration 2, repeated, differs/u);
  });

  test('where the target cannot be brought back', async () => {
    const failure = await refused({ ...RISKY, repeatable: false });
    expect(failure.code).toBe('usage');
    expect(failure.message).toContain('of the target fake cannot be resumed');
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'where an acknowledged file is missing',
      (folder) => rmSync(join(folder, 'FILLS_1.jsonl')),
      /cannot read .*FILLS_1\.jsonl: there is no such file/u,
    ],
    [
      'where an acknowledged file was changed',
      (folder) => appendFileSync(join(folder, 'FILLS_2.jsonl'), ' '),
      /FILLS_2\.jsonl does not match the journal/u,
    ],
    [
      'where a document of the end was changed',
      (folder) => writeFileSync(join(folder, 'TUNING_STATE.json'), '{}\n'),
      /TUNING_STATE\.json does not match the journal/u,
    ],
    [
      'where a record in the middle of the journal is damaged',
      (folder) => editJournal(folder, (lines) => lines.with(2, (lines[2] ?? '').replace('"seq":3', '"seq":4'))),
      /journal\.jsonl, line 3: it says that it is line 4/u,
    ],
    [
      'where a record is missing from the middle of the journal',
      (folder) => editJournal(folder, (lines) => lines.toSpliced(2, 1)),
      /journal\.jsonl, line 3: it says that it is line 4/u,
    ],
    [
      'where the journal ends before iterations whose files are there',
      (folder) => editJournal(folder, (lines) => lines.slice(0, 1)),
      /_2\.jsonl? is there, but the journal ends with iteration 0: records are missing from it/u,
    ],
    [
      'where the journal is gone',
      (folder) => rmSync(join(folder, JOURNAL_FILE)),
      /_2\.jsonl? is there, but the journal ends with iteration 0/u,
    ],
  ])('%s', async (_, damage, message) => {
    const failure = await refused(RISKY, damage);
    expect(failure.code).toBe('artifact');
    expect(failure.message).toMatch(message);
  });

  test('while another process is at work in the folder', () =>
    inTemporaryFolder(async (out) => {
      const folder = await interrupt(out);
      const first = ResumableRun.open(new TestHost(out), folder);
      const failure = await failureOf((async () => resume(out))());
      expect(failure).toMatchObject({ code: 'usage', message: expect.stringContaining('is at work in it') });
      first.close();
      expect(await resume(out)).toMatchObject({ reason: 'completed' });
    }));
});

function editJournal(folder: string, edit: (lines: readonly string[]) => readonly string[]): void {
  const path = join(folder, JOURNAL_FILE);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  writeFileSync(
    path,
    edit(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
