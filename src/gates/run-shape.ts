// Whether two runs may be compared at all. Other parameters, another seed or another build are what a comparison is for; another market,
// another target or another length of iteration would answer a question that nobody asked.

import { diffJson } from '../json/diff.ts';
import type { JsonValue } from '../json/json-value.ts';
import { Failure } from '../std/failure.ts';

/** The plan of a run has all of this. */
export interface RunShape {
  readonly iteration_us: number;
  readonly target: { readonly kind: string; readonly options: { readonly [name: string]: JsonValue } };
}

/** Throws `Failure('usage')` that names every difference. `names` are those of the two runs. */
export function refuseUnlike(
  candidate: RunShape,
  baseline: RunShape,
  names: { candidate: string; baseline: string },
): void {
  const differences = diffJson(shapeOf(baseline), shapeOf(candidate));
  if (differences.length === 0) return;
  const problems = differences.map((difference) => {
    const before = difference.kind === 'added' ? 'nothing' : JSON.stringify(difference.before);
    const after = difference.kind === 'removed' ? 'nothing' : JSON.stringify(difference.after);
    return {
      source: difference.pointer,
      message: `is ${after} in ${names.candidate} and ${before} in ${names.baseline}`,
    };
  });
  throw new Failure(
    'usage',
    `${names.baseline} is no baseline for ${names.candidate}: they are runs of different shapes`,
    {
      problems,
      hint: 'compare with a run of the same target, market and length of iteration',
    },
  );
}

/** Of a bot of the user's the command may be another: two builds of it lie in two places. */
function shapeOf({ iteration_us, target: { kind, options } }: RunShape): JsonValue {
  const { command: _command, ...rest } = options;
  return { iteration_us, target: { kind, options: kind === 'command' ? rest : options } };
}
