// A real soak killed by SIGKILL at random instants on the real disk, and taken up again: the same bytes as one that nobody disturbed. Once alone
// on its disk, and once among other runs with limits so small that it trims itself, removes one of them and compresses another as it goes.
// `npm run crash` kills two hundred times each way, the ordinary tests ten and five times.

import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undisturbed } from '../src/artifacts/journal-record.ts';
import { readRun, verifyArtifacts } from '../src/artifacts/read-run.ts';
import { rotateFolder } from '../src/artifacts/rotation/rotate-folder.ts';
import { readRotationLog } from '../src/artifacts/rotation/rotation-log.ts';
import { parseRotationPolicy } from '../src/artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../src/artifacts/rotation/rotation-policy.ts';
import { surveyFolder } from '../src/artifacts/rotation/survey-folder.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { canonicalJson } from '../src/json/canonical.ts';
import { RandomStream } from '../src/std/random.ts';
import { noteCrashFacts } from './crash-summary.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const ALL = process.env['PLIMSOLL_CRASH'] === 'all';
const SEED = 20_261_122;
const HOUR_MS = 3600 * 1000;
const RESUME = ['soak', '--resume', 'run'];

type Content = ReadonlyMap<string, string>;

/** A soak to be killed, and what is compared of it. */
interface Setting {
  readonly soak: readonly string[];
  readonly kills: number;
  /** Makes what lies in the folder before the run begins. */
  readonly prepare: (out: string) => void;
  /** Called once the run is over. */
  readonly contentOf: (out: string) => Content;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-kill-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program and kills it after so many milliseconds; answers its exit code, `undefined` where it was killed. */
function plimsoll(argv: readonly string[], out: string, killAfterMs?: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...argv, '--quiet', '--out', out], { cwd: folder, stdio: 'ignore' });
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? undefined);
    });
  });
}

/** All that a run leaves, by name, but what tells of the wall clock and of having been killed. */
function contentOfRun(out: string): Content {
  const run = join(out, 'runs/run');
  const stored = readRun(nodeDisk, run);
  verifyArtifacts(nodeDisk, stored);
  const ignored = /^(?:journal\.jsonl.*|run\.json|run\.lock)$/u;
  const names = readdirSync(run).filter((name) => !ignored.test(name));
  const records = [...undisturbed(stored.journal.lines())].map(({ record }) => record);
  return new Map([
    ...names.toSorted().map((name) => [name, readFileSync(join(run, name), 'latin1')] as const),
    ['journal.jsonl', records.map((record) => canonicalJson(record)).join('\n')],
    ['run.json', canonicalJson(stored.record.plan)],
  ]);
}

function differences(found: Content, expected: Content): readonly string[] {
  return [...new Set([...found.keys(), ...expected.keys()])].filter((name) => found.get(name) !== expected.get(name));
}

async function killAndResume({ soak, kills: most, prepare, contentOf }: Setting, name: string): Promise<void> {
  const outOf = (run: string): string => {
    const out = join(folder, name, run);
    mkdirSync(out, { recursive: true });
    prepare(out);
    return out;
  };
  const whole = outOf('whole');
  // Once for the file cache, once for the clock.
  await plimsoll(soak, outOf('warm'));
  const startedMs = performance.now();
  const exitCode = await plimsoll(soak, whole);
  const wholeMs = performance.now() - startedMs;
  const expected = contentOf(whole);
  const random = new RandomStream(SEED, 'kills');
  const instants: string[] = [];
  let [kills, sound] = [0, 0];
  for (let run = 1; kills < most; run += 1) {
    const out = outOf(`run-${run}`);
    const isBegun = (): boolean => existsSync(join(out, 'runs/run/run.json'));
    // Every third run is killed a second time, while it is taken up again.
    for (let life = 0; life < (run % 3 === 0 ? 2 : 1); life += 1) {
      const afterMs = Math.round(random.uniform() * wholeMs);
      const ended = await plimsoll(isBegun() ? RESUME : soak, out, afterMs);
      const journal = join(out, 'runs/run/journal.jsonl');
      const records = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0;
      if (ended === undefined) kills += 1;
      instants.push(`${afterMs} ms: ${ended === undefined ? `${records} records` : 'it had ended'}`);
    }
    const resumed = await plimsoll(isBegun() ? RESUME : soak, out);
    const wrong = differences(contentOf(out), expected);
    expect({ run, resumed, wrong, instants: wrong.length === 0 ? [] : instants }).toEqual({
      run,
      resumed: exitCode,
      wrong: [],
      instants: [],
    });
    sound += 1;
    rmSync(out, { recursive: true });
  }
  noteCrashFacts({ kills, killedRuns: sound });
  process.stdout.write(`killed at (seed ${SEED}) ${instants.join(', ')}\n`);
  process.stdout.write(
    `${name}: ${kills} kills, ${sound} of ${sound} runs equal to the undisturbed one byte for byte\n`,
  );
}

const ALONE: Setting = {
  soak: ['soak', '--iterations', '6', '--iteration-duration', '60s', '--run-id', 'run'],
  kills: ALL ? 200 : 10,
  prepare: () => undefined,
  contentOf: contentOfRun,
};

it(
  `a soak killed ${ALONE.kills} times at random instants goes on to the bytes of one that nobody disturbed`,
  () => killAndResume(ALONE, 'alone'),
  HOUR_MS,
);

describe('among other runs, with small limits', () => {
  const SOAK = ['soak', '--iterations', '12', '--iteration-duration', '20s', '--run-id', 'run'];
  /** Oldest first: one that goes, one that is compressed, one that stays as it is. */
  const BEFORE = ['gone', 'packed', 'baseline'];
  let policy: RotationPolicy;
  const before = (): string => join(folder, 'before');

  beforeAll(async () => {
    for (const run of BEFORE) {
      await plimsoll(['soak', '--iterations', '6', '--iteration-duration', '20s', '--run-id', run], before());
    }
    const weekAgo = new Date(Date.now() - 8 * 24 * HOUR_MS);
    for (const name of readdirSync(join(before(), 'runs/packed'))) {
      utimesSync(join(before(), 'runs/packed', name), weekAgo, weekAgo);
    }
    writeFileSync(join(before(), 'runs/baseline/BASELINE'), '');
    writeFileSync(join(before(), 'runs/packed/notes.txt'), 'mine');
    rmSync(join(before(), 'rotation'), { recursive: true, force: true });
    // The run needs more than this leaves it, and less than this and what may go.
    const budget_bytes = surveyFolder(nodeDisk, before()).bytes + 500_000;
    const document = { keep_iterations: 8, keep_runs: 3, keep_days: 0, keep_free_bytes: 0, budget_bytes };
    mkdirSync(join(before(), 'rotation'));
    writeFileSync(join(before(), 'rotation/policy.json'), JSON.stringify(document));
    policy = parseRotationPolicy(document, 'policy.json');
  });

  /**
   * The run file by file, so that rotation took the same away; the others as they were, name by name, what is compressed by what it holds; and the
   * lines of the log that tell of the run's own trimming, but for their time.
   */
  function contentOf(out: string): Content {
    // A process that was killed while it tidied up behind a run that is over left this to the next one.
    const wallClock = (): string => new Date().toISOString();
    rotateFolder({ disk: nodeDisk, out, pid: process.pid, nowMs: Date.now(), wallClock }, policy);
    const runs = readdirSync(join(out, 'runs')).filter((run) => run !== 'run');
    const others = runs.flatMap((run) =>
      readdirSync(join(out, 'runs', run))
        .filter((name) => name !== 'run.lock')
        .map((name) => {
          const bytes = readFileSync(join(out, 'runs', run, name));
          return [`${run}/${name}`, (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')] as const;
        }),
    );
    const log = readRotationLog(nodeDisk, join(out, 'rotation/ROTATION_LOG.jsonl'));
    const own = log.filter(({ run }) => run === 'run').map((line) => canonicalJson(line));
    return new Map([...contentOfRun(out), ...others, ['rotation log', own.join('\n')]]);
  }

  const SETTING: Setting = {
    soak: SOAK,
    kills: ALL ? 200 : 5,
    prepare: (out) => cpSync(before(), out, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true }),
    contentOf,
  };

  it(
    `a soak killed ${SETTING.kills} times while it rotates goes on to the same bytes, and nothing is half removed`,
    async () => {
      await killAndResume(SETTING, 'rotating');
      const whole = join(folder, 'rotating/whole');
      const events = readRotationLog(nodeDisk, join(whole, 'rotation/ROTATION_LOG.jsonl')).map(({ event }) => event);
      expect(new Set(events)).toEqual(new Set(['removing_run', 'removed_run', 'compressed', 'removed_iterations']));
      // In the midst of the run, not only behind it.
      expect(events.indexOf('removed_run')).toBeLessThan(events.lastIndexOf('removed_iterations'));
      expect(readdirSync(join(whole, 'runs')).toSorted()).toEqual(['baseline', 'packed', 'run']);
      expect(readdirSync(join(whole, 'runs/run')).filter((name) => name.startsWith('ITER_SUMMARY'))).toHaveLength(8);
      const copied = readdirSync(join(before(), 'runs/baseline'));
      for (const name of copied) {
        const kept = readFileSync(join(whole, 'runs/baseline', name));
        expect(kept.equals(readFileSync(join(before(), 'runs/baseline', name)))).toBe(true);
      }
    },
    HOUR_MS,
  );
});
