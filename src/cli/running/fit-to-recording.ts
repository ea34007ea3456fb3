// A recording has the length that it has: where nobody says how long an iteration is, or how many there are, they are made to fit.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { formatDuration } from '../../config/duration.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import { SMOKE_PLACE } from '../arguments/smoke-defaults.ts';

const PLACE = 'length of the recording';
const LONGEST_ITERATION_S = 3600;
const SHORTEST_ITERATION_S = 60;
const MOST_ITERATIONS = 24;
/** The last message is too early to end a window: what came after it is unknown. */
const SPARE_S = 1;

/** What to add to what was typed; a setting that anybody gave is left alone, a default of ours is not. */
export function fitToRecording(
  { settings, provenance }: Configuration,
  durationSeconds: number,
): readonly CommandLineEntry[] {
  const usable = Math.max(1, Math.floor(durationSeconds - SPARE_S));
  const [given] = provenance.settings.iteration_duration.candidates;
  const freeLength = given?.layer === 'default' || given?.place === SMOKE_PLACE;
  const freeCount = provenance.settings.iterations.candidates[0]?.layer === 'default';
  const lengthIfGiven = freeLength ? SHORTEST_ITERATION_S : settings.iteration_duration;
  const count = freeCount ? clamp(Math.floor(usable / lengthIfGiven), 1, MOST_ITERATIONS) : settings.iterations;
  const length = clamp(Math.floor(usable / count), 1, LONGEST_ITERATION_S);
  return [
    ...(freeLength ? [{ name: 'iteration_duration', text: formatDuration(length), place: PLACE }] : []),
    ...(freeCount ? [{ name: 'iterations', text: String(count), place: PLACE }] : []),
  ];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
