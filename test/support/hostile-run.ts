// A run whose texts are an attack: markup and paths where names belong, and a megabyte where a sentence does. Every hash fits, as it would where a
// bot or a profile brought such texts along.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDocument } from '../../src/artifacts/document.ts';
import { RUN_FILE } from '../../src/artifacts/layout.ts';
import { sealRun } from '../../src/artifacts/run-record.ts';
import type { RunRecord } from '../../src/artifacts/run-record.ts';
import { storeRun } from '../../src/artifacts/stored-run.fixture.ts';
import { forgeRun } from '../../src/cli/running/forge-run.fixture.ts';
import { nodeDisk } from '../../src/files/node-disk.ts';
import { hashJson } from '../../src/json/hash.ts';

export const MEGABYTE = 'A<b>'.repeat(250_000);

/** Answers the run's folder. */
export function storeHostileRun(out: string, runId: string, profile: string): string {
  const folder = storeRun(out, runId);
  const path = join(folder, RUN_FILE);
  const { run_sha256: _, ...record }: RunRecord = JSON.parse(readFileSync(path, 'utf8'));
  const plan = { ...record.plan, profile, target: { kind: 'fake', options: { scenario: MEGABYTE } } };
  const target = { ...record.target, assumptions: [MEGABYTE] };
  writeDocument(nodeDisk, path, sealRun({ ...record, plan, plan_sha256: hashJson(plan), target }));
  forgeRun(folder, {
    document: (document, name) =>
      name.startsWith('ITER_SUMMARY_') ? { ...document, target_facts: { '<script>': MEGABYTE } } : document,
    record: (one) => {
      if (one.kind === 'run_started') return [{ ...one, plan_sha256: hashJson(plan) }];
      return [one.kind === 'run_ended' ? { ...one, reason: 'target_failed', message: `<script>${MEGABYTE}` } : one];
    },
  });
  return folder;
}
