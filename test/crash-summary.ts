// What `npm run crash` ends with: one line of what was explored and how often it was killed. Each test file notes its share.

import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CrashFacts {
  /** Disks that crashes left, and the different ones among them on which a run was taken up. */
  readonly built?: number;
  readonly images?: number;
  readonly faultRuns?: number;
  readonly mistakes?: number;
  readonly kills?: number;
  readonly killedRuns?: number;
}

const VARIABLE = 'PLIMSOLL_CRASH_FACTS';

export function noteCrashFacts(facts: CrashFacts): void {
  const file = process.env[VARIABLE];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(facts)}\n`);
}

export function setup(): (() => void) | undefined {
  if (process.env['PLIMSOLL_CRASH'] !== 'all') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-crash-'));
  const file = join(folder, 'facts.jsonl');
  process.env[VARIABLE] = file;
  const startedMs = performance.now();
  return () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    rmSync(folder, { recursive: true, force: true });
    const noted = lines.map((line): CrashFacts => JSON.parse(line));
    const sum = (key: keyof CrashFacts): number => noted.reduce((total, facts) => total + (facts[key] ?? 0), 0);
    const crashes = `${sum('built')} disks that crashes left, ${sum('images')} different ones taken up`;
    const others = `${sum('mistakes')} planted mistakes caught, ${sum('faultRuns')} runs with a fault`;
    const kills = `${sum('kills')} kills, ${sum('killedRuns')} runs of them equal to the undisturbed`;
    const minutes = ((performance.now() - startedMs) / 60_000).toFixed(1);
    process.stdout.write(`crash: ${crashes}; ${others}; ${kills}; ${minutes} minutes\n`);
  };
}
