// What a journal has told so far, small however long it is: the course of the run, the newest verdicts, and the newest decisions. Made line by
// line; nothing but the journal is read.

import type { EndReason, JournalLine, RunEnded } from '../artifacts/journal-record.ts';
import type { Parameters } from '../config/parameters.ts';
import type { Verdict } from '../gates/judgement.ts';
import type { GuardDecision } from '../guards/guard.ts';
import { clip } from './clip.ts';
import type { LoggedDecision } from './decision-answer.ts';
import type { JournalVisitor } from './follow-journal.ts';

/** A file with a hash, of the newest iteration or of the run's end. */
export interface NamedFile {
  readonly name: string;
  readonly hash: string;
}

export interface RunEnd {
  readonly reason: EndReason;
  readonly message?: string;
  readonly verdict: Verdict;
  readonly artifacts: RunEnded['artifacts'];
}

const VERDICTS_KEPT = 60;
const DECISIONS_KEPT = 1000;

export class JournalDigest implements JournalVisitor {
  startedAt: string | undefined;
  /** Of the newest record. */
  lastAt: string | undefined;
  /** When the newest iteration was acknowledged, or the run began or went on. */
  aliveAt: string | undefined;
  completed = 0;
  resumes = 0;
  reverts = 0;
  parameters: Parameters | undefined;
  /** Of the newest iterations, oldest first. */
  verdicts: Verdict[] = [];
  /** The newest, oldest first. */
  decisions: LoggedDecision[] = [];
  /** How many were made, those included that are no longer kept. */
  decided = { granted: 0, trimmed: 0, refused: 0 };
  /** Wall-clock seconds that each iteration took; time in which a run lay still is not in it. */
  durations: number[] = [];
  /** The files of each iteration: name and hash of its summary, by iteration - 1. */
  summaries: NamedFile[] = [];
  end: RunEnd | undefined;

  restart(): void {
    Object.assign(this, new JournalDigest());
  }

  line({ at, record }: JournalLine): void {
    this.lastAt = at;
    this.startedAt ??= at;
    this.end = undefined;
    switch (record.kind) {
      case 'run_started':
        this.parameters = record.parameters;
        this.aliveAt = at;
        return;
      case 'parameters_applied':
        this.parameters = record.to;
        return;
      case 'run_resumed':
        this.resumes += 1;
        this.aliveAt = at;
        return;
      case 'iteration_completed': {
        if (this.aliveAt !== undefined) this.durations.push((Date.parse(at) - Date.parse(this.aliveAt)) / 1000);
        this.aliveAt = at;
        this.completed = record.iteration;
        keepNewest(this.verdicts, [record.kpi_verdict], VERDICTS_KEPT);
        const [name, hash] = Object.entries(record.artifacts).find(([file]) => file.startsWith('ITER_')) ?? [];
        if (name !== undefined && hash !== undefined) this.summaries.push({ name, hash });
        const logged = loggedDecisions(at, record);
        for (const { outcome } of logged) if (outcome !== 'revert') this.decided[outcome] += 1;
        keepNewest(this.decisions, logged, DECISIONS_KEPT);
        if (record.revert !== undefined) this.reverts += 1;
        return;
      }
      case 'run_ended': {
        const { reason, message, kpi_verdict: verdict, artifacts } = record;
        this.end = { reason, verdict, artifacts, ...(message === undefined ? {} : { message: clip(message) }) };
        return;
      }
      default:
        record satisfies never;
    }
  }
}

type Completed = Extract<JournalLine['record'], { readonly kind: 'iteration_completed' }>;

function loggedDecisions(at: string, { iteration, decisions, revert }: Completed): LoggedDecision[] {
  const told = decisions.map((decision) => loggedDecision(at, iteration, decision));
  if (revert === undefined) return told;
  const { reason, target } = revert;
  const head = { at, iteration, outcome: 'revert', guard: 'panic', reason: clip(`to ${target}: ${reason}`) } as const;
  return [...told, head, ...revert.decisions.map((decision) => loggedDecision(at, iteration, decision))];
}

function loggedDecision(at: string, iteration: number, decision: GuardDecision): LoggedDecision {
  const { parameter, outcome, from, wanted, to, reason, steps } = decision;
  const guard = outcome === 'granted' ? undefined : steps.findLast((step) => step.outcome === outcome)?.guard;
  return {
    at,
    iteration,
    outcome,
    parameter,
    from,
    wanted,
    to,
    ...(guard === undefined ? {} : { guard }),
    reason: clip(reason),
  };
}

function keepNewest<T>(list: T[], added: readonly T[], most: number): void {
  list.push(...added);
  if (list.length > most) list.splice(0, list.length - most);
}
