// What was typed for a soak or a smoke run, before anything of it is read.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';

export interface RunOptions {
  /** Every flag that sets a value, and every `--set`, in the order typed. */
  readonly entries: readonly CommandLineEntry[];
  readonly data?: readonly string[];
  readonly policy?: string;
  readonly runId?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}
