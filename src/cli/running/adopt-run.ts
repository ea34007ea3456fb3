// The run that a person wants to start from, as a layer of configuration.

import type { Adopted } from '../../config/adopted-layer.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { adoptedParameters } from '../../soak/adopted-parameters.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import { openRun } from './open-run.ts';

/** `run`: a run id, a folder, or `latest`; `undefined` where none was typed. Throws as `openRun` does, and where no iteration counts. */
export function adoptRun(
  host: Host,
  run: string | undefined,
  entries: readonly CommandLineEntry[],
): Adopted | undefined {
  if (run === undefined) return undefined;
  const { record, summaries } = openRun(host, run, entries);
  const last = summaries.at(-1);
  if (last === undefined) {
    throw new Failure('usage', `--adopt: no iteration of the run ${record.run_id} was completed`, {
      hint: 'adopt a run that got further, or leave it out',
    });
  }
  return { place: `run ${record.run_id}, after iteration ${last.iteration}`, parameters: adoptedParameters(last) };
}
