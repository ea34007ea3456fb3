// The crash explorer: a run on a disk that may crash before each of its operations, every disk that such a crash may leave, and the run
// taken up again on each by the code that takes it up for a user. Then the same for a crash in the midst of that.

import { createHash } from 'node:crypto';
import type { SoakEvent } from '../../src/soak/soak-host.ts';
import type { CrashDisk } from './crash-disk.ts';
import { contentOf, emptyDisk, firstDifference, live, PLAN } from './crash-run.ts';
import type { Content } from './crash-run.ts';
import { INTENDED } from './planted-mistakes.ts';
import type { Wrap } from './planted-mistakes.ts';

export interface Exploration {
  /** Operations of the undisturbed run that change what a crash may leave. */
  readonly operations: number;
  /** Disks that crashes left. */
  built: number;
  /** Of those, the ones that differ and on which the run was taken up. */
  images: number;
  readonly failures: string[];
}

/**
 * `crashes`: how many follow one another. `wrap`: how a disk is handed to the program, where a mistake may be planted. Stops at the first
 * failure: a planted mistake need not be found twice.
 */
export async function explore(crashes: number, wrap: Wrap = INTENDED): Promise<Exploration> {
  const sound = emptyDisk();
  await live(sound);
  const exploration: Exploration = { operations: sound.changes, built: 0, images: 0, failures: [] };
  await new Explorer(exploration, contentOf(sound), wrap).from(emptyDisk(), 0, crashes);
  return exploration;
}

/** A disk that a crash left, and what had been acknowledged by then: iterations, and the end as one more. */
interface Image {
  readonly disk: CrashDisk;
  readonly acknowledged: number;
}

class Explorer {
  readonly #exploration: Exploration;
  readonly #expected: Content;
  readonly #wrap: Wrap;
  /** How many crashes each disk was explored with. */
  readonly #seen = new Map<string, number>();

  constructor(exploration: Exploration, expected: Content, wrap: Wrap) {
    this.#exploration = exploration;
    this.#expected = expected;
    this.#wrap = wrap;
  }

  /** Lives through the run on this disk, then on every disk that a crash on the way would have left. */
  async from(disk: CrashDisk, acknowledged: number, crashes: number): Promise<void> {
    const { failures } = this.#exploration;
    const images: Image[] = [];
    let counted = acknowledged;
    const collect = (): void => {
      if (crashes > 0) images.push(...this.#imagesOf(disk, counted, crashes));
    };
    const taken: number[] = [];
    const note = (event: SoakEvent): void => {
      if (event.kind === 'iteration_completed') taken.push(event.summary.iteration);
      if (event.kind === 'iteration_completed') counted = Math.max(counted, event.summary.iteration);
      if (event.kind === 'run_ended') counted = PLAN.iterations + 1;
    };
    disk.beforeChange = collect;
    try {
      await live(this.#wrap(disk), note);
      collect();
      disk.beforeChange = () => undefined;
      this.#check(disk, taken, acknowledged);
      await this.#checkNothingLeft(disk);
    } catch (error) {
      failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    for (const image of images) {
      if (failures.length > 0) return;
      await this.from(image.disk, image.acknowledged, crashes - 1);
    }
  }

  /** The process killed, or the machine; what was explored as deep before is left out. */
  #imagesOf(disk: CrashDisk, acknowledged: number, crashes: number): readonly Image[] {
    return [disk.afterKill(), ...disk.afterCrash()].flatMap((image) => {
      this.#exploration.built += 1;
      const name = `${acknowledged} ${image.fingerprint(digest)}`;
      const before = this.#seen.get(name);
      if (before !== undefined && before >= crashes) return [];
      if (before === undefined) this.#exploration.images += 1;
      this.#seen.set(name, crashes);
      return [{ disk: image, acknowledged }];
    });
  }

  #check(disk: CrashDisk, taken: readonly number[], acknowledged: number): void {
    const again = taken.find((iteration) => iteration <= acknowledged);
    if (again !== undefined) throw new Error(`iteration ${again} was run again, and ${acknowledged} were acknowledged`);
    const difference = firstDifference(contentOf(this.#wrap(disk)), this.#expected);
    if (difference !== undefined) throw new Error(`not the bytes of an undisturbed run: ${difference}`);
  }

  async #checkNothingLeft(disk: CrashDisk): Promise<void> {
    const before = disk.changes;
    await live(this.#wrap(disk));
    if (disk.changes !== before) throw new Error('a resume with nothing to do changed the disk');
  }
}

const digests = new WeakMap<Uint8Array, string>();

function digest(bytes: Uint8Array): string {
  const known = digests.get(bytes);
  if (known !== undefined) return known;
  const made = createHash('sha1').update(bytes).digest('base64');
  digests.set(bytes, made);
  return made;
}
