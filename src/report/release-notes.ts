// What whoever releases on a run must know of it, besides its verdict.

import { summariesOf } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import { parameterVectors, vectorsNote } from './parameter-vectors.ts';

/** `judged`: the numbers of the judged iterations. */
export function releaseNotes(stored: StoredRun, judged: readonly number[]): readonly string[] {
  const vectors = vectorsNote(parameterVectors(summariesOf(stored, judged)));
  const differences = stored.journal.resumes.flatMap((resume) => resume.differences);
  return [
    ...(vectors === undefined ? [] : [vectors]),
    ...differences.map((difference) => `the run was resumed although something had changed: ${difference}`),
  ];
}
