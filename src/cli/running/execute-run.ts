// Takes one run from what was typed to its artifacts, for every command that runs something: configuration, target, plan, soak, and beside
// the artifacts what people read: markdown trend and report. Shows progress; what is said at the end is the command's own.

import { join, relative, resolve } from 'node:path';
import { RUN_FILE, runFolder } from '../../artifacts/layout.ts';
import { readRun } from '../../artifacts/read-run.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { RunPlan, RunRecord } from '../../artifacts/run-record.ts';
import { parseDuration } from '../../config/duration.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import { errorCode } from '../../files/disk.ts';
import { writeIfOther } from '../../files/write-durably.ts';
import type { GatePolicy } from '../../gates/gate-policy.ts';
import { withProcessRules } from '../../gates/process-rules.ts';
import { steadyTrend, STEADY_TREND_FILE } from '../../report/steady-trend.ts';
import { viewRun } from '../../report/view-run.ts';
import type { RunView } from '../../report/run-view.ts';
import { planSoak } from '../../soak/plan.ts';
import { runSoak } from '../../soak/runner.ts';
import type { RunningHost, SoakResult } from '../../soak/soak-host.ts';
import { Failure } from '../../std/failure.ts';
import type { Target } from '../../targets/target.ts';
import type { RunAlerting } from '../alerting/open-alerts.ts';
import { adoptRun } from './adopt-run.ts';
import { createTarget } from './create-target.ts';
import type { CreateTarget } from './create-target.ts';
import type { Host } from '../host.ts';
import { keepHouse, tidyAfterRun, warnOfNeed } from './keep-house.ts';
import { listenForStop } from './listen-for-stop.ts';
import { openProgress } from '../terminal/progress-reporter.ts';
import { readPolicy } from './read-policy.ts';
import { checkRunId, defaultRunId } from '../arguments/run-id.ts';
import { serveMetrics } from './serve-metrics.ts';
import { writeReport } from './write-report.ts';
import { writeEarnedSnapshot } from './write-snapshot.ts';
import type { RunOptions } from '../arguments/run-options.ts';

export interface ExecutedRun {
  readonly runId: string;
  readonly result: Pick<SoakResult, 'folder' | 'reason' | 'judgement'>;
  /** Read back from the disk, every hash checked. */
  readonly stored: StoredRun;
  readonly view: RunView;
  /** How far and how fast it went, in words. */
  readonly pace: string;
  /** The path of the snapshot, where the run earned one. */
  readonly snapshot?: string;
}

/** `standard` is the policy where none was typed, `create` opens what is under test. Throws `Failure` where the run cannot start or its target fails. */
export async function executeRun(
  host: Host,
  options: RunOptions,
  standard: GatePolicy,
  create: CreateTarget = createTarget,
): Promise<ExecutedRun> {
  const typed = options.policy === undefined ? undefined : (await readPolicy(host, options.policy)).policy;
  const wantedId = options.runId === undefined ? undefined : checkRunId(options.runId);
  const adopted = adoptRun(host, options.adopt, options.entries);
  const chosen = await create(host, options.entries, options, adopted);
  const { configuration, market } = chosen;
  const policy = typed ?? (chosen.hasProcess === true ? withProcessRules(standard) : standard);
  const plan = planSoak({ configuration, targetKind: chosen.kind, targetOptions: chosen.options, policy });
  const out = resolve(host.cwd, configuration.settings.out);
  const isTaken = (id: string): boolean => exists(host, join(runFolder(out, id), RUN_FILE));
  const runId =
    wantedId ??
    defaultRunId({ wallClockMs: host.wallClockMs(), profile: plan.profile, market, seed: plan.seed }, isTaken);

  const pauseAfter = pauseOf(options.stopAfter, plan);
  try {
    const shortage = warnOfNeed(host, out, plan);
    const folder = runFolder(out, runId);
    const executed = await conduct(host, options, {
      runId,
      configuration,
      ...(shortage === undefined ? {} : { shortage }),
      place: { out, folder },
      open: (stop) => {
        refuseTaken(isTaken(runId), folder);
        return chosen.open({ runFolder: folder, stop });
      },
      begin: (running, target, onLimit) =>
        runSoak(plan, target, {
          ...running,
          ...keepHouse(host, out, onLimit),
          out,
          runId,
          pauseAfter,
          configuration: configuration.provenance,
        }),
    });
    tidyAfterRun(host, out);
    return executed;
  } catch (error) {
    throw inContext(error, host, configuration, runFolder(out, runId));
  }
}

/** Of a running soak, what this process gives to any. */
type ProcessSide = Omit<RunningHost, 'out' | 'pauseAfter' | 'housekeeping' | 'reserveBytes'>;

/** One soak, begun or taken up again. */
interface Conducted {
  readonly runId: string;
  /** The folder of all runs, and that of this one. */
  readonly place: { readonly out: string; readonly folder: string };
  /** Today's: it says whom to alert. */
  readonly configuration: Configuration;
  /** That the disk will not hold what the run is going to need. */
  readonly shortage?: string;
  /** Opens what is under test; a stop that is asked for meanwhile is honoured. */
  readonly open: (stop: AbortSignal) => Promise<Target>;
  /** `onLimit` hears of every time that the disk comes to its limit. */
  readonly begin: (running: ProcessSide, target: Target, onLimit: (sentence: string) => void) => Promise<SoakResult>;
}

/** Begins a soak or goes on with one, shows its progress, alerts, serves its metrics, listens for Ctrl-C, and closes the target. */
export async function conduct(
  host: Host,
  options: Pick<RunOptions, 'json' | 'quiet' | 'alerts' | 'metricsPort' | 'metricsHost'>,
  { runId, place, configuration, shortage, open, begin }: Conducted,
): Promise<ExecutedRun> {
  const alerting = options.alerts === true ? await alertingOf(host, configuration) : undefined;
  const progress = openProgress(host, { json: options.json === true, quiet: options.quiet === true });
  const stop = listenForStop(host, () => progress.say('stopping after this slice of work; Ctrl-C again ends at once'));
  let closeMetrics: (() => Promise<void>) | undefined;
  try {
    closeMetrics = await serveMetrics(host, options, place);
    const target = await open(stop.signal);
    const running: ProcessSide = {
      disk: host.disk,
      pid: host.pid,
      versions: versionsOf(host),
      wallClock: () => new Date(host.wallClockMs()).toISOString(),
      breathe: () => host.breathe(),
      sleep: (seconds) => host.sleep(seconds * 1000, stop.signal),
      stopRequested: () => stop.signal.aborted,
      onEvent: (event) => {
        progress.note(event);
        alerting?.note(event);
        if (event.kind === 'run_started' && shortage !== undefined) alerting?.disk(shortage);
      },
    };
    const onLimit = (sentence: string): void => {
      progress.aside(`rotation: ${sentence}`);
      alerting?.disk(sentence);
    };
    const result = await closing(target, () => begin(running, target, onLimit));
    return { runId, result, ...concludeRun(host, result.folder), pace: progress.pace() };
  } catch (error) {
    alerting?.brokeOff(error);
    throw error;
  } finally {
    progress.close();
    stop.release();
    await closeMetrics?.();
    await alerting?.close();
  }
}

/** Loaded where somebody is to be alerted. Throws `Failure('usage')` where an address is wrong. */
async function alertingOf(host: Host, configuration: Configuration): Promise<RunAlerting | undefined> {
  const { alert_url: alerts, heartbeat_url: heartbeats } = configuration.settings;
  if (alerts === undefined && heartbeats === undefined) return undefined;
  const { openAlerts } = await import('../alerting/open-alerts.ts');
  return openAlerts(host, configuration);
}

/** Of two failures the first is the one to tell. */
async function closing<T>(target: Target, body: () => Promise<T>): Promise<T> {
  let result: T;
  try {
    result = await body();
  } catch (error) {
    await target.close().catch((second: unknown) => {
      if (!(second instanceof Failure)) throw second;
    });
    throw error;
  }
  await target.close();
  return result;
}

/** Said before a bot is started; whoever comes first after this is found by the writer of the run. */
function refuseTaken(isTaken: boolean, folder: string): void {
  if (!isTaken) return;
  throw new Failure('usage', `The folder ${folder} holds a run already.`, {
    hint: 'give this run another id, or another --out',
  });
}

export function versionsOf(host: Host): RunRecord['versions'] {
  return { plimsoll: host.version, node: host.nodeVersion };
}

/** After how many iterations the run pauses; `undefined` where nobody asked. Throws `Failure('usage')` for less than one. */
export function pauseOf(stopAfter: string | undefined, plan: RunPlan): number | undefined {
  if (stopAfter === undefined) return undefined;
  const seconds = parseDuration(stopAfter);
  if (seconds === undefined) {
    throw new Failure('usage', `--stop-after: ${JSON.stringify(stopAfter)} is no duration`, {
      hint: 'write 90s, 15m, 6h or 1d12h',
    });
  }
  const iterations = Math.floor((seconds * 1_000_000) / plan.iteration_us);
  if (iterations >= 1) return iterations;
  throw new Failure('usage', `--stop-after: ${stopAfter} of run time is less than one iteration`, {
    hint: `an iteration of this run takes ${plan.iteration_us / 1_000_000} s`,
  });
}

/** What is made of a run once it ended; what stands there already as it should is left alone. */
export function concludeRun(host: Host, folder: string): Pick<ExecutedRun, 'stored' | 'view' | 'snapshot'> {
  const { stored, view } = writeTrend(host, folder);
  const snapshot = writeEarnedSnapshot(host, stored);
  writeReport(host, stored);
  return { stored, view, ...(snapshot === undefined ? {} : { snapshot }) };
}

function writeTrend(host: Host, folder: string): Pick<ExecutedRun, 'stored' | 'view'> {
  const stored = readRun(host.disk, folder);
  const view = viewRun(stored);
  const path = join(folder, STEADY_TREND_FILE);
  writeIfOther(host.disk, path, steadyTrend(view));
  return { stored, view };
}

/** What went wrong in a run, with what only its caller knows: who chose the folder, or where the completed iterations are. */
function inContext(error: unknown, host: Host, { provenance }: Configuration, folder: string): unknown {
  if (!(error instanceof Failure)) return error;
  const { message, code, hint, cause } = error;
  const also = (addition: string): string => (hint === undefined ? addition : `${hint}; ${addition}`);
  if (code === 'usage' && cause instanceof Failure) {
    const source = provenance.settings.out.candidates[0]?.place ?? 'out';
    const problem = { source, message, hint: also('--out FOLDER chooses another place') };
    return new Failure(code, message, { problems: [problem], cause: error });
  }
  if ((code === 'target' || code === 'disk') && exists(host, join(folder, RUN_FILE))) {
    if (code === 'target') writeTrend(host, folder);
    return new Failure(code, message, { hint: also(wayOn(host, folder)), cause: error });
  }
  return error;
}

/** What to do with a run that its target or the disk ended. */
export function wayOn(host: Host, folder: string): string {
  const shown = relative(host.cwd, folder) || '.';
  return `\`plimsoll report ${shown}\` shows what was completed, \`plimsoll soak --resume ${shown}\` goes on`;
}

/** Where a part of the path is no folder, nothing exists yet; that it cannot either is for the writer to say. */
function exists(host: Host, path: string): boolean {
  try {
    return host.disk.entryAt(path) !== undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}
