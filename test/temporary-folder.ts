// All temporary folders of a test run lie in one, so that a test may make as many as it likes. The folder goes with the run,
// whatever its tests came to; only a killed run leaves it behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'PLIMSOLL_TESTS_FOLDER';

/** Vitest calls it once for itself and once for each project; folders in folders make paths too long for the sockets of a browser. */
export function setup(): (() => void) | undefined {
  if (process.env[VARIABLE] !== undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tests-'));
  process.env[VARIABLE] = folder;
  process.env['TMPDIR'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
