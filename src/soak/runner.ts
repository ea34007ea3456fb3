// The conductor: windows of the target one after the other, each settled, judged and answered by the tuner and the guards, each made
// durable before it counts. It prints nothing and reads no clock. A run that was cut off is made again from its start, without writing, as far
// as its journal goes, so that market, maker, accounts, tuner and guards come back to where they were; then it goes on.

import { fillsText } from '../artifacts/fills-file.ts';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import type { EndReason, RunResumed } from '../artifacts/journal-record.ts';
import type { KpiGateDocument } from '../artifacts/run-documents.ts';
import type { RunPlan, RunRecord } from '../artifacts/run-record.ts';
import type { ResumableRun } from '../artifacts/resumable-run.ts';
import { readRun } from '../artifacts/read-run.ts';
import { RunWriter } from '../artifacts/run-writer.ts';
import type { RunSink } from '../artifacts/run-writer.ts';
import type { Parameters } from '../config/parameters.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import type { SettledWindow } from '../edge/edge-account.ts';
import { gateKpis } from '../edge/process-kpis.ts';
import { capUnfinished } from '../gates/cap-unfinished.ts';
import { gateLine } from '../gates/gate-line.ts';
import { judgeTogether, keepForGate } from '../gates/judge-together.ts';
import { judgeIteration } from '../gates/judge-iteration.ts';
import type { Judgement } from '../gates/judgement.ts';
import { isFullDisk } from '../files/full-disk.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import type { Target, Window, WindowObserver, WindowOutcome } from '../targets/target.ts';
import type { Tuner } from '../tuner/tuner.ts';
import { findTuner } from '../tuner/tuners.ts';
import { applyParameters, verifyParameters } from './apply-parameters.ts';
import { carriedRun, carriedState } from './carried-run.ts';
import type { CarriedState } from './carried-run.ts';
import { decideTuning } from './decide-tuning.ts';
import { RunArchive } from './run-archive.ts';
import type { Ending } from './run-archive.ts';
import { notRepeated, RepeatingSink } from './repeating-sink.ts';
import { instrumentRecord, runRecord } from './run-record.ts';
import type { RunningHost, SoakHost, SoakResult } from './soak-host.ts';
import { stateHash } from '../artifacts/state-hash.ts';
import { summarise } from './summarise.ts';
import { TuningLedger } from './tuning-ledger.ts';

/** Sub-windows per iteration, from which intervals are computed. */
const BLOCKS_PER_ITERATION = 12;
const MICROSECONDS_PER_SECOND = 1_000_000;

/** What the target runs with: as it was given, and by its own word. The two match, or there is no window. */
interface Running {
  readonly given: Parameters;
  readonly reported: Parameters;
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

/**
 * Goes on with a run that stopped before its end, which it closes. Answers and throws as `runSoak` does, and `Failure('usage')` for a target
 * that cannot be brought back, `Failure('target')` where it does not come back to where it was, `Failure('interrupted')` while it is
 * brought back: in these cases nothing was changed. `differences`: what is other than when the run began, and is let pass.
 */
export async function resumeSoak(
  run: ResumableRun,
  target: Target,
  host: RunningHost,
  differences: readonly string[],
): Promise<SoakResult> {
  try {
    const { record, folder, journal } = run;
    const { kind, repeatable } = target.describe();
    const isCarried = !repeatable && target.carryOn !== undefined;
    if (journal.acknowledged.length > 0 && !repeatable && !isCarried) throw unrepeatable(kind);
    host.onEvent({ kind: 'run_started', folder, run: record });
    const { disk, versions } = host;
    const onResumed = (resumed: RunResumed): void => host.onEvent({ kind: 'run_resumed', record: resumed });
    if (isCarried) {
      const isBegun = journal.acknowledged.length > 0;
      const carried = carriedState(record, isBegun ? readRun(disk, folder, 'may be begun') : undefined, journal);
      const { writer, record: resumed } = run.goOn({ versions, differences });
      try {
        onResumed(resumed);
        const soak = new Soak(record.plan, target, host, writer);
        return await soak.carryOn(record, carried, isBegun);
      } finally {
        writer.close();
      }
    }
    const sink = RepeatingSink.begin(run, { disk, versions, differences, onResumed });
    try {
      return await new Soak(record.plan, target, host, sink).toTheEnd();
    } finally {
      sink.close();
    }
  } finally {
    run.close();
  }
}

function unrepeatable(kind: string): Failure {
  return new Failure(
    'usage',
    `A run of the target ${kind} cannot be resumed: the target cannot be brought back to where it was.`,
    {
      hint: 'take another run; this one can be read as far as it came',
    },
  );
}

/** Where a soak writes, and whether it is only made again so far. */
interface SoakSink extends RunSink {
  readonly repeating?: boolean;
}

type CompletedWindow = Pick<WindowOutcome & { kind: 'completed' }, 'facts' | 'process'>;

/** A disk that is broken takes no end either; where a limit was reached, no disk refused anything. */
function isForWantOfRoom(error: Failure): boolean {
  return error.cause === undefined || isFullDisk(error);
}

class Soak {
  readonly #plan: RunPlan;
  readonly #target: Target;
  readonly #host: RunningHost;
  readonly #sink: SoakSink;
  readonly #tuner: Tuner;
  readonly #account: EdgeAccount;
  readonly #ledger: TuningLedger;
  readonly #archive: RunArchive;
  /** As many as the final gate needs, oldest first. */
  #recent: readonly Pick<IterationSummary, 'iteration' | 'edge' | 'process' | 'gate'>[] = [];
  #completed = 0;
  /** Of those, the ones that this process took. */
  #taken = 0;
  /** What the next window runs with. */
  #parameters: Parameters;
  /** What the last window ran with. */
  #running: Running | undefined;
  /** The iteration of which the journal says already that its parameters were applied. */
  #appliedFor: number | undefined;

  constructor(plan: RunPlan, target: Target, host: RunningHost, sink: SoakSink) {
    const tuner = findTuner(plan.tuner);
    assert(tuner !== undefined, () => `a plan names a tuner that exists, not ${plan.tuner}`);
    this.#plan = plan;
    this.#target = target;
    this.#host = host;
    this.#tuner = tuner;
    this.#account = new EdgeAccount(target.describe().instruments);
    this.#sink = sink;
    this.#ledger = new TuningLedger(plan);
    this.#archive = new RunArchive(sink, this.#ledger);
    this.#parameters = plan.parameters;
  }

  async toTheEnd(): Promise<SoakResult> {
    this.#archive.start(this.#plan);
    for (const [symbol, position] of Object.entries(this.#target.describe().holdings ?? {})) {
      this.#account.hold(symbol, position);
    }
    return this.#toTheEnd();
  }

  /** Takes up a run whose target cannot be repeated, behind its last iteration. */
  async carryOn(record: RunRecord, carried: CarriedState, isBegun: boolean): Promise<SoakResult> {
    const { summaries, money, isApplied } = carried;
    for (const [symbol, one] of money) this.#account.carry(symbol, one);
    for (const summary of summaries) {
      this.#ledger.observe(summary);
      this.#ledger.record(summary);
      this.#remember(summary);
      this.#running = { given: summary.parameters, reported: summary.read_back };
    }
    if (isApplied) this.#appliedFor = this.#completed + 1;
    if (isBegun) this.#archive.restore(summaries.at(-1), this.#parameters);
    else this.#archive.start(this.#plan);
    return this.#toTheEnd(() => this.#target.carryOn?.(carriedRun(record, carried)));
  }

  async #toTheEnd(prepare?: () => Promise<void> | undefined): Promise<SoakResult> {
    try {
      await prepare?.();
      return this.#end(await this.#iterate());
    } catch (error) {
      if (error instanceof Failure && !this.#repeating) {
        if (error.code === 'target') this.#end({ reason: 'target_failed', message: error.message });
        if (error.code === 'disk' && isForWantOfRoom(error)) this.#endForWantOfRoom(error);
      }
      throw error;
    }
  }

  /** The failure ends the run whether or not its end could still be written. */
  #endForWantOfRoom({ message }: Failure): void {
    try {
      if (this.#archive.stepBack(this.#completed + 1)) this.#end({ reason: 'disk_full', message });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }

  async #iterate(): Promise<Ending> {
    const { iterations, iteration_us: iterationUs, sleep_seconds: sleepSeconds } = this.#plan;
    const pauses = sleepSeconds > 0 && this.#target.describe().clock !== 'wall';
    for (let iteration = this.#completed + 1; iteration <= iterations; iteration += 1) {
      if (this.#host.stopRequested()) return this.#interrupted();
      if (this.#taken === this.#host.pauseAfter) return { reason: 'paused' };
      const running = await this.#apply(iteration, this.#running?.given);
      this.#running = running;
      if (!this.#repeating) this.#host.onEvent({ kind: 'iteration_started', iteration, parameters: running.given });
      const window: Window = { iteration, startUs: (iteration - 1) * iterationUs, endUs: iteration * iterationUs };
      this.#account.openWindow(window.startUs);
      const outcome = await this.#target.run(window, this.#observer(iteration));
      if (outcome.kind === 'stopped') return this.#interrupted();
      if (outcome.kind === 'exhausted') return { reason: 'exhausted', message: outcome.reason };
      const repeated = this.#repeating;
      const summary = this.#complete(window, running, outcome);
      this.#tell(summary, repeated);
      if (!this.#repeating) {
        this.#host.housekeeping?.afterIteration({ folder: this.#sink.folder, plan: this.#plan, completed: iteration });
      }
      if (this.#endsRun(summary.gate)) return { reason: 'failed_gate' };
      if (pauses && iteration < iterations && !repeated) await this.#host.sleep(sleepSeconds);
    }
    return { reason: 'completed' };
  }

  get #repeating(): boolean {
    return this.#sink.repeating === true;
  }

  /** What was only being repeated lies on the disk already, and stays as it is. */
  #interrupted(): Ending {
    if (!this.#repeating) return { reason: 'interrupted' };
    throw new Failure('interrupted', 'interrupted while the run was brought back to where it had stopped', {
      hint: 'nothing was changed; the run can be resumed',
    });
  }

  /** Before each window, changed or not: a target may have lost what it was given. */
  async #apply(iteration: number, from: Parameters | undefined): Promise<Running> {
    const to = this.#parameters;
    if (from !== undefined && stateHash(from) === stateHash(to)) {
      return { given: to, reported: await verifyParameters(this.#target, to) };
    }
    const reported = await applyParameters(this.#target, to);
    if (iteration === this.#appliedFor) return { given: to, reported };
    const repeated = this.#repeating;
    const readBack = this.#target.describe().acknowledges === false ? 'not_reported' : 'verified';
    const record = this.#archive.applied(iteration, from, to, readBack);
    if (!repeated) this.#host.onEvent({ kind: 'parameters_applied', record });
    return { given: to, reported };
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
  #complete(window: Window, running: Running, { facts, process }: CompletedWindow): IterationSummary {
    const { iteration } = window;
    const settled = this.#settle(window);
    const { report } = settled;
    const used = process === undefined ? {} : { process };
    const gate = judgeIteration(this.#plan, gateKpis({ edge: report, ...used }), iteration);
    const parameters = this.#parameters;
    this.#ledger.observe({ iteration, window: report.window, parameters, edge: report, ...used, gate });
    // An iteration that ends the run is the last, whatever the plan hoped for.
    const iterations = this.#endsRun(gate) ? iteration : this.#plan.iterations;
    const tuning = decideTuning(this.#plan, this.#tuner, this.#ledger.moment(iterations));
    const summary = summarise({
      iteration,
      window: report.window,
      parameters: running.given,
      read_back: running.reported,
      state_hash: stateHash(running.given),
      edge: report,
      ...used,
      gate,
      tuning,
      target_facts: facts,
      fills_sha256: this.#archive.writeFills(iteration, this.#fillsText(settled)),
    });
    this.#archive.acknowledge(summary);
    this.#remember(summary);
    return summary;
  }

  /** An iteration that counts. */
  #remember({ iteration, edge, process, gate, tuning }: IterationSummary): void {
    this.#completed = iteration;
    this.#parameters = tuning.parameters_next;
    const used = process === undefined ? {} : { process };
    this.#recent = keepForGate(this.#plan.policy, this.#recent, { iteration, edge, ...used, gate });
  }

  #tell(summary: IterationSummary, repeated: boolean): void {
    if (repeated) {
      this.#host.onEvent({ kind: 'iteration_repeated', iteration: summary.iteration });
      return;
    }
    this.#taken += 1;
    const standing = this.#ledger.state(summary.iteration, this.#parameters);
    this.#host.onEvent({ kind: 'iteration_completed', summary, standing });
  }

  #settle(window: Window): SettledWindow {
    const blockSeconds = Math.ceil(this.#plan.iteration_us / BLOCKS_PER_ITERATION / MICROSECONDS_PER_SECOND);
    return this.#account.settle(window.endUs, {
      confidence: this.#plan.policy.confidence,
      blockUs: blockSeconds * MICROSECONDS_PER_SECOND,
    });
  }

  #fillsText({ report, fills }: SettledWindow): string {
    const instruments = this.#target.describe().instruments.map(instrumentRecord);
    return fillsText({ instruments, window: report.window }, fills);
  }

  #endsRun(gate: Judgement): boolean {
    return this.#plan.gate_mode === 'hard' && gate.verdict === 'FAIL';
  }

  #end(ending: Ending): SoakResult {
    if (this.#repeating) throw notRepeated({ kind: 'run_ended', iteration: this.#completed + 1 }, this.#sink.folder);
    const gate = this.#judgeRun(ending.reason);
    this.#archive.end(ending, this.#completed, gate);
    const result: SoakResult = {
      ...ending,
      ...gate,
      folder: this.#archive.folder,
      iterations: this.#completed,
      finalParameters: this.#parameters,
    };
    this.#host.onEvent({ kind: 'run_ended', result });
    return result;
  }

  /** The last iterations pooled; where one iteration's FAIL ended the run, that iteration alone. */
  #judgeRun(reason: EndReason): KpiGateDocument {
    const failed = reason === 'failed_gate' ? this.#recent.at(-1) : undefined;
    if (failed === undefined) {
      const { policy, iterations: planned } = this.#plan;
      return capUnfinished(judgeTogether(policy, this.#recent), { planned, completed: this.#completed, reason });
    }
    const { gate, edge } = failed;
    return { judgement: gate, kpis: edge.kpis, line: gateLine(gate, edge.kpis) };
  }
}
