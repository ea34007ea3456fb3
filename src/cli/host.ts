// The world outside Plimsoll as one value: arguments, environment, streams, disk, wall clock, signals. Commands know nothing else of
// the process, so that a whole command line runs in memory inside a test.

import type { Disk } from '../files/disk.ts';
import type { Executed } from './execute-program.ts';
import type { BotMachine } from '../targets/command/machine.ts';

export interface TextStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; asked again at each use, because a window may be resized. */
  columns(): number;
  /** Height in lines; asked again as well. */
  rows(): number;
}

/** The pages that are built into files beside the program. */
export type PageName = 'report' | 'dashboard';
export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** JSON. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** What the server asks to be left alone for, in seconds. */
  readonly retryAfter?: number;
}

export interface Host {
  /** What was typed after the program's name. */
  readonly argv: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly disk: Disk;
  /** Plimsoll's own version and that of the machine below, for `run.json`. */
  readonly version: string;
  readonly nodeVersion: string;
  readonly pid: number;
  /** The built page of that name, without data. Throws `Failure('usage')` where it was not built. */
  pageTemplate(name: PageName): string;
  /** Milliseconds since 1970, UTC. For progress, run ids and envelopes only. */
  wallClockMs(): number;
  /** Calls back with each key that is pressed on a terminal, Ctrl-C included, until the returned function is called; without one never. */
  onKey(callback: (key: string) => void): () => void;
  /** Calls back on each request to stop (Ctrl-C, a polite kill) until the returned function is called. */
  onInterrupt(callback: () => void): () => void;
  /** Resolves after signals and streams had their turn. */
  breathe(): Promise<void>;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, until: AbortSignal): Promise<void>;
  /** Asks the person at the terminal; the answer is `undefined` where they leave. There only where somebody can answer. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Runs another program to its end, `input` on its standard input; `undefined` where there is no program of that name. */
  execute(program: string, argv: readonly string[], input: string): Executed | undefined;
  /** Sends one request; follows no redirect. Rejects where no answer comes, or the signal is aborted before it does. */
  request(request: HttpRequest, until: AbortSignal): Promise<HttpAnswer>;
  /** In [0, 1): to spread what many processes would do at one time, and for nothing that a run does. */
  chance(): number;
  /** Starts commands; whatever they started that is left ends with this process. */
  readonly bots: Pick<BotMachine, 'spawn' | 'leftBehind'>;
  /** Ends the process at once, unfinished work and all. */
  exitNow(code: number): void;
}
