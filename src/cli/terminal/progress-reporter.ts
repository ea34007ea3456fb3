// Chooses how a run shows its progress: redrawn lines at the foot of a terminal, one plain line per iteration in a pipe or a log, or
// nothing. With --json standard output is kept for the document, and progress goes to standard error where that is a terminal.

import type { RunResumed } from '../../artifacts/journal-record.ts';
import { formatDuration } from '../../config/duration.ts';
import type { SoakEvent } from '../../soak/soak-host.ts';
import type { Host } from '../host.ts';
import { openLiveScreen } from './live-screen.ts';
import { iterationLine, LINE_HEADER } from './iteration-line.ts';
import { PictureMaker } from './run-picture.ts';
import { screenLines } from './screen-lines.ts';
import { styleFor } from './style.ts';

export interface ProgressReporter {
  note(event: SoakEvent): void;
  /** Prints a line that stays. */
  say(line: string): void;
  /** Tells on stderr what is no part of the course; above the screen where one is drawn, which it would break. */
  aside(line: string): void;
  /** Removes what is not to stay. */
  close(): void;
  /** `30m of market time, 4,210 x real time`, as far as the run came. */
  pace(): string;
}

export function openProgress(host: Host, mode: { readonly json: boolean; readonly quiet: boolean }): ProgressReporter {
  const startedMs = host.wallClockMs();
  const progress = new PictureMaker(startedMs);
  const shown = showOf(host, mode, progress);
  return {
    note(event) {
      progress.note(event, host.wallClockMs());
      shown.note(event);
    },
    say: (line) => shown.say(line),
    aside: (line) => shown.aside(line),
    close: () => shown.close(),
    pace: () => paceText(progress.reachedUs, host.wallClockMs() - startedMs),
  };
}

function paceText(reachedUs: number, tookMs: number): string {
  const speed = Math.round(reachedUs / 1000 / Math.max(1, tookMs));
  return `${formatDuration(Math.floor(reachedUs / 1e6))} of market time, ${speed.toLocaleString('en-US')} x real time`;
}

function resumedLines({ iterations, torn_tail: torn, differences }: RunResumed): string[] {
  return [
    `resumed after iteration ${iterations}`,
    ...differences.map((difference) => `warning: ${difference}`),
    ...(torn === undefined ? [] : [tornLine(torn)]),
  ];
}

function tornLine({ file, bytes }: NonNullable<RunResumed['torn_tail']>): string {
  return `warning: a crash had left ${bytes} bytes of an unfinished record at the end of the journal; they are in ${file} now`;
}

type Show = Omit<ProgressReporter, 'pace'>;

/** A mended journal is told of however little is wanted. */
function tornOnly(host: Host): Show {
  return {
    note(event) {
      if (event.kind !== 'run_resumed' || event.record.torn_tail === undefined) return;
      host.stderr.write(`${tornLine(event.record.torn_tail)}\n`);
    },
    say: () => undefined,
    aside: (line) => host.stderr.write(`${line}\n`),
    close: () => undefined,
  };
}

function showOf(
  host: Host,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
  progress: PictureMaker,
): Show {
  const stream = json ? host.stderr : host.stdout;
  if (quiet || (json && !stream.isTerminal)) return tornOnly(host);
  if (stream.isTerminal && host.env['TERM'] !== 'dumb') {
    const screen = openLiveScreen(stream, () => host.wallClockMs());
    const style = styleFor(stream, host);
    return {
      note: (event) => {
        if (event.kind === 'run_resumed') for (const line of resumedLines(event.record)) screen.print(line);
        screen.draw(() => {
          const picture = progress.picture(host.wallClockMs());
          const size = { columns: stream.columns(), rows: stream.rows() };
          return picture === undefined ? [] : screenLines(picture, size, style);
        });
      },
      say: (line) => screen.print(line),
      aside: (line) => screen.print(line),
      close: () => screen.close(),
    };
  }
  let iterations = 0;
  return {
    note(event) {
      if (event.kind === 'run_started') {
        iterations = event.run.plan.iterations;
        stream.write(`${event.run.run_id}\n${LINE_HEADER}\n`);
      } else if (event.kind === 'run_resumed') {
        stream.write(`${resumedLines(event.record).join('\n')}\n`);
      } else if (event.kind === 'iteration_completed') {
        stream.write(`${iterationLine(event.summary, iterations)}\n`);
      }
    },
    say: (line) => stream.write(`${line}\n`),
    aside: (line) => host.stderr.write(`${line}\n`),
    close: () => undefined,
  };
}
