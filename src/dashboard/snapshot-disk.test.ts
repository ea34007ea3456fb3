import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readRun } from '../artifacts/read-run.ts';
import { writeRemoved } from '../artifacts/removed-iterations.ts';
import { storeRun } from '../artifacts/stored-run.fixture.ts';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { useTemporaryFolder } from '../files/temporary-folder.fixture.ts';
import { snapshotDisk } from './snapshot-disk.ts';

const inFolder = useTemporaryFolder();
let folder = '';
beforeEach(() => {
  folder = storeRun(inFolder('soak'), 'a', { iterations: 12 });
});

/** As the rotation of a run at work does, one iteration. */
function rotate(through: number): void {
  writeRemoved(nodeDisk, folder, { from: 1, through });
  rmSync(join(folder, `ITER_SUMMARY_${through}.json`));
}

test('a run whose rotation goes on is read as it stood', () => {
  const disk = snapshotDisk(nodeDisk, folder);
  for (let iteration = 1; iteration <= 4; iteration += 1) rotate(iteration);
  expect(readRun(disk, folder).summaries.map(({ iteration }) => iteration)).toHaveLength(12);
  expect(readRun(snapshotDisk(nodeDisk, folder), folder).removed).toEqual({ from: 1, through: 4 });
});

test('a file that goes between the listing and the reading makes it begin anew', () => {
  let listings = 0;
  const moving: Disk = {
    ...nodeDisk,
    list(path) {
      const names = nodeDisk.list(path);
      listings += 1;
      if (listings <= 2) rotate(listings);
      return names;
    },
  };
  const { removed, summaries } = readRun(snapshotDisk(moving, folder), folder);
  expect(listings).toBe(3);
  expect(removed).toEqual({ from: 1, through: 2 });
  expect(summaries).toHaveLength(10);
});

test('a file that is missing for good is told of by whoever reads the run', () => {
  rmSync(join(folder, 'ITER_SUMMARY_5.json'));
  expect(() => readRun(snapshotDisk(nodeDisk, folder), folder)).toThrow(/ITER_SUMMARY_5\.json/u);
});

test('a line that is begun later is not in it', () => {
  const disk = snapshotDisk(nodeDisk, folder);
  writeFileSync(join(folder, 'journal.jsonl'), '{', { flag: 'a' });
  expect(readRun(disk, folder).completed).toBe(12);
});
