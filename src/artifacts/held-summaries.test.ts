import { afterAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeDisk } from '../files/node-disk.ts';
import { heldSummaries } from './held-summaries.ts';
import type { IterationSummary } from './iteration-summary.ts';
import { readRun } from './read-run.ts';
import { storeRun } from './stored-run.fixture.ts';

const out = mkdtempSync(join(tmpdir(), 'plimsoll-held-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const [summary] = readRun(nodeDisk, storeRun(out, 'stored')).summaries;

/** So many iterations, and the numbers of those that were read, in order. */
function listOf(count: number): { readonly list: readonly IterationSummary[]; readonly read: number[] } {
  const read: number[] = [];
  const one = (iteration: number): IterationSummary => {
    if (summary === undefined) throw new Error('the fixture has two iterations');
    read.push(iteration);
    return { ...summary, iteration };
  };
  const list = heldSummaries(count, { first: one, again: one });
  return { list, read };
}

describe('the summaries of a long run', () => {
  test('are each read once at first, so that damage is found before anything is said of the run', () => {
    const { read } = listOf(200);
    expect(read).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  test('are an array to whoever looks', () => {
    const { list } = listOf(200);
    expect(list).toHaveLength(200);
    expect(list[99]?.iteration).toBe(100);
    expect(list[200]).toBeUndefined();
    expect(list.at(-1)?.iteration).toBe(200);
    expect(list.slice(-3).map(({ iteration }) => iteration)).toEqual([198, 199, 200]);
    expect([...list].filter(({ iteration }) => iteration % 50 === 0)).toHaveLength(4);
    expect(list.findLast(({ iteration }) => iteration < 10)?.iteration).toBe(9);
    expect(listOf(0).list).toEqual([]);
  });

  test('stay in memory only where they were looked at lately', () => {
    const { list, read } = listOf(200);
    read.length = 0;
    expect(list.slice(-60)).toHaveLength(60);
    expect(read).toEqual([]);
    expect(list[0]?.iteration).toBe(1);
    expect(list[0]?.iteration).toBe(1);
    expect(read).toEqual([1]);
    for (let index = 100; index < 200; index += 1) expect(list[index]?.iteration).toBe(index + 1);
    read.length = 0;
    expect(list[0]?.iteration).toBe(1);
    expect(read).toEqual([1]);
  });
});
