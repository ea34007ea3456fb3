// Builds the evidence of a verdict from a stored run and the judgement over it. Pure: the same run, policy and waivers give the same bytes.

import type { EvidenceClaim, EvidenceDocument, JudgedInputs } from '../artifacts/evidence-document.ts';
import { EVIDENCE_FORMAT } from '../artifacts/evidence-document.ts';
import { iterationSummaryFile } from '../artifacts/layout.ts';
import { summariesOf } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { Judgement } from '../gates/judgement.ts';
import { hashJson } from '../json/hash.ts';
import { assert } from '../std/assert.ts';
import type { GateView } from './gate-view.ts';
import { parameterVectors } from './parameter-vectors.ts';

/** `baseline`: the run that relative rules were held against. */
export function evidenceOf(stored: StoredRun, view: GateView, baseline?: StoredRun): EvidenceDocument {
  const claim = claimOf(stored, view, baseline);
  const { run_id, started_at, versions, configuration, run_sha256 } = stored.record;
  const { head: journal, resumes } = stored.journal;
  return {
    format: EVIDENCE_FORMAT,
    claim,
    claim_sha256: hashJson(claim),
    origin: { run_id, started_at, versions, configuration, run_sha256, journal, resumes },
    judged_by: { plimsoll: view.version },
  };
}

/** What is claimed, free of names, times and paths. */
export function claimOf(
  stored: StoredRun,
  view: Pick<GateView, 'judgement' | 'kpis' | 'line' | 'notes'>,
  baseline?: StoredRun,
): EvidenceClaim {
  const { judgement, kpis, line, notes } = view;
  return {
    verdict: judgement.verdict,
    gate_line: line,
    judgement,
    kpis,
    run: inputsOf(stored, judgement.iterations, judgement.warm_up),
    ...(baseline === undefined ? {} : { baseline: inputsOf(baseline, judgement.baseline?.iterations ?? []) }),
    notes,
  };
}

function inputsOf(stored: StoredRun, judged: readonly number[], warmUp?: Judgement['warm_up']): JudgedInputs {
  const { record, ended, journal } = stored;
  const summaries = summariesOf(stored, judged);
  const reason = ended?.record.reason;
  const numbers = new Set([...judged, ...(warmUp?.iterations ?? [])]);
  // Those too of which rotation removed the files by now: what is claimed stays the same.
  const all = Array.from({ length: stored.completed }, (_, index) => index + 1);
  const earlier = all.filter((iteration) => !numbers.has(iteration));
  const exclusions = [
    ...(warmUp === undefined ? [] : [{ iterations: warmUp.iterations, reason: warmUp.reason }]),
    { iterations: earlier, reason: EARLIER },
  ];
  return {
    plan: record.plan,
    plan_sha256: record.plan_sha256,
    course: {
      planned: record.plan.iterations,
      completed: stored.completed,
      ...(reason === undefined ? {} : { reason }),
    },
    // Not the journal's own head, which tells of resumes and so is another for a run that was cut off.
    journal: journal.undisturbedHead,
    iterations: summaries.map(({ iteration, window, state_hash, fills_sha256 }) => ({
      iteration,
      window,
      state_hash,
      summary_sha256: summaryHash(stored, iteration),
      fills_sha256,
    })),
    exclusions: exclusions.filter(({ iterations }) => iterations.length > 0),
    parameter_vectors: parameterVectors(summaries),
    assumptions: record.target.assumptions,
  };
}

const EARLIER = "they lie before the policy's last iterations";

function summaryHash({ journal }: StoredRun, iteration: number): string {
  const file = iterationSummaryFile(iteration);
  const hash = journal.completed[iteration - 1]?.files.find(([name]) => name === file)?.[1];
  assert(hash !== undefined, () => `the journal names ${file}`);
  return hash;
}
