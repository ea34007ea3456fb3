// How far a response map is: a line that is redrawn on a terminal, one line per parameter elsewhere, on the stream that is not the
// document's.

import type { ParameterName } from '../../config/parameters.ts';
import type { Host } from '../host.ts';
import { openLiveScreen } from './live-screen.ts';

export interface ResponseProgress {
  /** So many runs are done, and the next one moves this parameter. */
  note(parameter: ParameterName, done: number, runs: number): void;
  /** Removes what is not to stay. May be called again. */
  close(): void;
}

const BAR_WIDTH = 24;

export function openResponseProgress(host: Host, json: boolean): ResponseProgress {
  const stream = json ? host.stderr : host.stdout;
  if (json && !stream.isTerminal) return { note: () => undefined, close: () => undefined };
  if (stream.isTerminal && host.env['TERM'] !== 'dumb') {
    const screen = openLiveScreen(stream, () => host.wallClockMs());
    let open = true;
    return {
      note(parameter, done, runs) {
        const filled = Math.round((done / runs) * BAR_WIDTH);
        const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`;
        screen.draw(() => [`${bar}  ${runText(done, runs)}, now ${parameter}`]);
      },
      close() {
        if (open) screen.close();
        open = false;
      },
    };
  }
  let shown: ParameterName | undefined;
  return {
    note(parameter, done, runs) {
      if (parameter === shown) return;
      shown = parameter;
      stream.write(`${runText(done, runs)}, now ${parameter}\n`);
    },
    close: () => undefined,
  };
}

function runText(done: number, runs: number): string {
  return `${done} of ${runs} runs done`;
}
