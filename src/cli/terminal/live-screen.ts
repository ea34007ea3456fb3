// Lines at the foot of a terminal, redrawn in place: the cursor goes up, each line is overwritten and its rest cleared, and the terminal is asked
// to show it all at once, so that nothing flickers. Lines printed in between scroll away above. Leaves out what the lines say.

import type { TextStream } from '../host.ts';
import { cutLine, visibleLength } from './style.ts';

const UP = (lines: number): string => (lines === 0 ? '' : `\u001B[${lines}A`);
const CLEAR_REST_OF_LINE = '\u001B[K';
const CLEAR_BELOW = '\u001B[J';
/** Hides the cursor, and holds the picture until the end of the drawing where a terminal can (a synchronised update); others ignore that. */
const BEGIN = '\u001B[?25l\u001B[?2026h\r';
const END = '\u001B[?2026l\u001B[?25h';

export interface LiveScreen {
  /** Redraws the foot, unless the last drawing is younger than the shortest interval: then the lines are not even asked for. */
  draw(lines: () => readonly string[]): void;
  /** Prints a line that stays, above the foot. */
  print(line: string): void;
  /** Ends the foot: it goes, or stays as the last thing drawn. */
  close(last?: readonly string[]): void;
}

/** `wallClockMs` is asked at each drawing; at most one drawing per `intervalMs` reaches the terminal. */
export function openLiveScreen(stream: TextStream, wallClockMs: () => number, intervalMs = 100): LiveScreen {
  let drawn: readonly string[] = [];
  let drawnAtMs = Number.NEGATIVE_INFINITY;

  const paint = (above: readonly string[], foot: readonly string[]): void => {
    // One column is left free: a line that fills the last column wraps on some terminals, and the count of lines would be wrong.
    const columns = Math.max(1, stream.columns() - 1);
    const cutFoot = foot.map((line) => cutLine(line, columns));
    const body = [...above, ...cutFoot].map((line) => `${line}${CLEAR_REST_OF_LINE}\n`).join('');
    stream.write(`${BEGIN}${UP(rowsOf(drawn, stream))}${body}${CLEAR_BELOW}${END}`);
    drawn = cutFoot;
  };

  return {
    draw(lines) {
      const nowMs = wallClockMs();
      if (nowMs - drawnAtMs < intervalMs) return;
      drawnAtMs = nowMs;
      paint([], lines());
    },
    print(line) {
      paint([line], drawn);
    },
    close(last) {
      if (last !== undefined) {
        paint([], last);
        drawn = [];
      } else if (drawn.length > 0) paint([], []);
    },
  };
}

/** A window that became narrower has broken the lines drawn before into more rows; what scrolled out of it cannot be reached. */
function rowsOf(drawn: readonly string[], stream: TextStream): number {
  const columns = Math.max(1, stream.columns());
  const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / columns)), 0);
  return Math.min(rows, Math.max(1, stream.rows() - 1));
}
