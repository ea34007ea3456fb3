// A real soak killed by SIGKILL at random instants on the real disk, and taken up again: the same bytes as one that nobody disturbed.
// `npm run crash` kills two hundred times, the ordinary tests ten times.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { undisturbed } from '../src/artifacts/journal-record.ts';
import { readRun, verifyArtifacts } from '../src/artifacts/read-run.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { canonicalJson } from '../src/json/canonical.ts';
import { RandomStream } from '../src/std/random.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const KILLS = process.env['PLIMSOLL_CRASH'] === 'all' ? 200 : 10;
const SEED = 20_261_122;
const SOAK = ['soak', '--iterations', '6', '--iteration-duration', '60s', '--run-id', 'run'];
const RESUME = ['soak', '--resume', 'run'];

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
function contentOf(out: string): ReadonlyMap<string, string> {
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

function differences(found: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...found.keys(), ...expected.keys()])].filter((name) => found.get(name) !== expected.get(name));
}

it(
  `a soak killed ${KILLS} times at random instants goes on to the bytes of one that nobody disturbed`,
  async () => {
    const whole = join(folder, 'whole');
    // Once for the file cache, once for the clock.
    await plimsoll(SOAK, join(folder, 'warm'));
    const startedMs = performance.now();
    const exitCode = await plimsoll(SOAK, whole);
    const wholeMs = performance.now() - startedMs;
    const expected = contentOf(whole);
    const random = new RandomStream(SEED, 'kills');
    const instants: string[] = [];
    let [kills, sound] = [0, 0];
    for (let run = 1; kills < KILLS; run += 1) {
      const out = join(folder, `run-${run}`);
      const isBegun = (): boolean => existsSync(join(out, 'runs/run/run.json'));
      // Every third run is killed a second time, while it is taken up again.
      for (let life = 0; life < (run % 3 === 0 ? 2 : 1); life += 1) {
        const afterMs = Math.round(random.uniform() * wholeMs);
        const ended = await plimsoll(isBegun() ? RESUME : SOAK, out, afterMs);
        const journal = join(out, 'runs/run/journal.jsonl');
        const records = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0;
        if (ended === undefined) kills += 1;
        instants.push(`${afterMs} ms: ${ended === undefined ? `${records} records` : 'it had ended'}`);
      }
      const resumed = await plimsoll(isBegun() ? RESUME : SOAK, out);
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
    process.stdout.write(`killed at (seed ${SEED}) ${instants.join(', ')}\n`);
    process.stdout.write(`${kills} kills, ${sound} of ${sound} runs equal to the undisturbed one byte for byte\n`);
  },
  3600 * 1000,
);
