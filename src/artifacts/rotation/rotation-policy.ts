// What rotation may take away, as data: the one place of its numbers and defaults, and the reading of a policy file. Which files that means
// is for the planner to say.

import { z } from 'zod';
import type { JsonValue } from '../../json/json-value.ts';
import { pointerTo } from '../../json/pointer.ts';
import { Failure } from '../../std/failure.ts';

const COUNT = z.number().int().nonnegative();
const MEGABYTE = 1_000_000;

const schema = z.strictObject({
  /** The newest iterations of a run whose files stay, by number. */
  keep_iterations: COUNT,
  /** The newest runs that stay. */
  keep_runs: COUNT,
  /** Runs that ended fewer days ago stay. */
  keep_days: COUNT,
  keep_last_pass: z.boolean(),
  keep_last_fail: z.boolean(),
  /** Runs with a PRODUCTION_SNAPSHOT.json. */
  keep_snapshots: z.boolean(),
  /** Ids of runs that others are held against; a file BASELINE in a run's folder says the same. */
  baselines: z.array(z.string()),
  /** Ids of runs that stay whatever else is said; a file PINNED in a run's folder says the same. */
  pinned: z.array(z.string()),
  /** Iteration files of runs not at work that are older are compressed. */
  compress_after_days: COUNT,
  /** Bytes that the whole folder may hold. */
  budget_bytes: COUNT,
  /** Bytes of the disk that stay free for others. */
  keep_free_bytes: COUNT,
});

export type RotationPolicy = Readonly<z.infer<typeof schema>>;

export const ROTATION_POLICY: RotationPolicy = {
  keep_iterations: 100,
  keep_runs: 100,
  keep_days: 30,
  keep_last_pass: true,
  keep_last_fail: true,
  keep_snapshots: true,
  baselines: [],
  pinned: [],
  compress_after_days: 7,
  budget_bytes: 900 * MEGABYTE,
  keep_free_bytes: 16 * MEGABYTE,
};

/** Takes parsed JSON; what a file leaves out has its default. Throws `Failure('usage')` with every problem found. */
export function parseRotationPolicy(value: JsonValue, source: string): RotationPolicy {
  const parsed = schema.partial().safeParse(value);
  if (parsed.success) return withGiven(ROTATION_POLICY, parsed.data);
  const known = Object.keys(schema.shape).join(', ');
  const problems = parsed.error.issues.map(({ path, message, code }) => {
    const pointer = pointerTo(path.map(String));
    const problem = { source: pointer === '' ? source : `${source} at ${pointer}`, message };
    return code === 'unrecognized_keys' ? Object.assign(problem, { hint: `a rotation policy has ${known}` }) : problem;
  });
  throw new Failure('usage', `${source} is no valid rotation policy`, { problems });
}

/** What is given goes before what stands in `policy`. */
export function withGiven(
  policy: RotationPolicy,
  given: { readonly [key in keyof RotationPolicy]?: RotationPolicy[key] | undefined },
): RotationPolicy {
  const set = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined));
  return { ...policy, ...set };
}

/** Throws `Failure('usage')` for a policy that would keep nothing. */
export function refuseEmptyPolicy(policy: RotationPolicy): void {
  const rules = [
    policy.keep_runs,
    policy.keep_days,
    policy.keep_last_pass,
    policy.keep_last_fail,
    policy.keep_snapshots,
    policy.baselines.length,
    policy.pinned.length,
  ];
  if (rules.every((rule) => rule === 0 || rule === false)) {
    throw new Failure('usage', 'the rotation policy is empty: no rule of it keeps any run', {
      hint: 'say what is to stay, for instance "keep_runs": 100; to remove everything, remove the folder',
    });
  }
  if (policy.keep_iterations === 0) {
    throw new Failure('usage', 'the rotation policy keeps no iteration file of any run', {
      hint: 'leave keep_iterations out, or let it be at least 1',
    });
  }
  if (policy.budget_bytes === 0) {
    throw new Failure('usage', 'the rotation policy has a budget of 0 bytes', { hint: 'write for instance 900MB' });
  }
}
