import { expect, test } from 'vitest';
import { readRun } from '../../artifacts/read-run.ts';
import { storeRun } from '../../artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { assert } from '../../std/assert.ts';
import { temporaryFolder } from '../memory-host.fixture.ts';
import { TuningLedger } from '../../soak/tuning-ledger.ts';
import { RunProgress } from './run-progress.ts';
import { PLAIN_STYLE } from './style.ts';

const stored = readRun(nodeDisk, storeRun(temporaryFolder(), 'stored'));

/** The tuner's line at the foot after an iteration in which it wished and saw this. */
function tunerLine(proposed: { readonly min_interval_ms?: number }, rationale: readonly string[]): string | undefined {
  const [summary] = stored.summaries;
  assert(summary !== undefined, 'the stored run has iterations');
  const progress = new RunProgress(0);
  progress.note({ kind: 'run_started', folder: stored.folder, run: stored.record });
  const standing = new TuningLedger(stored.record.plan).state(1, summary.parameters);
  const tuning = { ...summary.tuning, proposed_deltas: proposed, rationale };
  progress.note({ kind: 'iteration_completed', summary: { ...summary, tuning }, standing });
  return progress.footLines(1000, PLAIN_STYLE).find((line) => line.startsWith('tuner'));
}

test('the foot says what the tuner wants and why, and what it saw where it has no wish', () => {
  const label = 'tuner'.padEnd(19);
  expect(tunerLine({}, [])).toBe(`${label}wants nothing`);
  expect(tunerLine({ min_interval_ms: 5 }, ['risk: it is 45 %'])).toBe(
    `${label}wants min_interval_ms +5: risk: it is 45 %`,
  );
  expect(tunerLine({}, ['slippage: it is 3 bps'])).toBe(`${label}proposes no change; it saw slippage: it is 3 bps`);
});
