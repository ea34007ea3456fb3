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

const OUT = '/out';
const FOLDER = '/out/runs/run';
const JOURNAL = `${FOLDER}/journal.jsonl`;

/** Four short iterations, between which the tuner changes something. */
export const PLAN = quickPlan({ iteration_us: 12_000_000 });

/** No process has this number, so that each life finds the one before it dead. */
const DEAD_PID = 2 ** 22 + 1;

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
  const { ended } = readJournalState(disk, FOLDER, readRunRecord(disk, FOLDER), () => undefined);
  if (ended !== undefined && isFinal(ended.reason)) return;
  await resumeSoak(ResumableRun.open(host, FOLDER), new FakeTarget(RISKY), host, []);
}

/** By name: every file of the run, the records of its journal without the marks of a resume, and where `latest` points. */
export type Content = ReadonlyMap<string, string>;

/** Copies of torn tails stay behind, and so does the lock of a process that died once all was written. */
export function contentOf(disk: Disk): Content {
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

/** Names the file; `undefined` where all is the same. */
export function firstDifference(found: Content, expected: Content): string | undefined {
  const name = [...new Set([...expected.keys(), ...found.keys()])].find((one) => found.get(one) !== expected.get(one));
  if (name === undefined) return undefined;
  if (!found.has(name)) return `${name} is missing`;
  if (!expected.has(name)) return `${name} is left over`;
  return `${name} is another`;
}
