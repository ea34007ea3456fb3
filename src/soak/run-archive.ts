// What a run leaves on disk, in the order that makes it count: first every artifact of a step, durable, then the one journal record that
// stands for the step.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { ArtifactHashes, EndReason, JournalRecord, ParametersApplied } from '../artifacts/journal-record.ts';
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
import type { RunSink } from '../artifacts/run-writer.ts';
import type { Parameters } from '../config/parameters.ts';
import { hashJson } from '../json/hash.ts';
import { stateHash } from '../artifacts/state-hash.ts';
import type { TuningLedger } from './tuning-ledger.ts';

export interface Ending {
  readonly reason: EndReason;
  /** What the target said where it ran out or failed, or the disk where it was full. */
  readonly message?: string;
}

export class RunArchive {
  readonly #sink: RunSink;
  readonly #ledger: TuningLedger;
  /** Hashes of the documents that are rewritten as the run goes, as they stand. */
  #documents: ArtifactHashes = {};
  /** The same documents, and as they stood when the last record was acknowledged. */
  readonly #written = new Map<string, object>();
  #acknowledged: ReadonlyMap<string, object> = new Map();

  constructor(sink: RunSink, ledger: TuningLedger) {
    this.#sink = sink;
    this.#ledger = ledger;
  }

  get folder(): string {
    return this.#sink.folder;
  }

  start(plan: RunPlan): void {
    const { seed, parameters } = plan;
    this.#writeTuning(0, parameters);
    this.#record({
      kind: 'run_started',
      format: RUN_FORMAT,
      seed,
      plan_sha256: hashJson(plan),
      parameters,
      state_hash: stateHash(parameters),
    });
  }

  /** In place of `start`, for a run that goes on behind an iteration: every document as it stood then. */
  restore(last: IterationSummary | undefined, parameters: Parameters): void {
    if (last !== undefined) this.#rewrite(EDGE_REPORT_FILE, { ...last.edge, iteration: last.iteration });
    this.#writeTuning(last?.iteration ?? 0, parameters);
    this.#acknowledged = new Map(this.#written);
  }

  /** To be called once the target reported `to`. */
  applied(
    iteration: number,
    from: Parameters | undefined,
    to: Parameters,
    readBack: ParametersApplied['read_back'] = 'verified',
  ): ParametersApplied {
    const record: ParametersApplied = {
      kind: 'parameters_applied',
      iteration,
      ...(from === undefined ? {} : { from }),
      to,
      state_hash: stateHash(to),
      read_back: readBack,
    };
    this.#record(record);
    return record;
  }

  /** Answers the hash that the summary names. */
  writeFills(iteration: number, text: string): string {
    return this.#sink.writeText(fillsFile(iteration), text);
  }

  /** On return the iteration counts. Its fills are written already. Acknowledged again it changes nothing. */
  acknowledge(summary: IterationSummary): void {
    if (this.#ledger.has(summary)) return;
    const { iteration, edge, gate, tuning } = summary;
    const summaryFile = iterationSummaryFile(iteration);
    const summaryHash = this.#sink.writeDocument(summaryFile, summary);
    const report: EdgeReportDocument = { ...edge, iteration };
    this.#rewrite(EDGE_REPORT_FILE, report);
    this.#ledger.record(summary);
    this.#writeTuning(iteration, tuning.parameters_next);
    this.#record({
      kind: 'iteration_completed',
      iteration,
      window: summary.window,
      artifacts: { [fillsFile(iteration)]: summary.fills_sha256, [summaryFile]: summaryHash },
      state_hash: summary.state_hash,
      kpi_verdict: gate.verdict,
      decisions: tuning.decisions,
      ...(tuning.revert === undefined ? {} : { revert: tuning.revert }),
      parameters_next: tuning.parameters_next,
      state_hash_next: tuning.state_hash_next,
    });
  }

  /** After this nothing more is written. */
  end(ending: Ending, iterations: number, gate: KpiGateDocument): void {
    this.#rewrite(KPI_GATE_FILE, gate);
    this.#record({
      kind: 'run_ended',
      ...ending,
      iterations,
      kpi_verdict: gate.judgement.verdict,
      artifacts: this.#documents,
    });
  }

  /**
   * Where the disk had no room for iteration `unfinished`: makes some, and puts back every document that had gone ahead of the journal. False
   * where there is no room even so.
   */
  stepBack(unfinished: number): boolean {
    if (!this.#sink.makeRoom([fillsFile(unfinished), iterationSummaryFile(unfinished)])) return false;
    for (const [name, value] of this.#acknowledged) {
      if (this.#written.get(name) !== value) this.#rewrite(name, value);
    }
    return true;
  }

  #record(record: JournalRecord): void {
    this.#sink.record(record);
    this.#acknowledged = new Map(this.#written);
  }

  #writeTuning(iteration: number, parameters: Parameters): void {
    this.#rewrite(TUNING_REPORT_FILE, this.#ledger.report());
    this.#rewrite(TUNING_STATE_FILE, this.#ledger.state(iteration, parameters));
    // Most iterations change nothing here, and each durable write costs two fsyncs.
    if (this.#documents[RUNTIME_OVERRIDES_FILE] !== stateHash(parameters)) {
      this.#rewrite(RUNTIME_OVERRIDES_FILE, parameters);
    }
  }

  #rewrite(fileName: string, value: object): void {
    this.#documents = { ...this.#documents, [fileName]: this.#sink.writeDocument(fileName, value) };
    this.#written.set(fileName, value);
  }
}
