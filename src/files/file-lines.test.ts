import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureOf } from './failure-of.fixture.ts';
import { fileLines } from './file-lines.ts';
import { nodeDisk } from './node-disk.ts';

/** The text of each line, and whether its line feed was there, of a file read in parts of at most so many bytes. */
function linesOf(text: string, most: number): readonly (readonly [string, boolean])[] {
  const bytes = Buffer.from(text);
  const disk = {
    readPart: (_: string, from: number, size: number) => bytes.subarray(from, from + Math.min(size, most)),
  };
  return Array.from(fileLines(disk, 'a file'), (line) => [Buffer.from(line.bytes).toString(), line.isWhole]);
}

describe('the lines of a file', () => {
  test('are those of its text, wherever a part of it ends', () => {
    const text = fc.array(fc.constantFrom('\n', 'a', 'é', 'bc', '😀')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, most) => {
        const texts = whole.split('\n');
        const rest = texts.pop() ?? '';
        const expected = [...texts.map((one) => [one, true]), ...(rest === '' ? [] : [[rest, false]])];
        expect(linesOf(whole, most)).toEqual(expected);
      }),
    );
  });

  test('of a file that is missing are a failure that names it', () => {
    expect(failureOf(() => [...fileLines(nodeDisk, '/nowhere/journal.jsonl')])).toMatchObject({
      code: 'artifact',
      message: expect.stringContaining('/nowhere/journal.jsonl'),
    });
  });
});
