// Reads the files of one recording, one behind the other, into messages on one clock: the recorder's receive time, in microseconds since
// the first message and never backwards. Counts what it cannot use; what is cut off or hopeless is said, never passed over.

import { basename } from 'node:path';
import { Failure } from '../../std/failure.ts';
import type { Instrument } from '../../market/instrument.ts';
import { parseMessage, payloadOf, splitLine, type MarketMessage } from './collector-message.ts';
import { DecimalScale } from './decimal-scale.ts';
import { readLines, type FileEnd } from './read-lines.ts';

export type RecordingEnd =
  | { readonly kind: 'whole' }
  /** A file breaks off; whatever follows it was not read. Names the file without its folder, for the sentence goes into artifacts. */
  | { readonly kind: 'cut_off'; readonly where: string };

export interface RecordingCounts {
  /** Well-formed messages, whatever their stream. */
  messages: number;
  /** Messages of streams that the replay has no use for. */
  other: number;
  /** Lines that are no message. Each may have been one that mattered. */
  garbageLines: number;
  /** Messages received before the one in front of them by the recorder's clock; they take its time. */
  clockSteps: number;
}

/** More garbage than this, and than `GARBAGE_SHARE` of the lines, and the file is not what it should be. */
const GARBAGE_ALLOWED = 10;
const GARBAGE_SHARE = 0.01;
/** A clock that is set back by more than this is no correction of the clock: the files are in the wrong order. */
const LARGEST_STEP_BACK_US = 5_000_000;

export class Recording {
  readonly counts: RecordingCounts = { messages: 0, other: 0, garbageLines: 0, clockSteps: 0 };
  readonly #files: readonly string[];
  readonly #symbol: string;
  readonly #price: DecimalScale;
  readonly #quantity: DecimalScale;
  #lines: AsyncGenerator<readonly string[], FileEnd, void> | undefined;
  #fileIndex = -1;
  #file = '';
  #line = 0;
  #totalLines = 0;
  #firstGarbage = '';
  #zeroUs: number | undefined;
  #receivedUs = 0;
  #end: RecordingEnd | undefined;

  constructor(files: readonly string[], instrument: Instrument) {
    this.#files = files;
    this.#symbol = instrument.symbol;
    this.#price = new DecimalScale(instrument.tickSize);
    this.#quantity = new DecimalScale(instrument.lotSize);
  }

  /** How the data ended; undefined while there are more. */
  get end(): RecordingEnd | undefined {
    return this.#end;
  }

  /** Run time of the newest message read. */
  get receivedUs(): number {
    return this.#receivedUs;
  }

  /** Where the first line of garbage stands, as `file:line`, or empty. */
  get firstGarbage(): string {
    return this.#firstGarbage;
  }

  /** The next batch, possibly empty. Once `end` is set there are no more. Throws `Failure` where the data cannot be used. */
  async read(): Promise<readonly MarketMessage[]> {
    const messages: MarketMessage[] = [];
    if (this.#end !== undefined) return messages;
    if (this.#lines === undefined && !this.#openNext()) {
      this.#finish({ kind: 'whole' });
      return messages;
    }
    const step = await this.#lines?.next();
    if (step === undefined) return messages;
    if (step.done !== true) {
      for (const text of step.value) this.#readLine(text, messages);
      return messages;
    }
    this.#lines = undefined;
    const end = step.value;
    if (end.kind === 'cut_off') {
      this.#finish({
        kind: 'cut_off',
        where: `${basename(this.#file)} is cut off: its compressed data stop at byte ${end.bytes} without an end mark, after ${this.#line} lines`,
      });
    } else if (end.rest !== '') {
      const garbage = this.counts.garbageLines;
      this.#readLine(end.rest, messages);
      if (this.counts.garbageLines > garbage)
        this.#finish({
          kind: 'cut_off',
          where: `${basename(this.#file)} is cut off in the middle of line ${this.#line}`,
        });
    }
    return messages;
  }

  async close(): Promise<void> {
    await this.#lines?.return({ kind: 'whole', rest: '' });
    this.#lines = undefined;
  }

  #openNext(): boolean {
    this.#fileIndex += 1;
    const file = this.#files[this.#fileIndex];
    if (file === undefined) return false;
    this.#file = file;
    this.#line = 0;
    this.#lines = readLines(file);
    return true;
  }

  #finish(end: RecordingEnd): void {
    this.#end = end;
    if (this.counts.messages > 0) return;
    throw new Failure(
      'target',
      end.kind === 'cut_off' ? end.where : `${this.#files.join(', ')}: the recording holds no message`,
      { hint: 'a line is `<receive time in ns> <exchange JSON>`; give such a file, gzipped or plain' },
    );
  }

  #readLine(text: string, messages: MarketMessage[]): void {
    this.#line += 1;
    this.#totalLines += 1;
    if (text.trim() === '') return;
    const parts = splitLine(text);
    const payload = parts === undefined ? undefined : payloadOf(parts.json);
    if (parts === undefined || payload === undefined) {
      this.#countGarbage();
      return;
    }
    const zeroUs = this.#zeroUs ?? parts.receivedUs;
    this.#checkClock(parts.receivedUs - zeroUs);
    const receivedUs = Math.max(parts.receivedUs - zeroUs, this.#receivedUs);
    const stamp = { file: this.#file, line: this.#line, receivedUs };
    const format = { symbol: this.#symbol, price: this.#price, quantity: this.#quantity, zeroUs };
    const message = parseMessage(payload, stamp, format);
    if (message === undefined) {
      this.#countGarbage();
      return;
    }
    this.#zeroUs = zeroUs;
    this.#receivedUs = receivedUs;
    this.counts.messages += 1;
    if (message.kind === 'other') this.counts.other += 1;
    else messages.push(message);
  }

  #checkClock(rawUs: number): void {
    const backUs = this.#receivedUs - rawUs;
    if (backUs <= 0) return;
    this.counts.clockSteps += 1;
    if (backUs <= LARGEST_STEP_BACK_US) return;
    throw new Failure(
      'target',
      `${this.#file}:${this.#line} was received ${(backUs / 1e6).toFixed(3)} s before the message in front of it`,
      { hint: 'give the files in the order in which they were recorded, each once' },
    );
  }

  #countGarbage(): void {
    this.counts.garbageLines += 1;
    if (this.#firstGarbage === '') this.#firstGarbage = `${this.#file}:${this.#line}`;
    const { garbageLines } = this.counts;
    if (garbageLines <= GARBAGE_ALLOWED || garbageLines <= this.#totalLines * GARBAGE_SHARE) return;
    throw new Failure(
      'target',
      `${garbageLines} of the first ${this.#totalLines} lines are no messages of the collector, the first at ${this.#firstGarbage}`,
      { hint: 'a line is `<receive time in ns> <exchange JSON>`; give such a file, gzipped or plain' },
    );
  }
}
