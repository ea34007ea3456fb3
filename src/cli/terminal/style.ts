// Colour and weight, only where a terminal shows them; meaning never rests on colour alone. Leaves out colour themes.

import type { Verdict } from '../../gates/judgement.ts';
import type { Host, TextStream } from '../host.ts';

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

const ESCAPE = '\u001B[';
const plain: Paint = (text) => text;
const escape =
  (on: number, off: number): Paint =>
  (text) =>
    `${ESCAPE}${on}m${text}${ESCAPE}${off}m`;

export const PLAIN_STYLE: Style = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const COLOUR_STYLE: Style = {
  bold: escape(1, 22),
  dim: escape(2, 22),
  red: escape(31, 39),
  green: escape(32, 39),
  yellow: escape(33, 39),
  cyan: escape(36, 39),
};

/**
 * Colour on a terminal that can show it, unless `--no-color` or NO_COLOR (https://no-color.org: set and not empty) says no. FORCE_COLOR, set to
 * anything but 0 or false, asks for it elsewhere as well, as a CI log that shows it needs; it never makes a screen of a pipe.
 */
export function styleFor(stream: TextStream, host: Pick<Host, 'env' | 'argv'>): Style {
  const refused = host.argv.includes('--no-color') || (host.env['NO_COLOR'] ?? '') !== '';
  const forced = !['', '0', 'false'].includes(host.env['FORCE_COLOR'] ?? '');
  const isShown = forced || (stream.isTerminal && host.env['TERM'] !== 'dumb');
  return isShown && !refused ? COLOUR_STYLE : PLAIN_STYLE;
}

export function paintVerdict(style: Style, verdict: Verdict): Paint {
  switch (verdict) {
    case 'PASS':
      return style.green;
    case 'FAIL':
      return style.red;
    case 'WARN':
    case 'INCONCLUSIVE':
    case 'NO_DATA':
      return style.yellow;
    default:
      return verdict satisfies never;
  }
}

export function visibleLength(line: string): number {
  const [start = '', ...rest] = line.split(ESCAPE);
  return rest.reduce(
    (sum, part) => sum + Array.from(part.slice(part.indexOf('m') + 1)).length,
    Array.from(start).length,
  );
}

/** Breaks plain text between words into exactly so many lines; what is left over ends in an ellipsis, and lines left over are empty. */
export function wrapText(text: string, columns: number, lines: number): readonly string[] {
  const wrapped: string[] = [];
  let rest = text.replaceAll(/\s+/gu, ' ');
  while (wrapped.length < lines - 1 && rest.length > columns) {
    const at = rest.lastIndexOf(' ', columns);
    const end = at > 0 ? at : columns;
    wrapped.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  wrapped.push(rest.length > columns ? `${rest.slice(0, columns - 1)}…` : rest);
  while (wrapped.length < lines) wrapped.push('');
  return wrapped;
}

/** Cuts a line to `columns` visible characters; escape sequences count as nothing and are kept, so that colour is always closed. */
export function cutLine(line: string, columns: number): string {
  let room = columns;
  const cut = (text: string): string => {
    const characters = Array.from(text).slice(0, room);
    room -= characters.length;
    return characters.join('');
  };
  const [start = '', ...rest] = line.split(ESCAPE);
  return rest.reduce((done, part) => {
    const end = part.indexOf('m') + 1;
    return `${done}${ESCAPE}${part.slice(0, end)}${cut(part.slice(end))}`;
  }, cut(start));
}
