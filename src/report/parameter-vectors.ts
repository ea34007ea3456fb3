// With how many different parameter vectors the judged iterations ran. Where the tuner was at work in them, a pooled verdict is about the
// mixture, and whoever releases must know.

import type { IterationSummary } from '../artifacts/iteration-summary.ts';

type Parameters = IterationSummary['parameters'];

export interface ParameterVector {
  readonly state_hash: string;
  readonly parameters: Parameters;
  /** By number. */
  readonly iterations: readonly number[];
}

/** Of the judged iterations, in the order of their first one. */
export function parameterVectors(judged: readonly IterationSummary[]): readonly ParameterVector[] {
  const vectors = new Map<string, ParameterVector>();
  for (const { iteration, parameters, state_hash } of judged) {
    const before = vectors.get(state_hash)?.iterations ?? [];
    vectors.set(state_hash, { state_hash, parameters, iterations: [...before, iteration] });
  }
  return [...vectors.values()];
}

/** Nothing where all ran with one. */
export function vectorsNote(vectors: readonly ParameterVector[]): string | undefined {
  const last = vectors.at(-1);
  if (vectors.length < 2 || last === undefined) return undefined;
  const count = last.iterations.length;
  const own = `the last of them ran for ${count} iteration${count === 1 ? '' : 's'}`;
  return `the judged iterations ran with ${vectors.length} parameter vectors, and the verdict is about all of them together: ${own}`;
}
