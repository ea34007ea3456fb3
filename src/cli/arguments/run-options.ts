// What was typed for a soak or a smoke run, before anything of it is read.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';

export interface RunOptions {
  /** Every flag that sets a value, and every `--set`, in the order typed. */
  readonly entries: readonly CommandLineEntry[];
  readonly data?: readonly string[];
  /** The command of a bot and its arguments: what stands behind --. */
  readonly bot?: readonly string[];
  readonly policy?: string;
  readonly runId?: string;
  /** The run whose parameters and last proposal this one starts from: an id, a folder, or latest. */
  readonly adopt?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Whether somebody is alerted, where that is configured. */
  readonly alerts?: boolean;
  /** A duration of run time after which the run pauses, as typed. */
  readonly stopAfter?: string;
  /** Where metrics are served while the run goes on, as typed; absent means nowhere. */
  readonly metricsPort?: string;
  readonly metricsHost?: string;
}

/** What was typed for a soak: it may go on with a run instead of beginning one. */
export interface SoakOptions extends RunOptions {
  readonly resume?: string;
  /** With `resume`: also where versions or configuration are others than when the run began. */
  readonly force?: boolean;
}
