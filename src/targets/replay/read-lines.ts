// Reads a text file, gzipped or plain, as batches of whole lines with bounded memory. A gzip file that breaks off still gives every
// whole line in front of the break, and says that it broke off; one that is damaged inside is refused.

import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';

export type FileEnd =
  /** The file is complete; `rest` is a last line without a line end, or empty. */
  | { readonly kind: 'whole'; readonly rest: string }
  /** The compressed data stop before their end mark, after this many compressed bytes. */
  | { readonly kind: 'cut_off'; readonly bytes: number };

/** Throws `Failure` with code `usage` where the file cannot be opened, `target` where its compressed data are damaged. */
export async function* readLines(path: string): AsyncGenerator<readonly string[], FileEnd, void> {
  const decoder = new StringDecoder('utf8');
  const chunks = inflate(path);
  let rest = '';
  for (;;) {
    const step = await chunks.next();
    if (step.done === true) return step.value ?? { kind: 'whole', rest: rest + decoder.end() };
    const lines = (rest + decoder.write(step.value)).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines;
  }
}

async function* inflate(path: string): AsyncGenerator<Buffer, FileEnd | undefined, void> {
  const chunks = rawChunks(path);
  const first = await chunks.next();
  if (first.done === true) return undefined;
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield first.value;
    yield* chunks;
    return undefined;
  }
  // Written to chunk by chunk and drained by an event listener, because an iterated stream drops what it had decompressed when it fails.
  const gunzip = createGunzip();
  const ready: Buffer[] = [];
  gunzip.on('data', (chunk: Buffer) => ready.push(chunk));
  const outcome = new Promise<Error | undefined>((resolve) => {
    gunzip.once('error', resolve);
    gunzip.once('end', () => resolve(undefined));
  });
  let bytes = 0;
  try {
    for (let chunk: Buffer | undefined = first.value; chunk !== undefined && gunzip.errored === null;) {
      const part = chunk;
      bytes += part.length;
      const written = new Promise<void>((resolve) => {
        gunzip.write(part, () => resolve());
      });
      // A write that meets damage is never answered.
      await Promise.race([written, outcome]);
      yield* ready.splice(0);
      const next = await chunks.next();
      chunk = next.done === true ? undefined : next.value;
    }
    if (gunzip.errored === null) gunzip.end();
    const error = await outcome;
    yield* ready.splice(0);
    if (error === undefined) return undefined;
    if ('code' in error && error.code === 'Z_BUF_ERROR') return { kind: 'cut_off', bytes };
    throw new Failure('target', `${path} is damaged: its compressed data cannot be read (${error.message})`, {
      hint: 'copy or download the file again; `gzip -t` tells whether it is whole',
      cause: error,
    });
  } finally {
    gunzip.destroy();
    await chunks.return(undefined);
  }
}

async function* rawChunks(path: string): AsyncGenerator<Buffer, undefined, void> {
  try {
    for await (const chunk of createReadStream(path)) {
      assert(Buffer.isBuffer(chunk), 'a stream without an encoding gives bytes');
      yield chunk;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure('usage', `the recording ${path} cannot be read: ${reason}`, {
      hint: 'give the path of a readable file of the collector, gzipped or plain',
      cause: error,
    });
  }
  return undefined;
}
