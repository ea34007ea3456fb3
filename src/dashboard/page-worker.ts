// A thread that makes the pages of runs, so that a long run keeps no request waiting. It answers each folder in the order in which it was asked.

import { parentPort } from 'node:worker_threads';
import { readRun } from '../artifacts/read-run.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { buildRunPage } from '../report/page/build-run-page.ts';
import { assert } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { clip } from './clip.ts';
import { guardedDisk } from './guarded-disk.ts';
import { snapshotDisk } from './snapshot-disk.ts';

export interface PageRequest {
  readonly nth: number;
  readonly folder: string;
}

export type PageReply = { readonly nth: number } & ({ readonly json: string } | { readonly failure: string });

const port = parentPort;
assert(port !== null, 'this file is run as a thread');
const disk = guardedDisk(nodeDisk);

port.on('message', ({ nth, folder }: PageRequest) => {
  const reply: PageReply = { nth, ...pageOf(folder) };
  port.postMessage(reply);
});

function pageOf(folder: string): { readonly json: string } | { readonly failure: string } {
  try {
    return {
      json: JSON.stringify(
        buildRunPage(readRun(snapshotDisk(disk, folder), folder, 'may be begun'), { identified: true }),
      ),
    };
  } catch (error) {
    return {
      failure: clip(
        error instanceof Failure
          ? error.message
          : `the run holds what this version does not understand: ${String(error)}`,
      ),
    };
  }
}
