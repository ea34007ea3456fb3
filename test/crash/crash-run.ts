// One life of a run on a disk in memory, through the code that a user's run goes through, with a target that costs nothing; and all that a
// run leaves behind, to be compared.

import { isFinal, undisturbed } from '../../src/artifacts/journal-record.ts';
import type { JournalLine } from '../../src/artifacts/journal-record.ts';
import { readIntactPart } from '../../src/artifacts/journal-chain.ts';
import { readRunRecord } from '../../src/artifacts/read-run.ts';
import { readJournalState, ResumableRun } from '../../src/artifacts/resumable-run.ts';
import type { Disk } from '../../src/files/disk.ts';
import { fileLines } from '../../src/files/file-lines.ts';
import { canonicalJson } from '../../src/json/canonical.ts';
import { FakeTarget } from '../../src/soak/fake-target.fixture.ts';
import { resumeSoak, runSoak } from '../../src/soak/runner.ts';
import type { SoakEvent } from '../../src/soak/soak-host.ts';
import { quickPlan, RISKY, TestHost } from '../../src/soak/soak.fixture.ts';
import { CrashDisk } from './crash-disk.ts';
import type { Content, CrashScenario } from './crash-scenario.ts';

const OUT = '/out';
const FOLDER = '/out/runs/run';
const JOURNAL = `${FOLDER}/journal.jsonl`;

/** Four short iterations, between which the tuner changes something. */
export const PLAN = quickPlan({ iteration_us: 12_000_000 });

/** No process has this number, so that each life finds the one before it dead. */
export const DEAD_PID = 2 ** 22 + 1;

export function emptyDisk(): CrashDisk {
  const disk = new CrashDisk();
  disk.makeFolder(OUT);
  disk.syncFolder('/');
  disk.changes = 0;
  return disk;
}

/** What a user does: begins the run, or takes it up where it is there; nothing where it is over. */
export async function live(
  disk: Disk,
  onEvent: (event: SoakEvent) => void = () => undefined,
  pid = DEAD_PID,
): Promise<void> {
  const host = Object.assign(new TestHost(OUT), { disk, pid, onEvent, wallClock: () => '2026-01-01T00:00:00.000Z' });
  if (disk.entryAt(`${FOLDER}/run.json`) === undefined) {
    await runSoak(PLAN, new FakeTarget(RISKY), host);
    return;
  }
  if (isOver(disk, FOLDER)) return;
  await resumeSoak(ResumableRun.open(host, FOLDER), new FakeTarget(RISKY), host, []);
}

export function isOver(disk: Disk, folder: string): boolean {
  const { ended } = readJournalState(disk, folder, readRunRecord(disk, folder), () => undefined);
  return ended !== undefined && isFinal(ended.reason);
}

/** Every file of the run, the records of its journal without the marks of a resume, and where `latest` points. */
export function contentOf(disk: Disk): Content {
  // Copies of torn tails stay behind, and so does the lock of a process that died once all was written.
  const names = disk.list(FOLDER).filter((name) => !name.startsWith('journal.jsonl') && name !== 'run.lock');
  const files = names.toSorted().map((name) => [name, text(disk.readFile(`${FOLDER}/${name}`))] as const);
  const lines: JournalLine[] = [];
  readIntactPart(fileLines(disk, JOURNAL), JOURNAL, (line) => lines.push(line));
  const journal = [...undisturbed(lines)].map(({ record }) => canonicalJson(record));
  return new Map([...files, ['journal.jsonl', journal.join('\n')], ['latest', disk.readLink(`${OUT}/latest`)]]);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The run on a disk of its own. */
export const PLAIN_RUN: CrashScenario = {
  iterations: PLAN.iterations,
  firstDisk: () => Promise.resolve(emptyDisk()),
  live,
  contentOf,
  checkImage: () => undefined,
};
