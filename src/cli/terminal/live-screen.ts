// A few lines at the foot of a terminal, redrawn in place: the cursor goes up, each line is overwritten and its rest cleared, so that
// nothing flickers. Lines printed in between scroll away above. Leaves out what the lines say.

import { cutLine } from './style.ts';
import type { TextStream } from '../host.ts';

const UP = (lines: number): string => (lines === 0 ? '' : `\u001B[${lines}A`);
const CLEAR_REST_OF_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';

export interface LiveScreen {
  /** Redraws the foot, unless the last drawing is younger than the shortest interval. */
  draw(lines: readonly string[]): void;
  /** Prints a line that stays, above the foot. */
  print(line: string): void;
  /** Removes the foot for good. */
  close(): void;
}

/** `wallClockMs` is asked at each drawing; at most one drawing per `intervalMs` reaches the terminal. */
export function openLiveScreen(stream: TextStream, wallClockMs: () => number, intervalMs = 100): LiveScreen {
  let drawn: readonly string[] = [];
  let drawnAtMs = Number.NEGATIVE_INFINITY;

  const paint = (above: readonly string[], foot: readonly string[]): void => {
    // One column is left free: a line that fills the last column wraps on some terminals, and the count of lines would be wrong.
    const columns = Math.max(1, stream.columns() - 1);
    const lines = [...above, ...foot.map((line) => cutLine(line, columns))];
    const body = lines.map((line) => `${line}${CLEAR_REST_OF_LINE}\n`).join('');
    stream.write(`${UP(drawn.length)}${body}${CLEAR_BELOW}`);
    drawn = foot;
  };

  return {
    draw(lines) {
      const nowMs = wallClockMs();
      if (nowMs - drawnAtMs < intervalMs) return;
      drawnAtMs = nowMs;
      paint([], lines);
    },
    print(line) {
      paint([line], drawn);
    },
    close() {
      if (drawn.length > 0) paint([], []);
    },
  };
}
