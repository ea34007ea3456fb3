// PRODUCTION_SNAPSHOT.json on disk: at the end of a run that froze and passed the release gate, and whenever somebody asks for it.

import { join } from 'node:path';
import type { ProductionSnapshot } from '../../artifacts/production-snapshot.ts';
import { PRODUCTION_SNAPSHOT_FILE } from '../../artifacts/production-snapshot.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import { writeIfOther } from '../../files/write-durably.ts';
import { RELEASE_POLICY } from '../../gates/gate-policy.ts';
import { withProcessRulesOf } from '../../gates/process-rules.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { rejudge } from '../../report/rejudge.ts';
import { releaseNotes } from '../../report/release-notes.ts';
import { snapshotOf } from '../../report/snapshot.ts';
import { frozenIterations } from '../../artifacts/frozen-iterations.ts';
import type { Host } from '../host.ts';
import type { JudgedRun } from './judge-run.ts';

/** Answers the path of what it wrote. The verdict is PASS or WARN. */
export function writeSnapshot(host: Host, { stored, view }: JudgedRun, file?: string): string {
  const snapshot = snapshotOf(stored, view, frozenIterations(stored.record.plan, stored.summaries));
  return put(host, stored, snapshot, file);
}

/** For a run that has just ended: only a PASS of the release gate earns one, and only where a judged iteration ran frozen. */
export function writeEarnedSnapshot(host: Host, stored: StoredRun): string | undefined {
  const { plan } = stored.record;
  const judged = rejudge(stored, { policy: withProcessRulesOf(plan.policy, RELEASE_POLICY) });
  if (judged.judgement.verdict !== 'PASS') return undefined;
  const frozen = frozenIterations(plan, stored.summaries);
  const { iterations } = judged.judgement;
  if (!frozen.some((iteration) => iterations.includes(iteration))) return undefined;
  const view = { ...judged, notes: releaseNotes(stored, iterations) };
  return put(host, stored, snapshotOf(stored, view, frozen));
}

function put(host: Host, { folder }: StoredRun, snapshot: ProductionSnapshot, file?: string): string {
  const path = file ?? join(folder, PRODUCTION_SNAPSHOT_FILE);
  writeIfOther(host.disk, path, canonicalDocument(snapshot));
  return path;
}
