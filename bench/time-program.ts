// What a user waits for: the built program as a process, by time on the wall and its largest resident memory, and the durable writes of
// one iteration, repeated with the bytes that a run really wrote.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EDGE_REPORT_FILE,
  fillsFile,
  iterationSummaryFile,
  JOURNAL_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
} from '../src/artifacts/layout.ts';
import { AppendLog } from '../src/files/append-log.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { writeDurably } from '../src/files/write-durably.ts';
import { median } from './stopwatch.ts';

/** A process says how much memory it took at most, in kB, when it ends. */
const TELL_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\nresident "+process.resourceUsage().maxRSS))';
/** Pass, warn, fail and inconclusive are all verdicts: the program did its work. */
const VERDICTS = new Set([0, 3, 4]);

export interface ProgramTime {
  readonly ms: number;
  readonly residentMb: number;
}

/** Runs `plimsoll` with these arguments: the median time and the largest memory. */
export function timeProgram(
  program: string,
  args: readonly string[],
  { repeats, folder }: { readonly repeats: number; readonly folder: string },
): ProgramTime {
  const times = Array.from({ length: repeats }, () => runOnce(program, args, folder));
  return { ms: median(times.map((time) => time.ms)), residentMb: Math.max(...times.map((time) => time.residentMb)) };
}

function runOnce(program: string, args: readonly string[], folder: string): ProgramTime {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', TELL_MEMORY, program, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  const ms = performance.now() - start;
  if (status === null || !VERDICTS.has(status)) {
    throw new Error(`plimsoll ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  const resident = /resident (\d+)/.exec(stderr)?.[1];
  if (resident === undefined) throw new Error('the process did not tell its memory');
  return { ms, residentMb: Number(resident) / 1024 };
}

export interface WriteTime {
  readonly ms: number;
  readonly files: number;
  readonly bytes: number;
}

/** Writes again, each as durably as a run does, what an iteration of a finished run wrote, and one record of its journal. */
export function timeDurableWrites(runFolder: string, iteration: number, repeats: number): WriteTime {
  const names = [
    fillsFile(iteration),
    iterationSummaryFile(iteration),
    EDGE_REPORT_FILE,
    TUNING_REPORT_FILE,
    TUNING_STATE_FILE,
  ];
  const contents = names.map((name) => readFileSync(join(runFolder, name)));
  const records = readFileSync(join(runFolder, JOURNAL_FILE), 'utf8').split('\n');
  const record = `${records[records.length >> 1] ?? ''}\n`;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-writes-'));
  try {
    const log = AppendLog.create(nodeDisk, join(folder, JOURNAL_FILE));
    const times = Array.from({ length: repeats }, () => {
      const start = performance.now();
      for (const [index, content] of contents.entries()) writeDurably(nodeDisk, join(folder, String(index)), content);
      log.append(record);
      return performance.now() - start;
    });
    log.close();
    return { ms: median(times), files: names.length + 1, bytes: contents.reduce((sum, { length }) => sum + length, 0) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
