import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { EventLines } from './event-lines.ts';

const inFolder = useTemporaryFolder();
const EVERYTHING = 1_000_000;

it('gives every line once, whole and with its place, however its bytes arrive', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '{', '漢', ' '), maxLength: 9 }), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.nat(),
      (texts, sizes, resumeAt) => {
        const path = inFolder('events.jsonl');
        writeFileSync(path, '');
        const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
        let lines = new EventLines(path, 'events.jsonl');
        const given: { readonly number: number; readonly text: string; readonly startBytes: number }[] = [];
        for (let [at, turn] = [0, 0]; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          appendFileSync(path, bytes.subarray(at, at + size));
          at += size;
          given.push(...lines.next(EVERYTHING));
          if (turn !== resumeAt % 20) continue;
          // Whoever goes on from the mark meets what was not whole again, and nothing twice.
          const mark = lines.read;
          lines.close();
          lines = new EventLines(path, 'events.jsonl', mark);
        }
        given.push(...lines.next(EVERYTHING));
        lines.close();
        expect(given.map(({ text }) => text)).toEqual(texts);
        expect(given.map(({ number }) => number)).toEqual(texts.map((_, index) => index + 1));
        for (const { text, startBytes } of given) {
          const length = Buffer.byteLength(text);
          expect(bytes.subarray(startBytes, startBytes + length).toString()).toBe(text);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('lets half a line wait, and tells of it', () => {
  const path = inFolder('events.jsonl');
  writeFileSync(path, 'one\ntw');
  const lines = new EventLines(path, 'events.jsonl');
  expect(lines.next(EVERYTHING).map(({ text }) => text)).toEqual(['one']);
  expect(lines.begunLine()).toEqual({ number: 2, text: 'tw', startBytes: 4 });
  lines.close();
});

it('refuses a file that was cut short, and a line without an end', () => {
  const path = inFolder('events.jsonl');
  writeFileSync(path, 'one\ntwo\n');
  const lines = new EventLines(path, 'events.jsonl');
  lines.next(EVERYTHING);
  truncateSync(path, 2);
  expect(() => lines.waiting()).toThrow('bot_breaks_contract: events.jsonl became shorter');
  writeFileSync(path, 'x'.repeat(1_100_000));
  expect(() => lines.next(2 * EVERYTHING)).toThrow('bot_malformed_events: line 3 of events.jsonl is longer');
  lines.close();
});
