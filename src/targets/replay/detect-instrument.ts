// Finds out what a recording is of: the symbol, the tick as the finest decimals of its first prices, and the lot as the finest decimals of
// what was traded or stood at the touch. A recording whose prices or trades turn finer later is refused by the reader, never rounded.

import { Failure } from '../../std/failure.ts';
import type { Instrument } from '../../market/instrument.ts';
import { payloadOf, splitLine } from './collector-message.ts';
import { decimalsOf } from './decimal-scale.ts';
import { readLines } from './read-lines.ts';

/** So many lines hold thousands of prices and, in a collector's file, the first snapshot. */
const SAMPLE_LINES = 5000;
const LEVELS = ['b', 'a', 'bids', 'asks'];

/** Throws `Failure` where the files cannot be read or hold no message of the collector. */
export async function detectInstrument(files: readonly string[]): Promise<Instrument> {
  let symbol: string | undefined;
  let seen = 0;
  const prices: unknown[] = [];
  const quantities: unknown[] = [];
  for await (const line of sample(files)) {
    const json = splitLine(line)?.json;
    const payload = json === undefined ? undefined : payloadOf(json);
    if (payload === undefined) continue;
    seen += 1;
    if (symbol === undefined && typeof payload['s'] === 'string') symbol = payload['s'];
    // A trade has p and q, a book ticker b, B, a and A; in a depth diff b and a are lists of levels, in a snapshot bids and asks.
    prices.push(payload['p'], payload['b'], payload['a'], ...LEVELS.flatMap((key) => pricesOf(payload[key])));
    quantities.push(payload['q'], payload['B'], payload['A']);
  }
  if (symbol === undefined || !quantities.some((text) => typeof text === 'string')) {
    const what = seen === 0 ? 'no line is a message of the collector' : 'no trade or book ticker tells what is traded';
    throw new Failure('target', `${files.join(', ')}: ${what}`, {
      hint: 'a line is `<receive time in ns> <exchange JSON>`; give files of the collector with depth, book ticker and trades',
    });
  }
  return { symbol, tickSize: finest(prices), lotSize: finest(quantities) };
}

function pricesOf(levels: unknown): readonly unknown[] {
  return Array.isArray(levels) ? levels.map((level: unknown) => (Array.isArray(level) ? level[0] : undefined)) : [];
}

/** The power of ten that the finest of these decimals needs. */
function finest(texts: readonly unknown[]): number {
  let decimals = 0;
  for (const text of texts) if (typeof text === 'string') decimals = Math.max(decimals, decimalsOf(text));
  return Number(`1e-${decimals}`);
}

async function* sample(files: readonly string[]): AsyncGenerator<string, void, void> {
  let left = SAMPLE_LINES;
  for (const file of files) {
    for await (const lines of readLines(file)) {
      for (const line of lines) {
        if (left === 0) return;
        left -= 1;
        yield line;
      }
    }
  }
}
