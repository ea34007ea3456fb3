// Whether a run left everything that a run leaves, each file readable and, where the journal names it, with the hash that the journal says.

import { join } from 'node:path';
import { readDocument } from '../../artifacts/document.ts';
import {
  EDGE_REPORT_FILE,
  iterationSummaryFile,
  JOURNAL_FILE,
  KPI_GATE_FILE,
  RUN_FILE,
  RUNTIME_OVERRIDES_FILE,
  TUNING_REPORT_FILE,
  TUNING_STATE_FILE,
} from '../../artifacts/layout.ts';
import { verifyArtifacts } from '../../artifacts/read-run.ts';
import type { StoredRun } from '../../artifacts/read-run.ts';
import type { Disk } from '../../files/disk.ts';
import { readTextFile } from '../../files/read-text-file.ts';
import { STEADY_TREND_FILE } from '../../report/steady-trend.ts';
import { Failure } from '../../std/failure.ts';

export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** Part of it could not be looked at: the finding says what. */
  readonly incomplete?: true;
  /** What was found, as a phrase. */
  readonly finding: string;
}

/** One check per artifact of what the journal acknowledged, then one over all hashes. */
export function checkArtifacts(disk: Disk, stored: StoredRun): readonly Check[] {
  const { folder, summaries } = stored;
  const documents = [
    RUN_FILE,
    ...summaries.map(({ iteration }) => iterationSummaryFile(iteration)),
    ...(summaries.length === 0 ? [] : [EDGE_REPORT_FILE]),
    KPI_GATE_FILE,
    TUNING_REPORT_FILE,
    TUNING_STATE_FILE,
    RUNTIME_OVERRIDES_FILE,
  ];
  return [
    ...documents.map((name) =>
      check(name, () => {
        readDocument(disk, join(folder, name));
        return 'is there, in canonical form';
      }),
    ),
    check(JOURNAL_FILE, () => `${stored.journal.head.records} records, their chain unbroken`),
    check(STEADY_TREND_FILE, () => {
      const text = readTextFile(disk, join(folder, STEADY_TREND_FILE));
      return `${text.split('\n').length} lines`;
    }),
    check('hashes', () => {
      verifyArtifacts(disk, stored);
      return `every file of ${summaries.length} iterations is what the journal says`;
    }),
  ];
}

function check(name: string, look: () => string): Check {
  try {
    return { name, passed: true, finding: look() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, passed: false, finding: error.message };
  }
}
