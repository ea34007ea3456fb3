// What a bot's supervisor needs of the world, handed in by whoever knows the process: a wall clock, a way to wait, a way to start a
// command, a disk. Tests step it.

import type { Disk } from '../../files/disk.ts';

export interface BotMachine {
  readonly disk: Disk;
  /** Microseconds since 1970, UTC. */
  wallUs(): number;
  /** Resolves after so many milliseconds, or sooner once a stop was asked for. */
  sleep(milliseconds: number): Promise<void>;
  /** The same, whoever asks for a stop: what must be waited for all the same. */
  rest(milliseconds: number): Promise<void>;
  /** Somebody asked the run to stop. */
  stopRequested(): boolean;
  /** In a process group of its own, without a terminal. Rejects with `Failure('usage')` where the command cannot be started. */
  spawn(order: BotOrder): Promise<BotProcess>;
  /** The same of a process that an earlier, killed Plimsoll left behind; its pid is the number of its group. */
  leftBehind(pid: number): BotProcess;
}

export interface BotOrder {
  readonly command: readonly string[];
  /** Added to the surrounding one. */
  readonly environment: { readonly [name: string]: string };
  readonly onOutput: (bytes: Uint8Array) => void;
}

export interface BotExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
}

export interface BotProcess {
  readonly pid: number;
  /** Of the command itself; undefined while it runs. */
  exit(): BotExit | undefined;
  /** To every process of the group; nothing where none is left. */
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
  /** Whether any process of the group is left. */
  isAlive(): boolean;
}
