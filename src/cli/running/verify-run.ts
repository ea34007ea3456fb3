// Everything about a stored run that can be held against something else: files against the journal, each iteration against the one before
// it, decisions against tuner and guards, documents against what they are made of. Says of each what was looked at and what was found.

import { join } from 'node:path';
import { readDocument } from '../../artifacts/document.ts';
import {
  EDGE_REPORT_FILE,
  fillsFile,
  iterationSummaryFile,
  KPI_GATE_FILE,
  RUNTIME_OVERRIDES_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
} from '../../artifacts/layout.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import { isRemovedIteration } from '../../artifacts/removed-iterations.ts';
import { isStored, readStoredText } from '../../artifacts/stored-file.ts';
import type { Disk } from '../../files/disk.ts';
import { readTextFile } from '../../files/read-text-file.ts';
import { isJsonObject } from '../../json/json-object.ts';
import { rejudge } from '../../report/rejudge.ts';
import { steadyTrend, STEADY_TREND_FILE } from '../../report/steady-trend.ts';
import { viewRun } from '../../report/view-run.ts';
import { firstDifference } from '../../soak/first-difference.ts';
import { accountProblems, fillProblems } from '../../soak/verify-accounts.ts';
import { handOverProblems } from '../../soak/verify-hand-over.ts';
import { replayTuning } from '../../soak/verify-tuning.ts';
import type { Check } from './check-artifacts.ts';
import { snapshotProblems } from './verify-snapshot.ts';

/** `stored` was read with every hash checked. A failed check's finding names its files; the first few problems stand for all. */
export function verifyRun(disk: Disk, stored: StoredRun): readonly Check[] {
  const { folder, summaries, journal, completed } = stored;
  const count = summaries.length;
  const replayed = stored.removed === undefined ? replayTuning(stored) : undefined;
  const documents = stored.ended === undefined ? [] : documentProblems(disk, stored, replayed);
  return [
    { name: 'journal', passed: true, finding: `${journal.head.records} records, their chain of hashes unbroken` },
    { name: 'files', passed: true, finding: `${filesNamed(stored)} files, each with the hash that the journal says` },
    checkOf(
      'no journal line is missing',
      aheadProblems(disk, stored),
      `no file tells of more than ${completed} iterations`,
    ),
    checkOf('hand-over', handOverProblems(stored), handedOver(count)),
    ...(replayed === undefined
      ? []
      : [
          checkOf(
            'decisions',
            replayed.problems,
            `${replayed.decisions} guard decisions over ${count} iterations replay to the same`,
          ),
        ]),
    checkOf(
      'accounts',
      summaries.flatMap((summary, index) =>
        accountProblems(summary, before(summaries, index)).concat(
          fillProblems(summary, fillsOf(disk, folder, summary.iteration)),
        ),
      ),
      `components sum to net, value is cash and inventory, positions and fills carry over, in ${count} iterations`,
    ),
    ...(stored.ended === undefined ? [] : [checkOf('documents', documents, documentsFinding(replayed !== undefined))]),
    ...snapshotCheck(disk, stored),
    ...rotationCheck(stored),
  ];
}

/** Undefined for the first, and behind the gap that rotation left. */
function before(summaries: StoredRun['summaries'], index: number): StoredRun['summaries'][number] | undefined {
  const [last, own] = [summaries[index - 1], summaries[index]];
  return last?.iteration === (own?.iteration ?? 0) - 1 ? last : undefined;
}

function documentsFinding(isWhole: boolean): string {
  return isWhole
    ? 'the verdict, the tuning documents and the trend come out the same again'
    : 'the verdict and the final parameters come out the same again';
}

/** What is gone is told by the journal alone; what rests on it is counted and named, so that nobody takes it for checked. */
function rotationCheck({ removed, completed, journal }: StoredRun): readonly Check[] {
  if (removed === undefined) return [];
  const { from, through } = removed;
  const gone = through - from + 1;
  let [decisions, files] = [0, 0];
  for (const { record } of journal.lines()) {
    if (record.kind !== 'iteration_completed') continue;
    decisions += record.decisions.length;
    if (isRemovedIteration(removed, record.iteration)) files += Object.keys(record.artifacts).length;
  }
  const finding = [
    `rotation removed the files of the iterations ${from} to ${through} of ${completed}, and no verdict of the run rests on them`,
    `their accounts, fills and hand-over (${gone} iterations, ${files} files) are told by the journal alone`,
    `${decisions} guard decisions over all ${completed} iterations, the tuning documents and the trend follow from them and were not decided again`,
  ].join('; ');
  return [{ name: 'rotation', passed: true, incomplete: true, finding }];
}

function handedOver(count: number): string {
  return count < 2
    ? 'no iteration followed another'
    : `each of ${count - 1} iterations ran with what was granted before it, and its target reported it`;
}

function fillsOf(disk: Disk, folder: string, iteration: number): string {
  return readStoredText(disk, join(folder, fillsFile(iteration)));
}

function filesNamed({ journal, removed, ended }: StoredRun): number {
  const documents = Object.keys(ended?.record.artifacts ?? {}).length;
  const stored = journal.completed.filter(({ iteration }) => !isRemovedIteration(removed, iteration));
  return stored.reduce((sum, { files }) => sum + files.length, documents);
}

/** A run is at most one iteration ahead of its journal; more on disk means that lines are gone. */
function aheadProblems(disk: Disk, { folder, completed, ended }: StoredRun): string[] {
  const next = completed + 1;
  const beyond = [next, next + 1].filter((iteration) => isStored(disk, join(folder, iterationSummaryFile(iteration))));
  const isAhead = ended === undefined ? beyond.includes(next + 1) : beyond.length > 0;
  return isAhead ? [`${iterationSummaryFile(beyond.at(-1) ?? next)} exists, and the journal ends before it`] : [];
}

/** What a run leaves at its end is made of its iterations, and must come out of them again. */
function documentProblems(
  disk: Disk,
  stored: StoredRun,
  replayed: ReturnType<typeof replayTuning> | undefined,
): string[] {
  const { folder, summaries, record } = stored;
  const last = summaries.at(-1);
  const made: readonly (readonly [string, object])[] = [
    [KPI_GATE_FILE, rejudge(stored)],
    ...(replayed === undefined
      ? []
      : ([
          [TUNING_REPORT_FILE, replayed.report],
          [TUNING_STATE_FILE, replayed.state],
        ] as const)),
    [RUNTIME_OVERRIDES_FILE, last?.tuning.parameters_next ?? record.plan.parameters],
    ...(last === undefined ? [] : [[EDGE_REPORT_FILE, { ...last.edge, iteration: last.iteration }] as const]),
  ];
  return [
    ...made.flatMap(([name, computed]) => {
      const document = readDocument(disk, join(folder, name));
      const difference = isJsonObject(document) ? firstDifference(document, computed) : 'it is no object';
      return difference === undefined ? [] : [`${name}: ${difference}`];
    }),
    ...(replayed === undefined ? [] : trendProblems(disk, stored)),
  ];
}

/** The trend is for people and in no journal; that it says what the artifacts say is checked by making it again. */
function trendProblems(disk: Disk, stored: StoredRun): string[] {
  const path = join(stored.folder, STEADY_TREND_FILE);
  if (!exists(disk, path) || readTextFile(disk, path) === steadyTrend(viewRun(stored))) return [];
  return [`${STEADY_TREND_FILE}: it is not what the artifacts make of it`];
}

function snapshotCheck(disk: Disk, stored: StoredRun): readonly Check[] {
  const problems = snapshotProblems(disk, stored);
  return problems === undefined ? [] : [checkOf('snapshot', problems, 'it comes out the same again')];
}

const MOST_TOLD = 5;

function checkOf(name: string, problems: readonly string[], finding: string): Check {
  if (problems.length === 0) return { name, passed: true, finding };
  const rest = problems.length - MOST_TOLD;
  const told = [...problems.slice(0, MOST_TOLD), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return { name, passed: false, finding: told.join('; ') };
}

function exists(disk: Disk, path: string): boolean {
  return disk.entryAt(path) !== undefined;
}
