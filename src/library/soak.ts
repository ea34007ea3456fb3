// A soak run by a program: what `plimsoll soak` does, without a terminal, and with a target of the program's own where it has one.

import type { StoredRun } from '../artifacts/read-run.ts';
import type { EndReason } from '../artifacts/journal-record.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import type { Parameters } from '../config/parameters.ts';
import { SETTINGS } from '../config/settings.ts';
import { executeRun } from '../cli/running/execute-run.ts';
import { createTarget } from '../cli/running/create-target.ts';
import type { CreateTarget } from '../cli/running/create-target.ts';
import { readConfiguration } from '../cli/running/read-configuration.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import type { Judgement } from '../gates/judgement.ts';
import { Failure } from '../std/failure.ts';
import type { Target } from '../targets/target.ts';
import { entriesOf } from './entries-of.ts';
import type { SettingValues } from './entries-of.ts';
import { quietHost } from './quiet-host.ts';
import type { Place } from './quiet-host.ts';

export interface SoakRequest extends Place {
  /** Over project file and environment. A parameter that stands here is pinned: the tuner does not change it. */
  readonly settings?: SettingValues;
  /** Absent: the target that the settings name. */
  readonly target?: OwnTarget;
  /** The recordings of the target replay, in order of time. */
  readonly data?: readonly string[];
  /** The command of the target command, and its arguments. Like any child it has the folder and the environment of the process. */
  readonly bot?: readonly string[];
  /** A gate file; absent: the thresholds of `plimsoll soak`. */
  readonly policy?: string;
  /** Absent: made of time, profile, market and seed. */
  readonly runId?: string;
  /** The run whose final parameters this one starts from: a run id, a folder, or `latest`. */
  readonly adopt?: string;
  /** Asks the run to stop after its slice of work; it then ends as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Hears of progress: whole lines with their ends, as a log would show them. */
  readonly log?: (text: string) => void;
}

export interface OwnTarget {
  /** All that makes this target this one; stands in the run's plan. Runs that differ in it are not compared. No secrets. */
  readonly options?: RunPlan['target']['options'];
  /** Called once the settings are resolved; the soak closes what it opened. `describe().kind` is none of the built-in targets' names. */
  readonly open: (start: TargetStart) => Target | Promise<Target>;
}

export interface TargetStart {
  readonly seed: number;
  /** What the first window will run with. */
  readonly parameters: Parameters;
}

export interface SoakedRun {
  readonly runId: string;
  readonly folder: string;
  readonly reason: EndReason;
  /** Over the last iterations together. */
  readonly judgement: Judgement;
  /** Read back from the disk, every hash checked. */
  readonly run: StoredRun;
  /** The path of PRODUCTION_SNAPSHOT.json, where the run earned one. */
  readonly snapshot?: string;
}

/**
 * Answers a verdict and never throws one. Throws `Failure`: `usage` where the request is wrong or the run's folder is taken, `target` where the
 * target fails, `disk` where an artifact cannot be made durable; `AssertionError` where a law is broken: a bug of Plimsoll, or a target that
 * tells impossible events.
 */
export async function soak(request: SoakRequest = {}): Promise<SoakedRun> {
  const { settings = {}, target, data, bot, policy, runId, adopt, signal, log } = request;
  const host = quietHost(request, {
    ...(log === undefined ? {} : { log }),
    ...(signal === undefined ? {} : { signal }),
  });
  const options = {
    entries: entriesOf(settings),
    quiet: log === undefined,
    ...(data === undefined ? {} : { data }),
    ...(bot === undefined ? {} : { bot }),
    ...(policy === undefined ? {} : { policy }),
    ...(runId === undefined ? {} : { runId }),
    ...(adopt === undefined ? {} : { adopt }),
  };
  const create = target === undefined ? createTarget : ownTarget(target, settings);
  const executed = await executeRun(host, options, SOAK_POLICY, create);
  const { result, stored, snapshot } = executed;
  return {
    runId: executed.runId,
    folder: result.folder,
    reason: result.reason,
    judgement: result.judgement,
    run: stored,
    ...(snapshot === undefined ? {} : { snapshot }),
  };
}

function ownTarget({ options = {}, open }: OwnTarget, settings: SettingValues): CreateTarget {
  if (settings.target !== undefined) {
    throw new Failure('usage', 'settings.target: the request brings a target of its own', {
      hint: 'leave one of the two out',
    });
  }
  return async (host, entries, _data, adopted) => {
    const configuration = readConfiguration(host, entries, adopted);
    const { parameters, settings: resolved } = configuration;
    const target = await open({ seed: resolved.seed, parameters });
    const { kind } = target.describe();
    if (!isBuiltIn(kind)) return { open: () => Promise.resolve(target), configuration, kind, options, market: kind };
    await target.close();
    throw new Failure('usage', `target: ${kind} is the name of a target of Plimsoll's own`, {
      hint: 'call it otherwise',
    });
  };
}

/** Artifacts alone say what was soaked, and `--resume` opens what they name. */
function isBuiltIn(kind: string): boolean {
  const { type } = SETTINGS.target;
  return type.kind === 'choice' && type.choices.includes(kind);
}
