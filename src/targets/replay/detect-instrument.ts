// Finds out what a recording is of: the symbol, and the finest decimals that its first messages use as tick and lot. A recording that
// turns finer later is refused by the reader, never rounded.

import { Failure } from '../../std/failure.ts';
import type { Instrument } from '../../market/instrument.ts';
import { payloadOf, splitLine } from './collector-message.ts';
import { decimalsOf } from './decimal-scale.ts';
import { readLines } from './read-lines.ts';

/** So many lines hold thousands of prices and, in a collector's file, the first snapshot. */
const SAMPLE_LINES = 5000;

/** Throws `Failure` where the files cannot be read or hold no message of the collector. */
export async function detectInstrument(files: readonly string[]): Promise<Instrument> {
  let symbol: string | undefined;
  let priceDecimals = 0;
  let quantityDecimals = 0;
  let seen = 0;
  const price = (text: unknown): void => {
    if (typeof text === 'string') priceDecimals = Math.max(priceDecimals, decimalsOf(text));
  };
  const quantity = (text: unknown): void => {
    if (typeof text === 'string') quantityDecimals = Math.max(quantityDecimals, decimalsOf(text));
  };
  for await (const line of sample(files)) {
    const json = splitLine(line)?.json;
    const payload = json === undefined ? undefined : payloadOf(json);
    if (payload === undefined) continue;
    seen += 1;
    if (symbol === undefined && typeof payload['s'] === 'string') symbol = payload['s'];
    price(payload['p']);
    quantity(payload['q']);
    quantity(payload['B']);
    quantity(payload['A']);
    for (const side of [payload['b'], payload['a'], payload['bids'], payload['asks']]) {
      if (!Array.isArray(side)) {
        price(side);
        continue;
      }
      for (const level of side as readonly unknown[]) {
        if (!Array.isArray(level)) continue;
        price(level[0]);
        quantity(level[1]);
      }
    }
  }
  if (symbol === undefined) {
    throw new Failure(
      'target',
      `${files.join(', ')}: ${seen === 0 ? 'no line is' : 'no symbol in'} a message of the collector`,
      {
        hint: 'a line is `<receive time in ns> <exchange JSON>`; give such a file, gzipped or plain',
      },
    );
  }
  return { symbol, tickSize: Number(`1e-${priceDecimals}`), lotSize: Number(`1e-${quantityDecimals}`) };
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
