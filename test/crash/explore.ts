// The crash explorer: a run on a disk that may crash before each of its operations, every disk that such a crash may leave, and the run
// taken up again on each by the code that takes it up for a user. Then the same for a crash in the midst of that.

import { createHash } from 'node:crypto';
import { isFinal } from '../../src/artifacts/journal-record.ts';
import type { SoakEvent } from '../../src/soak/soak-host.ts';
import type { CrashDisk } from './crash-disk.ts';
import { firstDifference } from './crash-scenario.ts';
import type { Content, CrashScenario } from './crash-scenario.ts';
import { INTENDED } from './wrapped-disk.ts';
import type { Wrap } from './wrapped-disk.ts';

export interface Exploration {
  /** Operations of the undisturbed run that change what a crash may leave. */
  readonly operations: number;
  /** Disks that crashes left. */
  built: number;
  /** Of those, the ones that differ and on which the run was taken up. */
  images: number;
  readonly failures: string[];
}

export interface ExploreOptions {
  /** How a disk is handed to the program, where a mistake may be planted. */
  readonly wrap?: Wrap;
  /** Of so many disks that a crash left, one is crashed upon again. */
  readonly every?: number;
}

/** `crashes`: how many follow one another. Stops at the first failure: a planted mistake need not be found twice. */
export async function explore(
  scenario: CrashScenario,
  crashes: number,
  { wrap = INTENDED, every = 1 }: ExploreOptions = {},
): Promise<Exploration> {
  const first = await scenario.firstDisk();
  const sound = first.afterKill();
  await scenario.live(sound);
  const exploration: Exploration = { operations: sound.changes, built: 0, images: 0, failures: [] };
  const expected = scenario.contentOf(sound);
  await new Explorer({ scenario, exploration, expected, wrap, every }).from(first, 0, crashes);
  return exploration;
}

interface Explored {
  readonly scenario: CrashScenario;
  readonly exploration: Exploration;
  readonly expected: Content;
  readonly wrap: Wrap;
  readonly every: number;
}

/** A disk that a crash left, and what had been acknowledged by then: iterations, and the end as one more. */
interface Image {
  readonly disk: CrashDisk;
  readonly acknowledged: number;
}

class Explorer {
  readonly #scenario: CrashScenario;
  readonly #exploration: Exploration;
  readonly #expected: Content;
  readonly #wrap: Wrap;
  readonly #every: number;
  /** How many crashes each disk was explored with. */
  readonly #seen = new Map<string, number>();

  constructor({ scenario, exploration, expected, wrap, every }: Explored) {
    this.#scenario = scenario;
    this.#exploration = exploration;
    this.#expected = expected;
    this.#wrap = wrap;
    this.#every = every;
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
      if (event.kind === 'run_ended' && isFinal(event.result.reason)) counted = this.#scenario.iterations + 1;
    };
    try {
      this.#scenario.checkImage(disk);
      disk.beforeChange = collect;
      await this.#scenario.live(this.#wrap(disk), note);
      collect();
      disk.beforeChange = () => undefined;
      this.#check(disk, taken, acknowledged);
      await this.#checkNothingLeft(disk);
    } catch (error) {
      failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    for (const [index, image] of images.entries()) {
      if (failures.length > 0) return;
      await this.from(image.disk, image.acknowledged, index % this.#every === 0 ? crashes - 1 : 0);
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
    const difference = firstDifference(this.#scenario.contentOf(this.#wrap(disk)), this.#expected);
    if (difference !== undefined) throw new Error(`not the bytes of an undisturbed run: ${difference}`);
  }

  async #checkNothingLeft(disk: CrashDisk): Promise<void> {
    const before = disk.changes;
    await this.#scenario.live(this.#wrap(disk));
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
