// The conductor: windows of the target one after the other, each settled, judged and answered by the tuner and the guards, each made
// durable before it counts. It prints nothing and reads no clock. Leaves out continuing a run that was cut off.

import { fillsText } from '../artifacts/fills-file.ts';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { ArtifactHashes, EndReason, ParametersApplied } from '../artifacts/journal-record.ts';
import {
  EDGE_REPORT_FILE,
  fillsFile,
  iterationSummaryFile,
  KPI_GATE_FILE,
  RUNTIME_OVERRIDES_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
} from '../artifacts/layout.ts';
import type { EdgeReportDocument, KpiGateDocument } from '../artifacts/run-documents.ts';
import { RUN_FORMAT } from '../artifacts/run-record.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { RunWriter } from '../artifacts/run-writer.ts';
import type { Parameters } from '../config/parameters.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { SettledWindow } from '../edge/edge-account.ts';
import type { EdgeReport, Kpis } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import { gateLine } from '../gates/gate-line.ts';
import { judge } from '../gates/judge.ts';
import type { Judgement } from '../gates/judgement.ts';
import { hashJson } from '../json/hash.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { RandomStream } from '../std/random.ts';
import type { Target, Window, WindowObserver } from '../targets/target.ts';
import type { Tuner } from '../tuner/tuner.ts';
import { findTuner } from '../tuner/tuners.ts';
import { applyParameters, verifyParameters } from './apply-parameters.ts';
import { decideTuning } from './decide-tuning.ts';
import { instrumentRecord, runRecord } from './run-record.ts';
import type { SoakHost, SoakResult } from './soak-host.ts';
import { stateHash } from './state-hash.ts';
import { summarise } from './summarise.ts';
import { TuningLedger } from './tuning-ledger.ts';

/** Of each one-sided bound that a gate reads. */
const CONFIDENCE = 0.95;
/** Sub-windows per iteration, from which intervals are computed. */
const BLOCKS_PER_ITERATION = 12;
const MICROSECONDS_PER_SECOND = 1_000_000;

interface Ending {
  readonly reason: EndReason;
  readonly message?: string;
}

/** An iteration as the final gate needs it. */
interface Judged {
  readonly iteration: number;
  readonly edge: EdgeReport;
  readonly gate: Judgement;
}

/**
 * Runs the plan to its end and answers with the verdict over its last iterations. The caller opens the target and closes it. Throws
 * `Failure('usage')` where the run's folder is taken or cannot be written, `Failure('target')` where the target fails (recorded in the
 * journal first), `Failure('disk')` where an artifact cannot be made durable, and `AssertionError` where a law is broken.
 */
export async function runSoak(plan: RunPlan, target: Target, host: SoakHost): Promise<SoakResult> {
  const run = runRecord(plan, target.describe(), host);
  const writer = RunWriter.create(host, run);
  try {
    host.onEvent({ kind: 'run_started', folder: writer.folder, run });
    return await new Soak(plan, target, host, writer).toTheEnd();
  } finally {
    writer.close();
  }
}

class Soak {
  readonly #plan: RunPlan;
  readonly #target: Target;
  readonly #host: SoakHost;
  readonly #writer: RunWriter;
  readonly #tuner: Tuner;
  readonly #account: EdgeAccount;
  readonly #ledger = new TuningLedger();
  /** As many as the final gate judges, oldest first. */
  readonly #recent: Judged[] = [];
  /** Hashes of the documents that are rewritten as the run goes, as they stand. */
  #documents: ArtifactHashes = {};
  #completed = 0;
  #parameters: Parameters;

  constructor(plan: RunPlan, target: Target, host: SoakHost, writer: RunWriter) {
    const tuner = findTuner(plan.tuner);
    assert(tuner !== undefined, () => `a plan names a tuner that exists, not ${plan.tuner}`);
    this.#plan = plan;
    this.#target = target;
    this.#host = host;
    this.#writer = writer;
    this.#tuner = tuner;
    this.#account = new EdgeAccount(target.describe().instruments);
    this.#parameters = plan.parameters;
  }

  async toTheEnd(): Promise<SoakResult> {
    const { seed, parameters } = this.#plan;
    this.#writer.record({
      kind: 'run_started',
      format: RUN_FORMAT,
      seed,
      plan_sha256: hashJson(this.#plan),
      parameters,
      state_hash: stateHash(parameters),
    });
    this.#writeTuning();
    try {
      return this.#end(await this.#iterate());
    } catch (error) {
      if (error instanceof Failure && error.code === 'target') {
        this.#end({ reason: 'target_failed', message: error.message });
      }
      throw error;
    }
  }

  async #iterate(): Promise<Ending> {
    const { iterations, iteration_us: iterationUs, sleep_seconds: sleepSeconds } = this.#plan;
    let running: Parameters | undefined;
    for (let iteration = 1; iteration <= iterations; iteration += 1) {
      if (this.#host.stopRequested()) return { reason: 'interrupted' };
      running = await this.#apply(iteration, running);
      this.#host.onEvent({ kind: 'iteration_started', iteration, parameters: running });
      const window: Window = { iteration, startUs: (iteration - 1) * iterationUs, endUs: iteration * iterationUs };
      this.#account.openWindow(window.startUs);
      const outcome = await this.#target.run(window, this.#observer(iteration));
      if (outcome.kind === 'stopped') return { reason: 'interrupted' };
      if (outcome.kind === 'exhausted') return { reason: 'exhausted', message: outcome.reason };
      const summary = this.#complete(window, outcome.facts);
      if (this.#endsRun(summary.gate)) return { reason: 'failed_gate' };
      if (sleepSeconds > 0 && iteration < iterations) await this.#host.sleep(sleepSeconds);
    }
    return { reason: 'completed' };
  }

  /** Answers what the target now runs with, by its own word. */
  async #apply(iteration: number, from: Parameters | undefined): Promise<Parameters> {
    const to = this.#parameters;
    const unchanged = from !== undefined && stateHash(from) === stateHash(to);
    if (unchanged) {
      await verifyParameters(this.#target, to);
      return to;
    }
    await applyParameters(this.#target, to);
    const record: ParametersApplied = {
      kind: 'parameters_applied',
      iteration,
      ...(from === undefined ? {} : { from }),
      to,
      state_hash: stateHash(to),
      read_back: 'verified',
    };
    this.#writer.record(record);
    this.#host.onEvent({ kind: 'parameters_applied', record });
    return to;
  }

  #observer(iteration: number): WindowObserver {
    return {
      sinkFor: (symbol) => this.#account.sinkFor(symbol),
      breathe: (reachedUs) => {
        this.#host.onEvent({ kind: 'progress', iteration, reachedUs });
        return this.#host.breathe();
      },
      stopRequested: () => this.#host.stopRequested(),
    };
  }

  /** From the events of a window to an iteration that counts: settled, judged, decided, on disk, in the journal. */
  #complete(window: Window, facts: IterationSummary['target_facts']): IterationSummary {
    const { iteration } = window;
    const settled = this.#settle(window);
    const gate = judge(this.#plan.policy, settled.report.kpis, [iteration]);
    this.#ledger.observe({ iteration, parameters: this.#parameters, edge: settled.report });
    const tuning = decideTuning(this.#plan, this.#tuner, this.#ledger.history, {
      iteration,
      // An iteration that ends the run is the last, whatever the plan hoped for.
      iterations: this.#endsRun(gate) ? iteration : this.#plan.iterations,
      elapsed_us: window.endUs,
      parameters: this.#parameters,
      applied: this.#ledger.applied,
      pinned: this.#plan.pinned,
    });
    const fills = this.#writer.writeText(fillsFile(iteration), this.#fillsText(settled));
    const summary = summarise({
      iteration,
      window: settled.report.window,
      parameters: this.#parameters,
      state_hash: stateHash(this.#parameters),
      edge: settled.report,
      gate,
      tuning,
      target_facts: facts,
      fills_sha256: fills,
    });
    this.#acknowledge(summary);
    this.#host.onEvent({ kind: 'iteration_completed', summary });
    return summary;
  }

  #settle(window: Window): SettledWindow {
    const wholeSeconds = Math.ceil(this.#plan.iteration_us / BLOCKS_PER_ITERATION / MICROSECONDS_PER_SECOND);
    return this.#account.settle(window.endUs, {
      confidence: CONFIDENCE,
      blockUs: wholeSeconds * MICROSECONDS_PER_SECOND,
      random: new RandomStream(this.#plan.seed, `interval/iteration/${window.iteration}`),
    });
  }

  #fillsText({ report, fills }: SettledWindow): string {
    const instruments = this.#target.describe().instruments.map(instrumentRecord);
    return fillsText({ instruments, window: report.window }, fills);
  }

  /** Everything on disk first, then the one record that makes the iteration count. */
  #acknowledge(summary: IterationSummary): void {
    const { iteration, edge, gate, tuning } = summary;
    const summaryFile = iterationSummaryFile(iteration);
    const summaryHash = this.#writer.writeDocument(summaryFile, summary);
    const report: EdgeReportDocument = { ...edge, iteration };
    this.#writeRewritten(EDGE_REPORT_FILE, report);
    this.#ledger.record(summary);
    this.#parameters = tuning.parameters_next;
    this.#completed = iteration;
    this.#recent.push({ iteration, edge, gate });
    if (this.#recent.length > this.#plan.policy.last_iterations) this.#recent.shift();
    this.#writeTuning();
    this.#writer.record({
      kind: 'iteration_completed',
      iteration,
      window: summary.window,
      artifacts: { [fillsFile(iteration)]: summary.fills_sha256, [summaryFile]: summaryHash },
      state_hash: summary.state_hash,
      kpi_verdict: gate.verdict,
      decisions: tuning.decisions,
      parameters_next: tuning.parameters_next,
      state_hash_next: tuning.state_hash_next,
    });
  }

  #writeTuning(): void {
    this.#writeRewritten(TUNING_REPORT_FILE, this.#ledger.report());
    this.#writeRewritten(TUNING_STATE_FILE, this.#ledger.state(this.#completed, this.#parameters));
    this.#writeRewritten(RUNTIME_OVERRIDES_FILE, this.#parameters);
  }

  #writeRewritten(fileName: string, value: object): void {
    this.#documents = { ...this.#documents, [fileName]: this.#writer.writeDocument(fileName, value) };
  }

  #endsRun(gate: Judgement): boolean {
    return this.#plan.gate_mode === 'hard' && gate.verdict === 'FAIL';
  }

  /** The verdict, and the record after which nothing more is written. */
  #end({ reason, message }: Ending): SoakResult {
    const gate = this.#judgeRun(reason);
    this.#writeRewritten(KPI_GATE_FILE, gate);
    const said = message === undefined ? {} : { message };
    this.#writer.record({
      kind: 'run_ended',
      reason,
      ...said,
      iterations: this.#completed,
      kpi_verdict: gate.judgement.verdict,
      artifacts: this.#documents,
    });
    const result: SoakResult = {
      folder: this.#writer.folder,
      reason,
      ...said,
      iterations: this.#completed,
      ...gate,
      finalParameters: this.#parameters,
    };
    this.#host.onEvent({ kind: 'run_ended', result });
    return result;
  }

  /** The last iterations pooled; where one iteration's FAIL ended the run, that iteration alone. */
  #judgeRun(reason: EndReason): KpiGateDocument {
    const failed = reason === 'failed_gate' ? this.#recent.at(-1) : undefined;
    const kpis = failed === undefined ? this.#poolRecent() : failed.edge.kpis;
    const iterations = this.#recent.map(({ iteration }) => iteration);
    const judgement = failed === undefined ? judge(this.#plan.policy, kpis, iterations) : failed.gate;
    return { judgement, kpis, line: gateLine(judgement, kpis) };
  }

  #poolRecent(): Kpis {
    const reports = this.#recent.map(({ edge }) => edge);
    return poolReports(reports, {
      confidence: CONFIDENCE,
      random: new RandomStream(this.#plan.seed, 'interval/last iterations'),
    });
  }
}
