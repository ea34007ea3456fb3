// Reads a scenario that a user wrote: everything that a built-in one holds but its name, which is the file's. Strict, because a market
// that silently ignores a key, or keeps an old value for a missing one, is not the market that its author believes in.

import type { z } from 'zod';
import { Failure, type Problem } from '../std/failure.ts';
import { suggestName } from '../std/nearest-name.ts';
import { translateEarlierLatency } from './earlier-latency.ts';
import { CALM, type Scenario } from './scenario.ts';
import { discordsIn } from './scenario-discords.ts';
import { SCENARIO_SCHEMA, type ScenarioContent, type ScenarioPath } from './scenario-schema.ts';

/** What a scenario file holds. */
export function contentOf(scenario: Scenario): ScenarioContent {
  const content: ScenarioContent & { name?: string } = { ...scenario };
  delete content.name;
  return content;
}

/**
 * Takes parsed JSON. `placeOf` says where in the file a value stands; an empty path is the whole. Throws `Failure` with code `usage` and
 * every problem found; how values go together is looked at once each of them is sound.
 */
export function parseScenario(value: unknown, name: string, placeOf: PlaceOf): Scenario {
  const parsed = SCENARIO_SCHEMA.safeParse(value);
  const problems = parsed.success
    ? discordsIn(parsed.data).map(({ path, message }) => ({ source: placeOf(path), message }))
    : shapeProblems(parsed.error.issues, value, placeOf);
  if (parsed.success && problems.length === 0) return { name, ...parsed.data };
  throw new Failure('usage', `${placeOf([])} is no valid scenario`, { problems });
}

const HINT = '`plimsoll config scenario calm` prints a complete one';

type Issue = z.core.$ZodIssue;
type PlaceOf = (path: ScenarioPath) => string;

function shapeProblems(issues: readonly Issue[], given: unknown, placeOf: PlaceOf): readonly Problem[] {
  const earlier = translateEarlierLatency(valueAt(given, ['latency']));
  if (earlier === undefined) return issues.flatMap((issue) => problemsOf(issue, given, placeOf));
  const others = issues.filter((issue) => issue.path[0] !== 'latency');
  const message =
    'latency has the form of an earlier version, in which feed, entry, service and response had no model each';
  return [
    ...others.flatMap((issue) => problemsOf(issue, given, placeOf)),
    { source: placeOf(['latency']), message, hint: `write "latency": ${JSON.stringify(earlier)}` },
  ];
}

function problemsOf(issue: Issue, given: unknown, placeOf: PlaceOf): readonly Problem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsOf(path, given);
    return issue.keys.map((key) => ({
      source: placeOf([...path, key]),
      message: `${key} is no field of ${path.length === 0 ? 'a scenario file' : path.join('.')}`,
      hint: key === 'name' && path.length === 0 ? 'its name is that of the file' : suggestName(key, known, 'fields'),
    }));
  }
  const subject = path.length === 0 ? 'a scenario' : path.join('.');
  const found = valueAt(given, path);
  if (found === undefined) {
    const source = placeOf(path.slice(0, -1));
    return [{ source, message: `${subject} is missing, and ${issue.message}`, hint: HINT }];
  }
  return [{ source: placeOf(path), message: `${subject} ${issue.message}, not ${describe(found)}` }];
}

/** Has every section that a scenario file can have, and in each every field, but for latencies, whose fields depend on their kind. */
const FULLEST: ScenarioContent = {
  ...contentOf(CALM),
  moreInstruments: [{ symbol: 'SIM2USDT', tickSize: 0.01, lotSize: 0.01, startPrice: 250, volatilityScale: 1 }],
  fees: { ...CALM.fees, tiers: [{ fromNotional: 1e6, ...CALM.fees }] },
};

/** What the section of a scenario file that lies there may hold. */
function fieldsOf(path: ScenarioPath, given: unknown): readonly string[] {
  const kind = valueAt(given, [...path, 'kind']);
  if (kind === 'constant') return ['kind', 'ms'];
  if (kind === 'lognormal') return ['kind', 'medianMs', 'logSd'];
  // The entries of a list are alike.
  const section = valueAt(
    FULLEST,
    path.map((step) => (typeof step === 'number' ? 0 : step)),
  );
  return Object.keys(section ?? {});
}

function valueAt(value: unknown, path: ScenarioPath): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === String(step))?.[1];
  }
  return found;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
