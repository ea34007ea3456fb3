// The lines of a file that a bot appends to, numbered from 1. A line counts once its newline is there: a half one waits.

import { TailFile } from '../../files/tail-file.ts';
import { finding } from './finding.ts';

export interface EventLine {
  readonly number: number;
  readonly text: string;
  /** Bytes of the file before it. */
  readonly startBytes: number;
}

/** How far a file was read. */
export interface ReadMark {
  readonly bytes: number;
  readonly lines: number;
}

/** A line beyond this is no event. */
const LONGEST_LINE_BYTES = 1_000_000;
const NEWLINE = 0x0a;

export class EventLines {
  readonly #tail: TailFile;
  /** Its base name, for findings. */
  readonly #name: string;
  #begun: Uint8Array[] = [];
  #begunBytes = 0;
  #number: number;
  /** Of the lines that ended. */
  #wholeBytes: number;

  /** `from`: the bytes and lines that were read before. */
  constructor(path: string, name: string, from: ReadMark = NOTHING_READ) {
    this.#tail = new TailFile(path, from.bytes);
    this.#name = name;
    this.#number = from.lines;
    this.#wholeBytes = from.bytes;
  }

  /** Of whole lines. */
  get read(): ReadMark {
    return { bytes: this.#wholeBytes, lines: this.#number };
  }

  /** Bytes that wait to be read. Throws a finding where the file was cut short. */
  waiting(): number {
    const waiting = this.#tail.waiting();
    if (waiting >= 0) return waiting;
    throw finding(
      'bot_breaks_contract',
      `${this.#name} became shorter than what was read of it`,
      'open the file of events for appending, and never cut it',
    );
  }

  /** The lines that ended since the last call, at most about so many bytes of them. */
  next(mostBytes: number): readonly EventLine[] {
    const lines: EventLine[] = [];
    const until = this.#tail.offset + mostBytes;
    while (this.#tail.offset < until) {
      const piece = this.#tail.read();
      if (piece.length === 0) break;
      this.#split(piece, lines);
    }
    return lines;
  }

  /** What is only begun, as far as it goes. */
  begunLine(): EventLine | undefined {
    if (this.#begunBytes === 0) return undefined;
    const text = Buffer.concat(this.#begun).toString('utf8');
    return { number: this.#number + 1, text, startBytes: this.#wholeBytes };
  }

  close(): void {
    this.#tail.close();
  }

  #split(piece: Uint8Array, lines: EventLine[]): void {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      this.#keep(piece.subarray(start, end));
      const text = Buffer.concat(this.#begun).toString('utf8');
      this.#number += 1;
      lines.push({ number: this.#number, text, startBytes: this.#wholeBytes });
      this.#wholeBytes += this.#begunBytes + 1;
      this.#begun = [];
      this.#begunBytes = 0;
      start = end + 1;
    }
    this.#keep(piece.subarray(start));
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // The piece is read over by the next one.
    this.#begun.push(bytes.slice());
    this.#begunBytes += bytes.length;
    if (this.#begunBytes <= LONGEST_LINE_BYTES) return;
    throw finding(
      'bot_malformed_events',
      `line ${this.#number + 1} of ${this.#name} is longer than ${LONGEST_LINE_BYTES} bytes`,
      'write one JSON object a line, each ended by a newline',
    );
  }
}

const NOTHING_READ: ReadMark = { bytes: 0, lines: 0 };
