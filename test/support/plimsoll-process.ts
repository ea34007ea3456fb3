// The compiled program as a process that a test starts, listens to and ends.

import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** All that it printed so far, stdout and stderr as they came. */
  printed(): string;
  /** Resolves with what the pattern found first in what it prints; rejects where it ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves once it ended. */
  ended: Promise<number | null>;
}

export function startPlimsoll(argv: readonly string[], cwd: string): Running {
  return startProgram(process.execPath, [PROGRAM, ...argv], cwd);
}

export function startProgram(program: string, argv: readonly string[], cwd: string): Running {
  const child = spawn(program, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += String(chunk);
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return {
    child,
    ended,
    printed: () => text,
    prints(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text);
          if (found === null) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`${program} ended before it printed ${String(pattern)}: ${text}`)));
      });
    },
  };
}

/** Ends it as Ctrl-C does, and waits until it ended. */
export async function interrupt({ child, ended }: Running): Promise<number | null> {
  if (child.exitCode === null) child.kill('SIGINT');
  return ended;
}
