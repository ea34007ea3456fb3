// The stored run that a person means by RUN, every file that its journal names checked against the hash there.

import { resolve } from 'node:path';
import { findRun } from '../../artifacts/find-run.ts';
import { readSnapshot } from '../../artifacts/production-snapshot.ts';
import { readRun, verifyArtifacts } from '../../artifacts/read-run.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import type { Host } from '../host.ts';
import { readConfiguration } from './read-configuration.ts';

/**
 * `run`: a run id, a folder, or `latest`; `lastLine` as for `readRun`. Throws `Failure`: `usage` where there is no such run, `artifact` where
 * it is damaged.
 */
export function openRun(
  host: Host,
  run: string,
  entries: readonly CommandLineEntry[],
  lastLine: 'whole' | 'may be begun' = 'whole',
): StoredRun {
  const stored = readRun(host.disk, locateRun(host, run, entries).folder, lastLine);
  verifyArtifacts(host.disk, stored);
  readSnapshot(host.disk, stored);
  return stored;
}

/** The run's folder, and the folder of all runs as it is configured. Throws `Failure('usage')` where there is no such run. */
export function locateRun(
  host: Host,
  run: string,
  entries: readonly CommandLineEntry[],
): { readonly folder: string; readonly out: string } {
  const out = resolve(host.cwd, readConfiguration(host, entries).settings.out);
  const isPath = run.includes('/') || run.includes('\\');
  return { folder: findRun(host.disk, out, isPath ? resolve(host.cwd, run) : run), out };
}
