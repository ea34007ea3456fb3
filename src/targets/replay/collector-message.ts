// The messages of a collector file, `<receive time, ns> <exchange JSON>` a line, with prices in ticks and quantities in lots: depth diffs,
// book tickers, trades and REST depth snapshots of a spot market, in a combined-stream wrapper or bare. Leaves out every other stream.

import { Failure } from '../../std/failure.ts';
import { BUY, SELL, type Side } from '../../market/side.ts';
import { NOT_A_DECIMAL, OFF_GRID, type DecimalScale } from './decimal-scale.ts';

/** Where a message stands, and when the recorder received it in run time. */
export interface Stamp {
  readonly file: string;
  readonly line: number;
  readonly receivedUs: number;
}

/**
 * Absolute quantities of changed levels: `[priceTicks, lots, priceTicks, lots, ...]`; 0 lots removes a level. Deep levels may hold a quantity
 * finer than a lot, from a time when lots were smaller; it is rounded up to a whole lot, for we would queue behind all of it.
 */
export type Levels = readonly number[];

export interface DepthDiff extends Stamp {
  readonly kind: 'diff';
  /** The exchange's clock, as run time. A recorder's clock may run behind it. */
  readonly eventUs: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

export interface DepthSnapshot extends Stamp {
  readonly kind: 'snapshot';
  readonly lastId: number;
  readonly bids: Levels;
  readonly asks: Levels;
}

/** The exchange's best prices and sizes as of update `updateId`. It carries no time. */
export interface BookTicker extends Stamp {
  readonly kind: 'ticker';
  readonly updateId: number;
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

export interface PublicTrade extends Stamp {
  readonly kind: 'trade';
  /** When the exchange matched it, by its clock, as run time. */
  readonly eventUs: number;
  readonly tradeId: number;
  /** The taker's. */
  readonly side: Side;
  readonly priceTicks: number;
  readonly lots: number;
}

export type MarketMessage = DepthDiff | DepthSnapshot | BookTicker | PublicTrade;
/** A well-formed message of a stream that the replay has no use for. */
export interface OtherMessage extends Stamp {
  readonly kind: 'other';
}

export interface MessageFormat {
  readonly symbol: string;
  readonly price: DecimalScale;
  readonly quantity: DecimalScale;
  /** Run time 0, in microseconds since 1970. */
  readonly zeroUs: number;
}

const NANOSECONDS = /^\d{19}$/;

/** Receive time in microseconds since 1970, exact because the last three digits are cut as text; the rest is the JSON. */
export function splitLine(text: string): { readonly receivedUs: number; readonly json: string } | undefined {
  const space = text.indexOf(' ');
  const digits = text.slice(0, space);
  return NANOSECONDS.test(digits)
    ? { receivedUs: Number(digits.slice(0, -3)), json: text.slice(space + 1) }
    : undefined;
}

/** The payload of a line as an object, the combined-stream wrapper taken off, or undefined where it is no JSON object. */
export function payloadOf(json: string): { readonly [key: string]: unknown } | undefined {
  try {
    const outer: unknown = JSON.parse(json);
    if (!isObject(outer)) return undefined;
    return 'stream' in outer && isObject(outer['data']) ? outer['data'] : outer;
  } catch {
    return undefined;
  }
}

/** Undefined where a known message is malformed. Throws `Failure` where the data are of another market or finer than the tick or lot. */
export function parseMessage(
  payload: { readonly [key: string]: unknown },
  stamp: Stamp,
  format: MessageFormat,
): MarketMessage | OtherMessage | undefined {
  try {
    return messageOf(payload, stamp, format);
  } catch (error) {
    if (error === MALFORMED) return undefined;
    throw error;
  }
}

/** Thrown and caught inside this file only: a field of a known message is missing or of the wrong type. */
const MALFORMED = Symbol('malformed');

function messageOf(
  payload: { readonly [key: string]: unknown },
  stamp: Stamp,
  format: MessageFormat,
): MarketMessage | OtherMessage {
  const { file, line, receivedUs } = stamp;
  const event = payload['e'];
  if (event === 'depthUpdate') {
    checkMarket(payload, stamp, format);
    return {
      kind: 'diff',
      file,
      line,
      receivedUs,
      eventUs: integer(payload['E']) * 1000 - format.zeroUs,
      firstId: integer(payload['U']),
      lastId: integer(payload['u']),
      bids: levels(payload['b'], stamp, format),
      asks: levels(payload['a'], stamp, format),
    };
  }
  if (event === 'trade') {
    checkMarket(payload, stamp, format);
    if (typeof payload['m'] !== 'boolean') throw MALFORMED;
    return {
      kind: 'trade',
      file,
      line,
      receivedUs,
      eventUs: integer(payload['T']) * 1000 - format.zeroUs,
      tradeId: integer(payload['t']),
      // `m` says that the buyer was the maker, hence that the taker sold.
      side: payload['m'] ? SELL : BUY,
      priceTicks: units(payload['p'], format.price, 'price', stamp),
      lots: units(payload['q'], format.quantity, 'quantity', stamp),
    };
  }
  if ((event === undefined || event === 'bookTicker') && 'B' in payload && 'A' in payload) {
    checkMarket(payload, stamp, format);
    return {
      kind: 'ticker',
      file,
      line,
      receivedUs,
      updateId: integer(payload['u']),
      bidTicks: units(payload['b'], format.price, 'price', stamp),
      bidLots: units(payload['B'], format.quantity, 'quantity', stamp),
      askTicks: units(payload['a'], format.price, 'price', stamp),
      askLots: units(payload['A'], format.quantity, 'quantity', stamp),
    };
  }
  if (event === undefined && 'lastUpdateId' in payload) {
    return {
      kind: 'snapshot',
      file,
      line,
      receivedUs,
      lastId: integer(payload['lastUpdateId']),
      bids: levels(payload['bids'], stamp, format),
      asks: levels(payload['asks'], stamp, format),
    };
  }
  return { kind: 'other', file, line, receivedUs };
}

function checkMarket(payload: { readonly [key: string]: unknown }, stamp: Stamp, format: MessageFormat): void {
  if (payload['s'] !== format.symbol) {
    if (typeof payload['s'] !== 'string') throw MALFORMED;
    throw new Failure(
      'target',
      `${stamp.file}:${stamp.line} is of ${payload['s']}, the recording is of ${format.symbol}`,
      {
        hint: 'give the files of one symbol, in the order in which they were recorded',
      },
    );
  }
  if ('pu' in payload) {
    throw new Failure(
      'target',
      `${stamp.file}:${stamp.line} is of a futures market, whose depth diffs follow another rule`,
      {
        hint: 'give a recording of the spot market',
      },
    );
  }
}

function levels(value: unknown, stamp: Stamp, format: MessageFormat): Levels {
  if (!Array.isArray(value)) throw MALFORMED;
  const flat: number[] = [];
  for (const level of value as readonly unknown[]) {
    if (!Array.isArray(level)) throw MALFORMED;
    flat.push(units(level[0], format.price, 'price', stamp), displayed(level[1], format));
  }
  return flat;
}

function integer(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw MALFORMED;
  return value;
}

function displayed(value: unknown, format: MessageFormat): number {
  const lots = typeof value === 'string' ? format.quantity.parseUp(value) : NOT_A_DECIMAL;
  if (lots === NOT_A_DECIMAL) throw MALFORMED;
  return lots;
}

function units(value: unknown, scale: DecimalScale, name: string, stamp: Stamp): number {
  if (typeof value !== 'string') throw MALFORMED;
  const parsed = scale.parse(value);
  if (parsed === NOT_A_DECIMAL) throw MALFORMED;
  if (parsed === OFF_GRID) {
    throw new Failure(
      'target',
      `the ${name} ${value} at ${stamp.file}:${stamp.line} is finer than the instrument allows`,
      {
        hint: `give the instrument's true tick and lot size`,
      },
    );
  }
  return parsed;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
