// PRODUCTION_SNAPSHOT.json of a run, made once more from the run and from what it says it was judged by. It stands in no journal, because it may
// be asked for long after the run; this is what holds it.

import { PRODUCTION_SNAPSHOT_FILE, readSnapshot } from '../../artifacts/production-snapshot.ts';
import type { ProductionSnapshot } from '../../artifacts/production-snapshot.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { Disk } from '../../files/disk.ts';
import { releaseNotes } from '../../report/release-notes.ts';
import { rejudge } from '../../report/rejudge.ts';
import { snapshotOf } from '../../report/snapshot.ts';
import { firstDifference } from '../../soak/first-difference.ts';
import { frozenIterations } from '../../artifacts/frozen-iterations.ts';

/** Undefined where there is no snapshot. Throws `Failure('artifact')` where a hash of it does not fit the run. */
export function snapshotProblems(disk: Disk, stored: StoredRun): readonly string[] | undefined {
  const snapshot = readSnapshot(disk, stored);
  if (snapshot === undefined) return undefined;
  const again = madeAgain(stored, snapshot);
  const difference = typeof again === 'string' ? again : firstDifference(snapshot, again);
  return difference === undefined ? [] : [`${PRODUCTION_SNAPSHOT_FILE}: ${difference}`];
}

/** The snapshot, or why there would be none. */
function madeAgain(stored: StoredRun, { judgement }: ProductionSnapshot): ProductionSnapshot | string {
  const { policy, waivers: notes = [], judged_on: today } = judgement;
  const list = notes.map(({ rule, reason, author, expires }) => ({ rule, reason, author, expires }));
  const judged = rejudge(stored, { policy, ...(today === undefined ? {} : { waivers: { list, today } }) });
  const { verdict, iterations } = judged.judgement;
  if (verdict !== 'PASS' && verdict !== 'WARN') return `judged again the run is ${verdict}, and has earned none`;
  const view = { ...judged, notes: releaseNotes(stored, iterations) };
  return snapshotOf(stored, view, frozenIterations(stored.record.plan, stored.summaries));
}
