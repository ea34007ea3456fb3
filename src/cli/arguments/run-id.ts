// The name of a run: when, with what, in which market, from which seed. It is the name of a folder, so it holds nothing else than
// letters, digits, dots, dashes and underscores.

import { Failure } from '../../std/failure.ts';

const PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/u;

export interface RunIdParts {
  readonly wallClockMs: number;
  readonly profile: string;
  /** The scenario, or `replay`. */
  readonly market: string;
  readonly seed: number;
}

/** `20261122T131500Z-steady_safe-calm-s42`, with `-2` and so on behind it while `isTaken` says so. */
export function defaultRunId(parts: RunIdParts, isTaken: (runId: string) => boolean): string {
  const time = new Date(parts.wallClockMs).toISOString().replace(/[-:]|\.\d+/gu, '');
  const stem = `${time}-${parts.profile}-${parts.market}-s${parts.seed}`.replaceAll(/[^A-Za-z0-9._-]/gu, '_');
  let runId = stem;
  for (let next = 2; isTaken(runId); next += 1) runId = `${stem}-${next}`;
  return runId;
}

/** Throws `Failure('usage')` for a name that cannot be a folder of its own. */
export function checkRunId(runId: string): string {
  if (PATTERN.test(runId) && runId !== 'latest') return runId;
  throw new Failure('usage', `--run-id: ${JSON.stringify(runId)} cannot be the name of a run`, {
    hint: 'use letters, digits, dots, dashes and underscores, at most 128, beginning with a letter or digit; "latest" is taken',
  });
}
