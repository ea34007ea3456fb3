// One run, followed: a poll looks whether its journal grew, its lock changed hands or its documents were rewritten, and reads only what is new. A
// run that cannot be read is shown as unreadable, with what is known of it, and keeps nobody from the others.

import { join } from 'node:path';
import type { IterationSummary } from '../artifacts/iteration-summary.ts';
import { JOURNAL_FILE, KPI_GATE_FILE, RUN_FILE, TUNING_REPORT_FILE, TUNING_STATE_FILE } from '../artifacts/layout.ts';
import { readRunRecord } from '../artifacts/read-run.ts';
import type { RunRecord } from '../artifacts/run-record.ts';
import type { Kpis } from '../edge/edge-report.ts';
import type { Disk } from '../files/disk.ts';
import { isRunLocked } from '../files/run-lock.ts';
import type { Counters } from '../guards/counters.ts';
import { Failure } from '../std/failure.ts';
import { clip } from './clip.ts';
import { JournalFollower } from './follow-journal.ts';
import { IterationTotals } from './iteration-totals.ts';
import { JournalDigest } from './journal-digest.ts';
import { readGate, readSummary, readTuningReport, readTuningState } from './run-documents.ts';
import { ROW_KPIS } from './run-row.ts';
import type { RowKpi, RowPlan, RunRow, RunState } from './run-row.ts';

/** What the newest documents say of a run. */
interface Standing {
  /** Of the newest iteration. */
  readonly newest?: Pick<IterationSummary, 'iteration'> & { readonly kpis: Kpis; readonly counters: Counters };
  /** Of the judged iterations, where the run ended. */
  readonly judged?: Kpis;
  readonly netBps: readonly (number | null)[];
  readonly frozenUntil?: number;
  readonly heldBecause?: string;
}

const NOTHING: Standing = { netBps: [] };
const NET_KEPT = 60;

export class FollowedRun {
  readonly id: string;
  readonly folder: string;
  readonly digest = new JournalDigest();
  record: RunRecord | undefined;
  standing: Standing = NOTHING;
  row: RunRow;
  /** Made of every iteration's document, where somebody asked for it; see `wantTotals`. */
  totals: IterationTotals | undefined;
  readonly #disk: Disk;
  readonly #journal: JournalFollower;
  #recordSeen = '';
  #damage: string | undefined;

  constructor(disk: Disk, id: string, folder: string) {
    this.id = id;
    this.folder = folder;
    this.#disk = disk;
    this.#journal = new JournalFollower(disk, join(folder, JOURNAL_FILE));
    this.row = {
      id,
      revision: 0,
      state: 'cut_off',
      course: this.#course(),
      verdicts: [],
      kpis: [],
      netBps: [],
      tuning: { ...this.digest.decided, reverts: 0 },
    };
  }

  /** From the next poll on every iteration's document is read, once. */
  wantTotals(): void {
    this.totals ??= new IterationTotals();
  }

  /** Answers whether the row is another one now; it then has `revision`. */
  async poll(revision: number): Promise<boolean> {
    let isNew = false;
    let damage: string | undefined;
    let state: RunState = 'unreadable';
    try {
      isNew = this.#readRecord();
      if (await this.#journal.poll(this.digest)) {
        isNew = true;
        this.standing = this.#readStanding();
      }
      if (this.totals !== undefined)
        await this.totals.catchUp(this.digest, (file) => readSummary(this.#disk, this.folder, file));
      state = this.#state();
    } catch (error) {
      damage = describe(error);
    }
    if (!isNew && state === this.row.state && damage === this.#damage) return false;
    this.#damage = damage;
    this.row = this.#makeRow(revision, state, damage);
    return true;
  }

  #readRecord(): boolean {
    const entry = this.#disk.entryAt(join(this.folder, RUN_FILE));
    const look = entry === undefined ? '' : `${entry.inode} ${entry.size} ${entry.modifiedMs}`;
    if (look === this.#recordSeen) return false;
    this.record = readRunRecord(this.#disk, this.folder);
    this.#recordSeen = look;
    return true;
  }

  #readStanding(): Standing {
    const { end, completed, summaries } = this.digest;
    const last = summaries.at(-1);
    if (last === undefined) return NOTHING;
    const hashes = end?.artifacts ?? {};
    const { iteration, edge, tuning } = readSummary(this.#disk, this.folder, last);
    const report = readTuningReport(this.#disk, this.folder, hashes[TUNING_REPORT_FILE]);
    const state = readTuningState(this.#disk, this.folder, hashes[TUNING_STATE_FILE]);
    const net = report.iterations.filter((one) => one.iteration <= completed).map((one) => one.net_bps ?? null);
    const isFrozen = end === undefined && (state.frozen_until_iter ?? 0) > completed;
    const isHeld =
      end === undefined && state.hold !== undefined && (state.hold.until_iteration ?? Infinity) > completed;
    return {
      newest: { iteration, kpis: edge.kpis, counters: tuning.counters },
      ...(end === undefined ? {} : { judged: readGate(this.#disk, this.folder, hashes[KPI_GATE_FILE]).kpis }),
      netBps: net.slice(-NET_KEPT),
      ...(isFrozen ? { frozenUntil: state.frozen_until_iter ?? 0 } : {}),
      ...(isHeld ? { heldBecause: clip(state.hold?.reason ?? '') } : {}),
    };
  }

  #state(): RunState {
    const { end } = this.digest;
    if (end !== undefined) return end.reason;
    return isRunLocked(this.#disk, this.folder) ? 'running' : 'cut_off';
  }

  #course(): RunRow['course'] {
    const { startedAt, lastAt, aliveAt, completed, resumes } = this.digest;
    return {
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(lastAt === undefined ? {} : { lastAt }),
      ...(aliveAt === undefined ? {} : { aliveAt }),
      completed,
      resumes,
    };
  }

  #makeRow(revision: number, state: RunState, damage: string | undefined): RunRow {
    const { end, verdicts, decided, reverts } = this.digest;
    const { newest, judged, netBps, frozenUntil, heldBecause } = this.standing;
    const kpis = judged ?? newest?.kpis;
    const message = damage ?? end?.message;
    const newestVerdict = verdicts.at(-1);
    const iterationVerdict =
      newestVerdict === undefined ? {} : { verdict: { scope: 'iteration', verdict: newestVerdict } as const };
    return {
      id: this.id,
      revision,
      state,
      ...(message === undefined ? {} : { message }),
      ...(this.record === undefined ? {} : { plan: rowPlan(this.record) }),
      course: this.#course(),
      ...(end === undefined ? iterationVerdict : { verdict: { scope: 'run', verdict: end.verdict } }),
      verdicts: [...verdicts],
      kpis: kpis === undefined ? [] : ROW_KPIS.map((name) => rowKpi(name, kpis)),
      netBps,
      tuning: {
        ...decided,
        reverts,
        ...(frozenUntil === undefined ? {} : { frozenUntil }),
        ...(heldBecause === undefined ? {} : { heldBecause }),
      },
    };
  }
}

function rowKpi(name: (typeof ROW_KPIS)[number], kpis: Kpis): RowKpi {
  const kpi = kpis[name];
  if (kpi.kind === 'absent') return { name, absent: clip(kpi.reason) };
  const { value, n, interval } = kpi;
  return { name, value, n, ...(interval === undefined ? {} : { lower: interval.lower, upper: interval.upper }) };
}

function rowPlan({ plan, plan_sha256, versions }: RunRecord): RowPlan {
  const { scenario } = plan.target.options;
  return {
    target: clip(plan.target.kind),
    ...(typeof scenario === 'string' ? { scenario: clip(scenario) } : {}),
    profile: clip(plan.profile),
    seed: plan.seed,
    iterations: plan.iterations,
    iterationUs: plan.iteration_us,
    tuner: clip(plan.tuner),
    tune: plan.tune,
    guards: plan.guards,
    policy: clip(plan.policy.name),
    rules: plan.policy.rules,
    planSha256: plan_sha256,
    version: clip(versions['plimsoll'] ?? ''),
  };
}

/** What a person reads of an error. One that is no `Failure` came of a document that says what no Plimsoll writes. */
function describe(error: unknown): string {
  if (error instanceof Failure) return clip(error.message);
  return clip(
    `the run holds what this version does not understand: ${error instanceof Error ? error.message : String(error)}`,
  );
}
