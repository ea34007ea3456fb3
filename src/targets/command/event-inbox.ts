// Everything that a bot wrote and that no window has taken yet, in its order: read, understood, its times held against the order of lines
// and against our own clock. What concerns the bot itself (ready, acknowledgements, signs of life) is known at once.

import { ByteBudget } from './byte-budget.ts';
import { MOST_DISORDER_US, MOST_SKEW_US } from './bot-limits.ts';
import type { BotEvent, EventOf } from './contract.ts';
import { EventLines } from './event-lines.ts';
import type { ReadMark } from './event-lines.ts';
import { finding } from './finding.ts';
import { parseEvent } from './parse-event.ts';

/** What a window is made of. */
export type MarketEvent = Exclude<BotEvent, { kind: 'ready' | 'heartbeat' | 'parameters_applied' }>;

export interface ReceivedEvent {
  readonly event: MarketEvent;
  /** Since 1970; never less than that of the event before. */
  readonly wallUs: number;
  /** For findings: `line 12 of events-1.jsonl`. */
  readonly place: string;
  /** What was read of the file before it. */
  readonly before: ReadMark;
}

export interface InboxPlace {
  readonly path: string;
  /** Its base name. */
  readonly name: string;
  /** Of a file whose writer is gone: what was taken of it before. Neither its pace nor its clock is held against ours any more. */
  readonly from?: ReadMark;
}

export class EventInbox {
  readonly #lines: EventLines;
  readonly #name: string;
  readonly #budget: ByteBudget | undefined;
  readonly #queue: ReceivedEvent[] = [];
  /** Of `#queue`: those before it were taken. */
  #taken = 0;
  #newestUs: number;
  #heardUs: number;
  #ready: EventOf<'ready'> | undefined;
  #applied: EventOf<'parameters_applied'> | undefined;
  #otherLines = 0;
  #disordered = 0;

  constructor({ path, name, from }: InboxPlace, nowUs: number) {
    this.#lines = new EventLines(path, name, from);
    this.#name = name;
    this.#budget = from === undefined ? new ByteBudget('events', nowUs) : undefined;
    this.#newestUs = 0;
    this.#heardUs = nowUs;
  }

  get ready(): EventOf<'ready'> | undefined {
    return this.#ready;
  }

  /** The newest acknowledgement. */
  get applied(): EventOf<'parameters_applied'> | undefined {
    return this.#applied;
  }

  /** By our clock: when the bot wrote last. */
  get heardUs(): number {
    return this.#heardUs;
  }

  /** Where somebody must go on who has what was taken. */
  get taken(): ReadMark {
    return this.#queue[this.#taken]?.before ?? this.#lines.read;
  }

  /** What was not taken yet. */
  get waiting(): readonly ReceivedEvent[] {
    return this.#queue.slice(this.#taken);
  }

  /** Lines of kinds that the contract does not know, and events that stood a little out of order. */
  get counts(): { readonly other_lines: number; readonly disordered_events: number } {
    return { other_lines: this.#otherLines, disordered_events: this.#disordered };
  }

  /** Reads what was written since the last call. Throws findings. */
  poll(nowUs: number): void {
    const waiting = this.#lines.waiting();
    if (waiting === 0) return;
    this.#budget?.spend(waiting, nowUs);
    this.#heardUs = nowUs;
    for (const { number, text, startBytes } of this.#lines.next(waiting)) {
      const parsed = parseEvent(text);
      const place = `line ${number} of ${this.#name}`;
      switch (parsed.kind) {
        case 'other':
          this.#otherLines += 1;
          break;
        case 'malformed':
          throw malformed(place, parsed.problem);
        case 'event':
          this.#take(parsed.event, {
            wallUs: this.#inOrder(parsed.wallUs, nowUs, place),
            place,
            before: { bytes: startBytes, lines: number - 1 },
          });
          break;
        default:
          parsed satisfies never;
      }
    }
  }

  /** The oldest event before `untilUs` that was not taken yet; it counts as taken. */
  next(untilUs: number): ReceivedEvent | undefined {
    const received = this.#queue[this.#taken];
    if (received === undefined || received.wallUs >= untilUs) return undefined;
    this.#taken += 1;
    if (this.#taken === this.#queue.length) {
      this.#queue.length = 0;
      this.#taken = 0;
    }
    return received;
  }

  /** Throws a finding where the file ends with half a line: its writer is gone and will not end it. */
  refuseHalfLine(): void {
    const begun = this.#lines.begunLine();
    if (begun === undefined) return;
    throw malformed(`line ${begun.number} of ${this.#name}`, 'is only begun, and the bot has ended');
  }

  close(): void {
    this.#lines.close();
  }

  #take(event: BotEvent, received: Omit<ReceivedEvent, 'event'>): void {
    if (event.kind === 'heartbeat') return;
    if (event.kind === 'parameters_applied') {
      this.#applied = event;
    } else if (event.kind === 'ready') {
      if (this.#ready !== undefined) {
        throw finding('bot_breaks_contract', `${received.place}: a bot says that it is ready once, at its start`);
      }
      this.#ready = event;
    } else this.#queue.push({ event, ...received });
  }

  #inOrder(wallUs: number, nowUs: number, place: string): number {
    if (
      this.#budget !== undefined &&
      (wallUs > nowUs + MOST_SKEW_US || (this.#newestUs === 0 && wallUs < nowUs - MOST_SKEW_US))
    ) {
      const offSeconds = Math.round((wallUs - nowUs) / 1e6);
      const where = offSeconds > 0 ? `${offSeconds} s ahead of` : `${-offSeconds} s behind`;
      throw finding(
        'bot_clock_off',
        `${place}: its time lies ${where} this machine's clock`,
        't_ms holds milliseconds since 1970, t_us microseconds',
      );
    }
    if (wallUs >= this.#newestUs) {
      this.#newestUs = wallUs;
      return wallUs;
    }
    const backUs = this.#newestUs - wallUs;
    if (backUs > MOST_DISORDER_US) {
      throw finding(
        'bot_back_in_time',
        `${place}: its time lies ${(backUs / 1e6).toFixed(3)} s before that of a line above it`,
        `write events in the order of their times; ${MOST_DISORDER_US / 1000} ms are allowed for threads and buffers`,
      );
    }
    this.#disordered += 1;
    return this.#newestUs;
  }
}

function malformed(place: string, problem: string): Error {
  return finding(
    'bot_malformed_events',
    `${place} ${problem}`,
    'write each event as one JSON object on a line of its own, in one write',
  );
}
