// A small finished run on disk, for tests of reading: two iterations, unless more are asked for, in which nobody traded.

import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { judgeTogether } from '../gates/judge-together.ts';
import type { Verdict } from '../gates/judgement.ts';
import { NO_COUNTERS } from '../guards/counters.ts';
import { GUARD_POLICY } from '../guards/guard-policy.ts';
import { hashJson } from '../json/hash.ts';
import { fillsText } from './fills-file.ts';
import type { IterationSummary } from './iteration-summary.ts';
import type { ArtifactHashes } from './journal-record.ts';
import type { TuningReport, TuningState } from './run-documents.ts';
import { RUN_FORMAT, sealRun } from './run-record.ts';
import type { RunPlan, RunRecord } from './run-record.ts';
import { RunWriter } from './run-writer.ts';

const SEED = 42;
const ITERATION_US = 60_000_000;
const INSTRUMENT = { symbol: 'TESTUSD', tickSize: 0.01, lotSize: 0.001 };
const CONFIGURATION = resolveConfiguration({ commandLine: [], environment: {}, profiles: [] });
const { parameters } = CONFIGURATION;
const STATE_HASH = hashJson(parameters);

export interface StoredRunOptions {
  readonly iterations?: number;
  readonly verdict?: Verdict;
  /** ISO 8601, UTC: of its start and of every record. */
  readonly at?: string;
}

/** Answers the run's folder. */
export function storeRun(
  out: string,
  runId: string,
  { iterations = 2, verdict = 'NO_DATA', at = '2026-01-01T00:00:00.000Z' }: StoredRunOptions = {},
): string {
  const run = recordOf(runId, iterations, at);
  const writer = RunWriter.create({ disk: nodeDisk, out, pid: process.pid, wallClock: () => at }, run);
  writer.record({
    kind: 'run_started',
    format: RUN_FORMAT,
    seed: SEED,
    plan_sha256: run.plan_sha256,
    parameters,
    state_hash: STATE_HASH,
  });
  const account = new EdgeAccount([INSTRUMENT]);
  const numbers = Array.from({ length: iterations }, (_, index) => index + 1);
  const completed = numbers.map((iteration) => {
    const { summary, artifacts } = complete(writer, account, iteration);
    writer.record({
      kind: 'iteration_completed',
      iteration,
      window: summary.window,
      artifacts,
      state_hash: STATE_HASH,
      kpi_verdict: summary.gate.verdict,
      decisions: [],
      parameters_next: parameters,
      state_hash_next: STATE_HASH,
    });
    return summary;
  });
  const gate = judgeTogether(SOAK_POLICY, completed);
  const artifacts = {
    'EDGE_REPORT.json': writer.writeDocument('EDGE_REPORT.json', { ...completed.at(-1)?.edge, iteration: iterations }),
    'KPI_GATE.json': writer.writeDocument('KPI_GATE.json', gate),
    'TUNING_REPORT.json': writer.writeDocument('TUNING_REPORT.json', TUNING_REPORT),
    'TUNING_STATE.json': writer.writeDocument('TUNING_STATE.json', TUNING_STATE),
    'runtime_overrides.json': writer.writeDocument('runtime_overrides.json', parameters),
  };
  writer.record({ kind: 'run_ended', reason: 'completed', iterations, kpi_verdict: verdict, artifacts });
  writer.close();
  return writer.folder;
}

const TUNING_REPORT: TuningReport = {
  iterations: [],
  summary: {
    count: 2,
    applied: 0,
    blocked_oscillation: 0,
    blocked_velocity: 0,
    cooldown_skips: 0,
    blocked: {},
    panic_reverts: 0,
    guards: 'on',
    skip_reasons: {},
  },
};
const TUNING_STATE: TuningState = {
  iteration: 2,
  parameters,
  state_hash: STATE_HASH,
  guards: 'on',
  cooldown_until_iter: {},
  reverts: [],
  running: { steady: 0, passes: 0, fails: 0 },
  applied: [],
  counters: NO_COUNTERS,
};

export const STORED_PLAN: RunPlan = {
  seed: SEED,
  target: { kind: 'fake', options: {} },
  iterations: 2,
  iteration_us: ITERATION_US,
  sleep_seconds: 0,
  gate_mode: 'soft',
  policy: SOAK_POLICY,
  tuner: 'rules',
  tune: false,
  guards: true,
  guard_policy: GUARD_POLICY,
  profile: 'steady_safe',
  parameters,
  pinned: {},
};

function recordOf(runId: string, iterations: number, at: string): RunRecord {
  const plan = { ...STORED_PLAN, iterations };
  return sealRun({
    format: RUN_FORMAT,
    run_id: runId,
    started_at: at,
    versions: {},
    plan,
    plan_sha256: hashJson(plan),
    configuration: CONFIGURATION.provenance,
    configuration_sha256: hashJson(CONFIGURATION.provenance),
    target: { kind: 'fake', instruments: [], assumptions: [] },
  });
}

function complete(
  writer: RunWriter,
  account: EdgeAccount,
  iteration: number,
): { readonly summary: IterationSummary; readonly artifacts: ArtifactHashes } {
  const startUs = (iteration - 1) * ITERATION_US;
  account.openWindow(startUs);
  account.sinkFor(INSTRUMENT.symbol).mid(startUs, 2_000_000);
  const { report } = account.settle(startUs + ITERATION_US, { confidence: 0.95, blockUs: 5_000_000 });
  const { judgement: gate } = judgeTogether(SOAK_POLICY, [{ iteration, edge: report }]);
  const fillsFile = `FILLS_${iteration}.jsonl`;
  const fills = writer.writeText(fillsFile, fillsText({ instruments: [], window: report.window }, []));
  const summary: IterationSummary = {
    iteration,
    window: report.window,
    parameters,
    read_back: parameters,
    state_hash: STATE_HASH,
    summary: { neg_edge_drivers: [], kpi_verdict: gate.verdict, kpi_reasons: [] },
    absent: {},
    edge: report,
    gate,
    tuning: {
      tuner: 'rules',
      rationale: [],
      proposed_deltas: {},
      decisions: [],
      counters: NO_COUNTERS,
      applied: false,
      changed_keys: [],
      skip_reason: { tuning_off: 'this run does not tune' },
      parameters_next: parameters,
      state_hash_next: STATE_HASH,
    },
    target_facts: {},
    fills_sha256: fills,
  };
  const summaryFile = `ITER_SUMMARY_${iteration}.json`;
  return { summary, artifacts: { [fillsFile]: fills, [summaryFile]: writer.writeDocument(summaryFile, summary) } };
}
