// Names for things in the making, beside what they will replace: a rename is one step only within one folder. They begin with a dot and
// end in `.tmp`, which no reader of artifacts looks for.

import { basename, dirname, join } from 'node:path';
import { errorCode } from './disk.ts';

/** Leftovers of this many killed writers may lie in the way before a writer gives up. */
const MOST_LEFTOVERS = 1_000;

/** Whether `makeTemporary` gives such names. */
export function isTemporaryName(name: string): boolean {
  return /^\..+\.\d+\.tmp$/u.test(name);
}

/**
 * Calls `make` with a name that nothing has and returns that name with what was made. `make` creates exclusively. A name that is taken
 * is passed over and never reused: it may be a killed writer's, but also that of one at work.
 */
export function makeTemporary<Made>(
  path: string,
  make: (temporary: string) => Made,
): { readonly temporary: string; readonly made: Made } {
  for (let attempt = 0; ; attempt += 1) {
    const temporary = join(dirname(path), `.${basename(path)}.${attempt}.tmp`);
    try {
      return { temporary, made: make(temporary) };
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || attempt >= MOST_LEFTOVERS) throw error;
    }
  }
}
