// The matching engine beside others, on one stream, in one run: repeats interleave, so that a busy moment of the machine meets all.

import { type Engine, hashOrders } from './engine.ts';
import { MapEngine } from './map-engine.ts';
import { makeStream, type MessageStream } from './message-stream.ts';
import { NpmEngine } from './npm-engine.ts';
import { OrderBookEngine } from './order-book-engine.ts';
import { median, startStopwatch } from './stopwatch.ts';

/** Engines play in pieces, so that they run as compiled functions and not as one endless loop. */
const PIECE = 1000;

export interface EngineComparison {
  /** Medians, in ns per message. */
  readonly plimsollNs: number;
  readonly mapNs: number;
  /** On the prefix alone, which the npm package needs seconds for. */
  readonly plimsollPrefixNs: number;
  readonly npmPrefixNs: number;
  readonly resting: number;
  readonly trades: number;
  readonly volume: number;
  readonly tradeHash: number;
  readonly bookHash: number;
  readonly prefixBookHash: number;
}

export interface ComparisonSize {
  readonly messages: number;
  readonly prefix: number;
  readonly repeats: number;
  /** How often the fast engine plays the prefix for one measurement. */
  readonly prefixPlays: number;
}

export function compareEngines(size: ComparisonSize): EngineComparison {
  const stream = makeStream(size.messages);
  const prefixEnd = Math.min(stream.length, stream.opening + size.prefix);
  const plimsoll = new OrderBookEngine(stream.references);
  const map = new MapEngine();
  const npm = new NpmEngine(prefixEnd);
  for (const engine of [plimsoll, map]) warmUp(engine, stream);

  const prefix: { plimsoll: number[]; npm: number[] } = { plimsoll: [], npm: [] };
  for (let repeat = 0; repeat < size.repeats; repeat += 1) {
    prefix.npm.push(timePrefixNs(npm, stream, prefixEnd, 1));
    prefix.plimsoll.push(timePrefixNs(plimsoll, stream, prefixEnd, size.prefixPlays));
  }
  const prefixBookHash = sameBook([plimsoll, npm]);

  const whole: { plimsoll: number[]; map: number[] } = { plimsoll: [], map: [] };
  for (let repeat = 0; repeat < size.repeats; repeat += 1) {
    whole.plimsoll.push(timeNs(plimsoll, stream));
    whole.map.push(timeNs(map, stream));
  }
  const bookHash = sameBook([plimsoll, map]);
  if (map.trades !== plimsoll.trades || map.volume !== plimsoll.volume)
    throw new Error('the engines traded differently');
  return {
    plimsollNs: median(whole.plimsoll),
    mapNs: median(whole.map),
    plimsollPrefixNs: median(prefix.plimsoll),
    npmPrefixNs: median(prefix.npm),
    resting: plimsoll.book.resting,
    trades: plimsoll.trades,
    volume: plimsoll.volume,
    tradeHash: plimsoll.book.tradeHash,
    bookHash,
    prefixBookHash,
  };
}

function warmUp(engine: Engine, stream: MessageStream): void {
  timePrefixNs(engine, stream, Math.min(stream.length, stream.opening + 20_000), 20);
}

/** ns per message, from an empty book, over several plays. */
function timePrefixNs(engine: Engine, stream: MessageStream, until: number, plays: number): number {
  const elapsedMs = startStopwatch();
  for (let play = 0; play < plays; play += 1) {
    engine.restart();
    playPieces(engine, stream, 0, until);
  }
  return (elapsedMs() * 1e6) / (until * plays);
}

/** ns per message once the opening has filled the book. */
function timeNs(engine: Engine, stream: MessageStream): number {
  engine.restart();
  playPieces(engine, stream, 0, stream.opening);
  const elapsedMs = startStopwatch();
  playPieces(engine, stream, stream.opening, stream.length);
  return (elapsedMs() * 1e6) / (stream.length - stream.opening);
}

function playPieces(engine: Engine, stream: MessageStream, from: number, until: number): void {
  for (let at = from; at < until; at += PIECE) engine.play(stream, at, Math.min(until, at + PIECE));
}

/** The hash that all books share: they hold the same orders, or the comparison is worth nothing. */
function sameBook(engines: readonly Engine[]): number {
  const hashes = engines.map((engine) => hashOrders(engine));
  const first = hashes[0];
  if (first === undefined || hashes.some((hash) => hash !== first)) {
    throw new Error(`the books differ: ${engines.map(({ name }, index) => `${name} ${hashes[index]}`).join(', ')}`);
  }
  return first;
}
