import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FolderFacts } from './folder-facts.ts';
import { planRotation } from './plan-rotation.ts';
import type { RotationDecision } from './rotation-plan.ts';
import { ROTATION_POLICY } from './rotation-policy.ts';
import type { RotationPolicy } from './rotation-policy.ts';
import { folderFacts, NOW_MS, runFact } from './run-facts.fixture.ts';

function plan(facts: FolderFacts, changes: Partial<RotationPolicy> = {}): RotationDecision {
  return planRotation(facts, { ...ROTATION_POLICY, ...changes }, NOW_MS);
}

function removedRuns({ steps }: RotationDecision): readonly string[] {
  return steps.filter(({ action }) => action === 'remove_run').map(({ run }) => run);
}

function reasonsOf({ keep }: RotationDecision, run: string): readonly string[] {
  return keep.find(({ path }) => path === `runs/${run}`)?.reasons ?? [];
}

/** Keeps the newest run alone, and looks at no budget. */
const ONE = { keep_runs: 1, keep_days: 0 };

describe('the iterations of a run', () => {
  it('are trimmed to the newest 100 by number, never by text', () => {
    const { steps } = plan(folderFacts([runFact('run', 1, { iterations: 150 })]));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ action: 'remove_iterations', removed: { from: 1, through: 50 } });
    const numbers = steps[0]?.files.map(({ name }) => Number(/\d+/u.exec(name)?.[0])) ?? [];
    expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('stay where the verdict of the run rests on them, at both ends', () => {
    const run = runFact('run', 1, { iterations: 150, needed: { leading: 4, last: 120 } });
    expect(plan(folderFacts([run])).steps[0]?.removed).toEqual({ from: 5, through: 30 });
  });

  it('stay where the journal does not acknowledge them', () => {
    const run = runFact('run', 1, { iterations: 6, completed: 5 });
    const names = plan(folderFacts([run]), { keep_iterations: 1 }).steps.flatMap(({ files }) => files);
    expect(names.map(({ name }) => name)).not.toContain('ITER_SUMMARY_6.json');
    expect(names).toHaveLength(4);
  });

  it('are compressed once they are older than 7 days, one step for each file', () => {
    const decision = plan(folderFacts([runFact('old', 8), runFact('young', 6)]));
    expect(decision.steps.map(({ action, run, files }) => [action, run, files[0]?.name])).toEqual([
      ['compress', 'old', 'ITER_SUMMARY_1.json'],
      ['compress', 'old', 'ITER_SUMMARY_2.json'],
    ]);
  });
});

describe('a run', () => {
  it('goes where no rule keeps it, and says so', () => {
    const decision = plan(folderFacts([runFact('old', 40), runFact('new', 1)]), ONE);
    expect(decision.steps).toMatchObject([{ action: 'remove_run', run: 'old', reason: 'no rule keeps it' }]);
  });

  it.each([
    ['the newest runs', { keep_runs: 2, keep_days: 0 }, {}, 'one of the newest 2 runs'],
    ['the young runs', { keep_runs: 1, keep_days: 41 }, {}, 'younger than 41 days'],
    ['the last pass', ONE, { verdict: 'PASS' as const }, 'the last run that passed'],
    ['the last pass, with a warning', ONE, { verdict: 'WARN' as const }, 'the last run that passed'],
    ['the last fail', ONE, { verdict: 'FAIL' as const }, 'the last run that failed'],
    ['a named baseline', { ...ONE, baselines: ['old'] }, {}, 'a baseline'],
    ['a marked baseline', ONE, { marks: ['BASELINE' as const] }, 'a baseline'],
    ['a snapshot', ONE, { hasSnapshot: true }, 'it holds a production snapshot'],
    ['a named pin', { ...ONE, pinned: ['old'] }, {}, 'pinned'],
    ['a marked pin', ONE, { marks: ['PINNED' as const] }, 'pinned'],
    ['what latest points at', ONE, { isLatest: true }, 'latest points at it'],
    ['a run at work', ONE, { state: 'running' as const }, 'a process is at work in it'],
    ['what cannot be read', ONE, { state: 'damaged' as const }, 'what it is cannot be read, so it is left as it is'],
    ['what is from the future', ONE, { lastMs: NOW_MS + 1 }, 'a time of it lies in the future'],
  ])('stays by one rule alone: %s', (_, policy, changes, reason) => {
    const decision = plan(folderFacts([runFact('old', 40, changes), runFact('new', 1)]), policy);
    expect(removedRuns(decision)).toEqual([]);
    expect(reasonsOf(decision, 'old')).toEqual([reason]);
  });

  it('tells every reason that it is kept for', () => {
    const decision = plan(folderFacts([runFact('one', 1, { verdict: 'PASS', isLatest: true })]));
    expect(reasonsOf(decision, 'one')).toEqual([
      'the last run that passed',
      'latest points at it',
      'one of the newest 100 runs',
      'younger than 30 days',
    ]);
  });

  it('from the future by a file alone is not touched', () => {
    const run = runFact('odd', 40);
    const files = run.files.map((file, index) =>
      index === 0 ? Object.assign({}, file, { modifiedMs: NOW_MS + 1 }) : file,
    );
    expect(plan(folderFacts([{ ...run, files }, runFact('new', 1)]), ONE).steps).toEqual([]);
  });
});

describe('the budget', () => {
  const runs = [runFact('a', 5), runFact('b', 4), runFact('c', 3), runFact('d', 2), runFact('e', 1)];

  it('takes compression first, then the oldest runs that no more than a soft rule keeps', () => {
    // 5 runs of 300 bytes; compressing 200 of each is taken to save 150.
    const compressed = plan(folderFacts(runs), { budget_bytes: 1200 });
    expect(compressed.steps.map(({ action, run }) => `${action} ${run}`)).toEqual([
      'compress a',
      'compress a',
      'compress b',
      'compress b',
    ]);
    expect(compressed.bytes).toMatchObject({ now: 1500, after: 1200 });
    const tight = plan(folderFacts(runs), { budget_bytes: 450 });
    expect(removedRuns(tight)).toEqual(['a', 'b']);
    expect(tight.over_budget).toBe(false);
  });

  it('never takes what no plan may touch, and says that it cannot be kept', () => {
    const kept = runs.map((run, index) =>
      Object.assign(
        {},
        run,
        [{ verdict: 'PASS' }, { verdict: 'FAIL' }, { state: 'running' }, { marks: ['BASELINE'] }, {}][index],
      ),
    );
    const foreign = [{ path: 'notes', size: 50, what: 'a file that is not known' }];
    const decision = plan(folderFacts(kept, { foreign }), { budget_bytes: 100 });
    expect(decision.steps.map(({ run }) => run)).toEqual(['e']);
    expect(decision.over_budget).toBe(true);
    expect(decision.bytes).toMatchObject({ after: 1250, untouchable: 1250, allowed: 100 });
  });

  it('is what leaves the disk its free bytes, where that is less', () => {
    const decision = plan(folderFacts(runs, { freeBytes: 100 }), { keep_free_bytes: 700 });
    expect(decision.bytes).toMatchObject({ allowed: 900, limit: 'keep_free' });
    expect(decision.bytes.after).toBeLessThanOrEqual(900);
  });

  it('does not take the run that latest points at', () => {
    const latest = runFact('only', 1, { isLatest: true });
    expect(removedRuns(plan(folderFacts([latest]), { budget_bytes: 1 }))).toEqual([]);
  });
});

describe('every plan', () => {
  it('comes under its budget or has taken all that may go, and touches nothing of what it may not', () => {
    const run = fc.record({
      age: fc.integer({ min: 0, max: 60 }),
      iterations: fc.integer({ min: 0, max: 12 }),
      state: fc.constantFrom('ended' as const, 'stopped' as const, 'running' as const, 'damaged' as const),
      verdict: fc.constantFrom('PASS' as const, 'FAIL' as const, 'INCONCLUSIVE' as const),
      hasSnapshot: fc.boolean(),
    });
    const policy = fc.record({
      keep_runs: fc.integer({ min: 0, max: 5 }),
      keep_iterations: fc.integer({ min: 1, max: 5 }),
      budget_bytes: fc.integer({ min: 1, max: 8000 }),
    });
    fc.assert(
      fc.property(fc.array(run, { maxLength: 12 }), policy, (given, changes) => {
        const runs = given.map(({ age, ...rest }, index) => runFact(`run-${index}`, age, rest));
        const decision = plan(folderFacts(runs), changes);
        const { steps, keep, bytes, over_budget: isOver } = decision;
        const mayNot = runs.filter(
          ({ state, hasSnapshot }) => state === 'running' || state === 'damaged' || hasSnapshot,
        );
        for (const { id } of mayNot) expect(steps.map((step) => step.run)).not.toContain(id);
        expect(bytes.after > bytes.allowed).toBe(isOver);
        const soft = keep.filter(({ reasons }) => reasons.every((reason) => /newest|younger/u.test(reason)));
        if (isOver) expect(soft).toEqual([]);
        // Each file is listed at most once, and each run stays or goes.
        const listed = steps.flatMap(({ run: id, files }) => files.map(({ name }) => `${id}/${name}`));
        expect(new Set(listed).size).toBe(listed.length);
        expect(keep.length + removedRuns(decision).length).toBe(runs.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a policy', () => {
  it('that keeps nothing is refused', () => {
    const none = { keep_runs: 0, keep_days: 0, keep_last_pass: false, keep_last_fail: false, keep_snapshots: false };
    expect(() => plan(folderFacts([]), none)).toThrow('the rotation policy is empty');
    expect(() => plan(folderFacts([]), { keep_iterations: 0 })).toThrow('keeps no iteration file');
    expect(() => plan(folderFacts([]), { budget_bytes: 0 })).toThrow('a budget of 0 bytes');
  });
});
