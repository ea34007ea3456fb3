// What a crash explorer needs to know of a run: how it begins and goes on, what it leaves, and what must hold at every instant.

import type { Disk } from '../../src/files/disk.ts';
import type { SoakEvent } from '../../src/soak/soak-host.ts';
import type { CrashDisk } from './crash-disk.ts';

/** By name: everything that is compared of what a run leaves. */
export type Content = ReadonlyMap<string, string>;

export interface CrashScenario {
  readonly iterations: number;
  /** The disk on which the run begins; nothing on it is unsynced. */
  firstDisk(): Promise<CrashDisk>;
  /** What a user does: begins the run, or takes it up where it is there; nothing where it is over. */
  live(disk: Disk, onEvent?: (event: SoakEvent) => void): Promise<void>;
  contentOf(disk: Disk): Content;
  /** Throws where something is lost on a disk as a crash left it, before anybody went on. */
  checkImage(disk: Disk): void;
}

/** Names the file; `undefined` where all is the same. */
export function firstDifference(found: Content, expected: Content): string | undefined {
  const name = [...new Set([...expected.keys(), ...found.keys()])].find((one) => found.get(one) !== expected.get(one));
  if (name === undefined) return undefined;
  if (!found.has(name)) return `${name} is missing`;
  if (!expected.has(name)) return `${name} is left over`;
  return `${name} is another`;
}
