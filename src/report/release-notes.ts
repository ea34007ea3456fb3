// What whoever releases on a run must know of it, besides its verdict.

import type { StoredRun } from '../artifacts/read-run.ts';
import { parameterVectors, vectorsNote } from './parameter-vectors.ts';

/** `judged`: the numbers of the judged iterations. */
export function releaseNotes({ summaries, journal }: StoredRun, judged: readonly number[]): readonly string[] {
  const vectors = vectorsNote(parameterVectors(summaries, judged));
  const differences = journal.resumes.flatMap((resume) => resume.differences);
  return [
    ...(vectors === undefined ? [] : [vectors]),
    ...differences.map((difference) => `the run was resumed although something had changed: ${difference}`),
  ];
}
