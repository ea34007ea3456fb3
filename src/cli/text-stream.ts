// The streams that commands write to. What a stream refuses ends no run: a soak goes on to its end without being seen, and
// the loss is told afterwards. Loads next to nothing, because --version writes through it too.

import { isatty } from 'node:tty';
import type { TextStream } from './host.ts';

/** Size assumed where a stream does not know its own. */
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

type StreamLoss = (error: NodeJS.ErrnoException) => void;

/**
 * A reader that went away (`plimsoll report RUN | head`) costs the rest of the text and nothing else. `onLoss` hears once of anything else
 * that keeps text from being written, such as a full disk.
 */
export function textStream(
  stream: NodeJS.WritableStream & {
    readonly fd: number;
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
  },
  onLoss: StreamLoss,
): TextStream {
  const isTerminal = isatty(stream.fd);
  let lost = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (lost) return;
    lost = true;
    // A terminal whose window or connection was closed answers EIO.
    if (error.code !== 'EPIPE' && !(isTerminal && error.code === 'EIO')) onLoss(error);
  });
  return {
    isTerminal,
    columns: () => (stream.isTTY === true ? (stream.columns ?? DEFAULT_COLUMNS) : DEFAULT_COLUMNS),
    rows: () => (stream.isTTY === true ? (stream.rows ?? DEFAULT_ROWS) : DEFAULT_ROWS),
    write(text) {
      if (!lost) stream.write(text);
    },
  };
}

type Running = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'once' | 'exitCode'>;

/** The two streams of a process. Where one loses text, it ends with `exitCode`, whatever its command answered. */
export function processStreams(
  running: Running,
  exitCode: number,
): { readonly stdout: TextStream; readonly stderr: TextStream } {
  const endBadly = (): void => {
    running.once('exit', () => {
      running.exitCode = exitCode;
    });
  };
  const stderr = textStream(running.stderr, endBadly);
  const stdout = textStream(running.stdout, ({ code, message }) => {
    endBadly();
    const why = code === 'ENOSPC' ? 'the disk is full (ENOSPC)' : message;
    stderr.write(`error: cannot write to standard output: ${why}\n`);
  });
  return { stdout, stderr };
}
