// Everything that a release rests on, made from a judged run: the same run, policy, waivers and version of Plimsoll give the same files. What can
// be made again from the run is made again, and not copied from files that nobody vouches for.

import { join } from 'node:path';
import { BUNDLE_FILE, BUNDLE_FORMAT, CHECKSUMS_FILE, EVIDENCE_FILE } from '../../artifacts/bundle/bundle-document.ts';
import type { BundleDocument } from '../../artifacts/bundle/bundle-document.ts';
import { checksumLines } from '../../artifacts/bundle/checksums.ts';
import type { BundleFiles } from '../../artifacts/bundle/checksums.ts';
import { readDocument } from '../../artifacts/document.ts';
import { JOURNAL_FILE, RUN_FILE, RUNTIME_OVERRIDES_FILE, TUNING_STATE_FILE } from '../../artifacts/layout.ts';
import { PRODUCTION_SNAPSHOT_FILE, readSnapshot } from '../../artifacts/production-snapshot.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import { explainLines } from '../../config/explain-lines.ts';
import type { Parameters } from '../../config/parameters.ts';
import { readTextFile } from '../../files/read-text-file.ts';
import type { KnownGood } from '../../guards/guard-state.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { bundleText } from '../../report/bundle-text.ts';
import { evidenceOf } from '../../report/evidence.ts';
import { parameterChanges } from '../../report/parameter-changes.ts';
import { buildRunPage } from '../../report/page/build-run-page.ts';
import { reportHtml } from '../../report/page/report-html.ts';
import { rollbackPlan } from '../../report/rollback-plan.ts';
import type { RollbackInputs, RollbackPlan } from '../../report/rollback-plan.ts';
import { ROLLBACK_OVERRIDES_FILE, ROLLBACK_PROFILE_FILE, rollbackText } from '../../report/rollback-text.ts';
import { STEADY_TREND_FILE, steadyTrend } from '../../report/steady-trend.ts';
import { viewRun } from '../../report/view-run.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import type { JudgedRun } from './judge-run.ts';
import { REPORT_FILE } from './write-report.ts';
import { verificationDocument } from './verification-document.ts';
import { verifyRun } from './verify-run.ts';

export interface BuiltBundle {
  readonly document: BundleDocument;
  /** With the checksums, without a signature. */
  readonly files: BundleFiles;
  readonly checksums: string;
}

/** `judged`: of a run in which `verify` finds nothing. Throws `Failure('usage')` where no iteration of it counts. */
export function buildBundle(host: Host, judged: JudgedRun): BuiltBundle {
  const { stored, view, baseline } = judged;
  const { judgement, line, version } = view;
  const {
    configuration: provenance,
    plan: { pinned },
  } = stored.record;
  const released = judgedParameters(stored, judgement.iterations);
  const evidence = evidenceOf(stored, view, baseline);
  const changes = parameterChanges(stored);
  const checks = verifyRun(host.disk, stored);
  const unchecked = checks.filter(({ incomplete }) => incomplete === true).map(({ finding }) => finding);
  const lastKnownGood = lastKnownGoodOf(host, stored);
  const plan = rollbackPlan({
    plan: stored.record.plan,
    released,
    ...baselineEnd(baseline),
    ...(lastKnownGood === undefined ? {} : { lastKnownGood }),
  });
  const passed = judgement.verdict === 'PASS' || judgement.verdict === 'WARN';
  const parts: readonly BundlePart[] = [
    [EVIDENCE_FILE, 'what the verdict rests on, and its claim_sha256', canonicalDocument(evidence)],
    ...(passed ? [[RELEASED_FILE, 'the parameters to release', canonicalDocument(released)] as const] : []),
    ...snapshotPart(host, stored),
    [STEADY_TREND_FILE, 'the run for people', steadyTrend(viewRun(stored))],
    [
      REPORT_FILE,
      'the run for people, as a page that needs no network',
      reportHtml(host.pageTemplate('report'), buildRunPage(stored, { identified: true })),
    ],
    [RUN_FILE, 'plan, configuration with provenance, versions', canonicalDocument(stored.record)],
    ['CONFIGURATION.txt', 'the configuration for people', `${explainLines({ provenance, pinned }).join('\n')}\n`],
    [JOURNAL_FILE, 'every step of the run, hash-chained', readTextFile(host.disk, join(stored.folder, JOURNAL_FILE))],
    ['VERIFICATION.json', 'what plimsoll verify found', canonicalDocument(verificationDocument(stored, checks))],
    ['CHANGES.json', 'each change of a parameter, and why', canonicalDocument(changes)],
    ...rollbackParts(plan, released, judged),
  ];
  const { run_id, started_at } = stored.record;
  const document: BundleDocument = {
    format: BUNDLE_FORMAT,
    run_id,
    started_at,
    verdict: judgement.verdict,
    passed,
    gate_line: line,
    policy: judgement.policy.name,
    claim_sha256: evidence.claim_sha256,
    parameters: released,
    rollback: plan.chosen,
    contents: Object.fromEntries([...parts.map(([name, meaning]) => [name, meaning]), [README_FILE, 'the first page']]),
    made_by: { plimsoll: version },
  };
  const texts = new Map([
    ...parts.map(([name, , text]) => [name, text] as const),
    [BUNDLE_FILE, canonicalDocument(document)],
    [README_FILE, bundleText(document, { ...view, notes: [...view.notes, ...unchecked] }, changes)],
  ]);
  const files = new Map([...texts].map(([name, text]) => [name, Buffer.from(text, 'utf8')]));
  const checksums = checksumLines(files);
  return { document, files: files.set(CHECKSUMS_FILE, Buffer.from(checksums, 'utf8')), checksums };
}

type BundlePart = readonly [name: string, meaning: string, text: string];

const README_FILE = 'README.md';
const RELEASED_FILE = RUNTIME_OVERRIDES_FILE;

/** What the last judged iteration ran with; of a run that judged none, what its newest one did. */
function judgedParameters({ record, summaries }: StoredRun, judged: readonly number[]): Parameters {
  const last = summaries.findLast(({ iteration }) => judged.includes(iteration)) ?? summaries.at(-1);
  if (last !== undefined) return last.parameters;
  throw new Failure('usage', `no iteration of the run ${record.run_id} was completed, so there is nothing to bundle`, {
    hint: 'bundle a run that got further',
  });
}

function baselineEnd(baseline: StoredRun | undefined): Pick<RollbackInputs, 'baseline'> {
  const last = baseline?.summaries.at(-1);
  if (baseline === undefined || last === undefined) return {};
  return { baseline: { run_id: baseline.record.run_id, parameters: last.parameters } };
}

function snapshotPart(host: Host, stored: StoredRun): readonly BundlePart[] {
  const snapshot = readSnapshot(host.disk, stored);
  if (snapshot === undefined) return [];
  return [
    [PRODUCTION_SNAPSHOT_FILE, 'the parameters that were frozen, and on what grounds', canonicalDocument(snapshot)],
  ];
}

function rollbackParts(plan: RollbackPlan, released: Parameters, { view }: JudgedRun): readonly BundlePart[] {
  const { parameters } = plan.chosen;
  return [
    ['ROLLBACK.md', 'when, to what and how to roll back', rollbackText(plan, released, view.judgement)],
    [ROLLBACK_OVERRIDES_FILE, 'the parameters to roll back to', canonicalDocument(parameters)],
    [ROLLBACK_PROFILE_FILE, 'the same as a profile of Plimsoll', canonicalDocument({ parameters })],
  ];
}

function lastKnownGoodOf(host: Host, { folder, ended }: StoredRun): KnownGood | undefined {
  if (ended === undefined) return undefined;
  const state: unknown = readDocument(host.disk, join(folder, TUNING_STATE_FILE));
  return hasKnownGood(state) ? state.last_known_good : undefined;
}

/** The journal vouched for the document; whether it knows a good vector is what is asked. */
function hasKnownGood(state: unknown): state is { readonly last_known_good: KnownGood } {
  return typeof state === 'object' && state !== null && Object.hasOwn(state, 'last_known_good');
}
