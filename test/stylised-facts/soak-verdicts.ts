// How soaks of a scenario end, seed by seed: the product itself, from `steady_safe`, with tuner and guards, as many hours as a release is
// judged over.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERDICTS, type Verdict } from '../../src/gates/judgement.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export const SOAKED_HOURS = 8;

export interface SoakVerdicts {
  /** How many runs ended with each verdict, over their hours together. */
  readonly runs: Readonly<Record<Verdict, number>>;
  /** How many single hours of all runs got each verdict. */
  readonly hours: Readonly<Record<Verdict, number>>;
  /** Hours with FAIL that had an hour after them, and how many of those were followed by one without. */
  readonly failedHours: number;
  readonly recoveredHours: number;
}

/** Seconds of work for each seed. */
export function soakVerdicts(scenario: string, seeds: readonly number[]): SoakVerdicts {
  const runs = seeds.map((seed) => soakOnce(scenario, seed));
  const followed = runs.flatMap(({ hours }) =>
    hours.slice(0, -1).flatMap((verdict, index) => (verdict === 'FAIL' ? [hours[index + 1]] : [])),
  );
  return {
    runs: counted(runs.map(({ verdict }) => verdict)),
    hours: counted(runs.flatMap(({ hours }) => hours)),
    failedHours: followed.length,
    recoveredHours: followed.filter((next) => next !== 'FAIL').length,
  };
}

function soakOnce(scenario: string, seed: number): { readonly verdict: Verdict; readonly hours: readonly Verdict[] } {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-verdicts-'));
  try {
    const argv = ['soak', '--scenario', scenario, '--seed', String(seed), '--iterations', String(SOAKED_HOURS)];
    try {
      execFileSync(process.execPath, [PROGRAM, ...argv, '--profile', 'steady_safe', '--quiet', '--out', folder], {
        stdio: 'ignore',
      });
    } catch {
      // A verdict other than PASS and WARN is an exit code of its own; what was written tells.
    }
    const textOf = (file: string): string => readFileSync(join(folder, 'latest', file), 'utf8');
    const hours = Array.from({ length: SOAKED_HOURS }, (_, index) => {
      const { gate }: { gate: { verdict: Verdict } } = JSON.parse(textOf(`ITER_SUMMARY_${index + 1}.json`));
      return gate.verdict;
    });
    const { judgement }: { judgement: { verdict: Verdict } } = JSON.parse(textOf('KPI_GATE.json'));
    return { verdict: judgement.verdict, hours };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function counted(verdicts: readonly Verdict[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { PASS: 0, WARN: 0, INCONCLUSIVE: 0, NO_DATA: 0, FAIL: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** In words: `12 PASS, 8 WARN`. */
export function verdictCounts(counts: Readonly<Record<Verdict, number>>): string {
  return VERDICTS.flatMap((verdict) => (counts[verdict] > 0 ? [`${counts[verdict]} ${verdict}`] : [])).join(', ');
}
