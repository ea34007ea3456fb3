// Writes the text of a collector's file, line by line, for tests that read files. Receive times are milliseconds of run time; the
// exchange's clock is ahead of the recorder's, as in the real recordings.

import type { Side } from '../../market/side.ts';

/** The exchange's clock - the recorder's. */
const EXCHANGE_AHEAD_MS = 1270;

type TextLevels = readonly (readonly [price: string, quantity: string])[];

export class RecordingText {
  readonly lines: string[] = [];
  readonly #zeroMs: number;
  #ms = 0;

  constructor(zeroMs = 1_700_000_000_000) {
    this.#zeroMs = zeroMs;
  }

  get text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }

  /** What follows is received at this run time. */
  at(ms: number): this {
    this.#ms = ms;
    return this;
  }

  snapshot(lastUpdateId: number, bids: TextLevels, asks: TextLevels): this {
    return this.message({ lastUpdateId, bids, asks });
  }

  /** `lagMs`: how long it was on its way, beyond the quickest message. */
  diff(firstId: number, lastId: number, bids: TextLevels, asks: TextLevels, lagMs = 0): this {
    const data = {
      e: 'depthUpdate',
      E: this.#exchangeMs(lagMs),
      s: 'BTCUSDT',
      U: firstId,
      u: lastId,
      b: bids,
      a: asks,
    };
    return this.message({ stream: 'btcusdt@depth@100ms', data });
  }

  ticker(updateId: number, bid: readonly [string, string], ask: readonly [string, string]): this {
    const data = { u: updateId, s: 'BTCUSDT', b: bid[0], B: bid[1], a: ask[0], A: ask[1] };
    return this.message({ stream: 'btcusdt@bookTicker', data });
  }

  /** `side` is the taker's. */
  trade(tradeId: number, side: Side, price: string, quantity: string, lagMs = 0): this {
    const at = this.#exchangeMs(lagMs);
    const data = { e: 'trade', E: at, s: 'BTCUSDT', t: tradeId, p: price, q: quantity, T: at, m: side < 0, M: true };
    return this.message({ stream: 'btcusdt@trade', data });
  }

  message(payload: unknown): this {
    const ns = BigInt(this.#zeroMs) * 1_000_000n + BigInt(Math.round(this.#ms * 1_000_000));
    return this.line(`${ns} ${JSON.stringify(payload)}`);
  }

  line(text: string): this {
    this.lines.push(text);
    return this;
  }

  #exchangeMs(lagMs: number): number {
    return this.#zeroMs + Math.floor(this.#ms - lagMs) + EXCHANGE_AHEAD_MS;
  }
}

/**
 * A quiet market: a snapshot, then every 100 ms a ticker and a diff, with a trade of 0.05 alternating between the sides. Bid 100.00,
 * ask 100.01, sizes 1.00000 and 2.00000. Update ids: snapshot 10, then one ticker and one diff for each id.
 */
export function quietMarket(seconds: number, text = new RecordingText()): RecordingText {
  text.at(0).snapshot(
    10,
    [
      ['100.00', '1.00000'],
      ['99.99', '5.00000'],
    ],
    [
      ['100.01', '2.00000'],
      ['100.02', '5.00000'],
    ],
  );
  for (let step = 1; step <= seconds * 10; step += 1) {
    const side = step % 2 === 0 ? 1 : -1;
    text.at(step * 100 - 50).ticker(10 + step, ['100.00', '1.00000'], ['100.01', '2.00000']);
    text.trade(step, side, side > 0 ? '100.01' : '100.00', '0.05000');
    text.at(step * 100).diff(10 + step, 10 + step, [['100.00', '1.00000']], []);
  }
  return text;
}
