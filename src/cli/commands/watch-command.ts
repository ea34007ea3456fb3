// `plimsoll watch RUN`: the screen of a soak, made from the folder of the run alone, so that it can be looked at from anywhere and left again. It
// reads and changes nothing. In a pipe it tells one line for each iteration.

import { resolve } from 'node:path';
import { findRun } from '../../artifacts/find-run.ts';
import { isRunLocked } from '../../files/run-lock.ts';
import type { SoakResult } from '../../soak/soak-host.ts';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { FollowerScreen } from '../terminal/follower-screen.ts';
import { DRAWN_ITERATIONS } from '../terminal/run-picture.ts';
import { RunFollower } from '../running/follow-run.ts';
import { readConfiguration } from '../running/read-configuration.ts';
import { soakExitCode } from './soak-command.ts';

export interface WatchOptions {
  /** The folder that holds the runs; absent: as configured. */
  readonly dir?: string;
  /** Whether the exit code is the run's, where it ended. */
  readonly verdict?: boolean;
}

const LOOK_EVERY_MS = 250;
/** A journal of any length is read in at most this share of the time. */
const BUSY_SHARE = 0.1;
/** A document may be replaced while it is read; read so often, it is damaged. */
const UNREADABLE_LOOKS = 4;

export async function watchCommand(host: Host, run: string, { dir, verdict = false }: WatchOptions): Promise<ExitCode> {
  const out = resolve(host.cwd, dir ?? readConfiguration(host, []).settings.out);
  const isPath = run.includes('/') || run.includes('\\');
  const folder = findRun(host.disk, out, isPath ? resolve(host.cwd, run) : run);
  const leave = new AbortController();
  const releases = [
    host.onInterrupt(() => leave.abort()),
    host.onKey((key) => {
      if (key === 'q' || key === 'Q' || key === CTRL_C) leave.abort();
    }),
  ];
  const screen = new FollowerScreen(host);
  try {
    const ended = await follow(host, folder, screen, leave.signal);
    screen.close();
    return verdict && ended !== undefined ? soakExitCode({ result: ended }) : EXIT_CODES.ok;
  } catch (error) {
    screen.close();
    throw error;
  } finally {
    for (const release of releases) release();
  }
}

const CTRL_C = '\u0003';

/** Answers how the run ended; undefined where the watcher left before. */
async function follow(
  host: Host,
  folder: string,
  screen: FollowerScreen,
  leave: AbortSignal,
): Promise<SoakResult | undefined> {
  const follower = new RunFollower(host.disk, folder, DRAWN_ITERATIONS);
  let unreadable = 0;
  while (!leave.aborted) {
    const startedMs = host.wallClockMs();
    // Looked at before the journal: an end that is written in between is seen the next time.
    const isAtWork = isRunLocked(host.disk, folder);
    try {
      screen.take(follower.look());
      unreadable = 0;
    } catch (error) {
      unreadable += 1;
      if (!(error instanceof Failure) || unreadable >= UNREADABLE_LOOKS) throw error;
    }
    screen.show(isAtWork);
    // An end is one as long as nobody goes on with the run.
    if (screen.ended !== undefined && !isAtWork) return screen.ended;
    const tookMs = host.wallClockMs() - startedMs;
    await host.sleep(Math.max(LOOK_EVERY_MS, tookMs / BUSY_SHARE), leave);
  }
  return undefined;
}
