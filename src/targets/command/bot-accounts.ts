// The instruments of a bot and its events, put onto the run's clock: what the machine's clock says becomes run time within the open window,
// and what came too late for its own window counts at the first moment of the next.

import type { EventSink } from '../../market/event-sink.ts';
import type { Instrument } from '../../market/instrument.ts';
import { assert } from '../../std/assert.ts';
import type { Window } from '../target.ts';
import type { EventOf } from './contract.ts';
import type { ReceivedEvent } from './event-inbox.ts';
import { finding } from './finding.ts';
import { InstrumentAccount, symbolOf } from './instrument-account.ts';

interface OpenWindow {
  readonly startUs: number;
  readonly endUs: number;
  /** Of its start, by the wall clock. */
  readonly wallStartUs: number;
  readonly sinkFor: (symbol: string) => EventSink;
}

type Ready = EventOf<'ready'>['instruments'];

export class BotAccounts {
  readonly #instruments: readonly Instrument[];
  readonly #accounts = new Map<string, InstrumentAccount>();
  readonly #symbols: readonly string[];
  #window: OpenWindow | undefined;
  #latestUs = 0;
  #late = 0;
  #taken = 0;

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments;
    this.#symbols = instruments.map(({ symbol }) => symbol);
  }

  /** What an instrument's account starts with; to be called once for each. `position` in base currency, `mid` in quote currency. */
  carry(symbol: string, position: number, mid?: number): void {
    const instrument = this.#instruments.find((one) => one.symbol === symbol);
    assert(instrument !== undefined, () => `${symbol} is an instrument of this bot`);
    const midHalfTicks = mid === undefined ? undefined : Math.round((2 * mid) / instrument.tickSize);
    this.#accounts.set(
      symbol,
      new InstrumentAccount(instrument, Math.round(position / instrument.lotSize), midHalfTicks),
    );
  }

  open({ startUs, endUs }: Window, wallStartUs: number, sinkFor: (symbol: string) => EventSink): void {
    this.#window = { startUs, endUs, wallStartUs, sinkFor };
    this.#latestUs = startUs;
    this.#late = 0;
    this.#taken = 0;
  }

  /** Of the open window: how many events it took, and how many of those belonged before it. */
  get counts(): { readonly events: number; readonly late_events: number } {
    return { events: this.#taken, late_events: this.#late };
  }

  take(received: ReceivedEvent): void {
    const window = this.#openWindow();
    const { event, wallUs, place } = received;
    const account = this.#accountOf(symbolOf(event, this.#symbols, place));
    const toRun = (atWallUs: number): number => window.startUs + (atWallUs - window.wallStartUs);
    const runUs = toRun(wallUs);
    this.#taken += 1;
    if (runUs < window.startUs) this.#late += 1;
    this.#latestUs = Math.min(window.endUs - 1, Math.max(this.#latestUs, runUs));
    account.take(received, window.sinkFor(account.instrument.symbol), { atUs: this.#latestUs, toRun });
  }

  forgetOrders(): void {
    const window = this.#openWindow();
    for (const [symbol, account] of this.#accounts) account.forgetOrders(window.sinkFor(symbol), this.#latestUs);
  }

  refuseContradictions(nowUs: number): void {
    for (const account of this.#accounts.values()) account.refuseContradiction(nowUs);
  }

  /** In base currency, once the events that wait were taken. */
  positions(waiting: readonly ReceivedEvent[]): { readonly [symbol: string]: number } {
    return Object.fromEntries(
      [...this.#accounts].map(([symbol, account]) => {
        let lots = account.positionLots;
        for (const { event, place } of waiting) {
          if (event.kind !== 'fill' || symbolOf(event, this.#symbols, place) !== symbol) continue;
          lots += (event.side === 'buy' ? 1 : -1) * account.lotsOf(event.qty, place);
        }
        return [symbol, Number((lots * account.instrument.lotSize).toPrecision(15))];
      }),
    );
  }

  /** Throws a finding where a bot that was started anew is another bot, or holds something else than `positions`. */
  compare(ready: Ready, positions: { readonly [symbol: string]: number }): void {
    for (const { instrument } of this.#accounts.values()) {
      const { symbol, tickSize, lotSize } = instrument;
      const told = ready.find((one) => one.symbol === symbol);
      const expected = positions[symbol] ?? 0;
      if (told === undefined || told.tick_size !== tickSize || told.lot_size !== lotSize) {
        throw finding('bot_breaks_contract', `started anew, the bot says something else of ${symbol} than before`);
      }
      if (Math.abs(told.position - expected) < lotSize / 2) continue;
      throw finding(
        'bot_lies_about_position',
        `started anew, the bot says that it holds ${told.position} ${symbol}, and by its fills it held ${expected}`,
        'a bot asks its venue what it holds, or takes PLIMSOLL_POSITIONS; what was traded while nobody watched is in no account',
      );
    }
  }

  #accountOf(symbol: string): InstrumentAccount {
    const account = this.#accounts.get(symbol);
    assert(account !== undefined, () => `${symbol} has an account`);
    return account;
  }

  #openWindow(): OpenWindow {
    assert(this.#window !== undefined, 'events are taken into a window');
    return this.#window;
  }
}
