// A soak holds the same memory however long it is, and no more disk than its budget, and its run is read in as little: measured from the
// program itself with a host that looks on. `npm run crash` takes 10,000 iterations and asks whether the slope of what is resident can be told
// from 0; the ordinary tests take 400, in which machine code is still being made, so that they show only that no summary is kept.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { slopeBounds, theilSenSlope } from '../src/std/theil-sen.ts';

const ALL = process.env['PLIMSOLL_CRASH'] === 'all';
const ITERATIONS = ALL ? 10_000 : 400;
/** The tuner's memory of 100 iterations fills up first, and the machine code that V8 makes of the program for long after. */
const FROM = ITERATIONS / 2;
const SAMPLES = 100;
/** What is resident wanders slowly, so that neighbouring samples say much the same; the means of so many neighbours say different things. */
const BATCH = 5;
/** A summary in memory takes some 40 kB. */
const LESS_THAN_A_SUMMARY = 10_000;
/** Each one-sided, so that the interval of a slope has 95 of 100. */
const CONFIDENCE = 0.975;
const MOST_RESIDENT = 150e6;
/** The journal of 1.4 kB an iteration, which no rotation touches, and twice the newest 100 iterations. All of them would need 20 kB each. */
const BUDGET = 5e6 + ITERATIONS * 1_400;

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
/** As `main.ts` sets them. */
const HEAP = ['--semi-space-growth-factor=1', '--optimize-for-size'];

/** `weigh`: the folder of all runs after each iteration, which takes its time where it holds many files. */
function lookingOn(argv: readonly string[], weigh: boolean): string {
  return `
    const { readdirSync, statSync } = await import('node:fs');
    const { openNodeHost } = await import('${DIST}cli/node-host.js');
    const { runCli } = await import('${DIST}cli/run-cli.js');
    const node = openNodeHost(${JSON.stringify(argv)});
    const sizeOf = (path) => {
      const entry = statSync(path, { throwIfNoEntry: false });
      if (!entry?.isDirectory()) return entry?.size ?? 0;
      return readdirSync(path).reduce((sum, name) => sum + (name === 'latest' ? 0 : sizeOf(path + '/' + name)), 0);
    };
    const samples = [];
    let [breaths, mostDisk] = [0, 0];
    const host = { ...node, stdout: { write() {}, isTerminal: false, columns: () => 80 }, async breathe() {
      await node.breathe();
      breaths += 1;
      if (${weigh}) mostDisk = Math.max(mostDisk, sizeOf('artifacts/soak'));
      if (breaths % ${ITERATIONS / SAMPLES} !== 0) return;
      gc();
      const { heapUsed, external, rss } = process.memoryUsage();
      samples.push([breaths, heapUsed + external, rss]);
    } };
    const exitCode = await runCli(host);
    console.log(JSON.stringify({ exitCode, samples, mostDisk, mostResident: process.resourceUsage().maxRSS * 1024 }));
  `;
}

interface Told {
  readonly exitCode: number;
  readonly samples: readonly (readonly [iteration: number, heldBytes: number, residentBytes: number])[];
  readonly mostDisk: number;
  readonly mostResident: number;
}

function runIn(cwd: string, argv: readonly string[], { weigh = false } = {}): Told {
  const node = ['--expose-gc', ...HEAP, '--input-type=module', '--eval', lookingOn(argv, weigh)];
  const { stdout, stderr } = spawnSync(process.execPath, node, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  // What a soak will need is forecast for iterations of an hour, and these are smaller.
  expect(stderr.replace(/^forecast: .*\n/u, '')).toBe('');
  const told: unknown = JSON.parse(stdout);
  if (!isTold(told)) throw new Error(`it told ${stdout}`);
  return told;
}

const SOAK = ['soak', '--iterations', String(ITERATIONS), '--iteration-duration', '5s', '--run-id', 'long'] as const;

function inFolderWithPolicy(policy: object, look: (cwd: string) => void): void {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-memory-'));
  try {
    mkdirSync(join(cwd, 'artifacts/soak/rotation'), { recursive: true });
    writeFileSync(join(cwd, 'artifacts/soak/rotation/policy.json'), JSON.stringify(policy));
    look(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

const HOUR_MS = 3600 * 1000;

it(
  `${ITERATIONS} iterations do not grow in memory, and stay within their budget of disk`,
  () =>
    inFolderWithPolicy({ keep_iterations: 100, budget_bytes: BUDGET }, (cwd) => {
      const { samples, mostDisk, mostResident } = runIn(cwd, SOAK, { weigh: true });
      expect(samples).toHaveLength(SAMPLES);
      const late = samples.filter(([iteration]) => iteration > FROM);
      const held = slopeOf(late.map(([x, y]) => ({ x, y })));
      const resident = slopeOf(late.map(([x, , y]) => ({ x, y })));
      process.stdout.write(
        `memory over ${ITERATIONS} iterations, Theil-Sen slope and 95 % interval of the means of ${BATCH} from ${FROM} on: held ${held.text}, resident ${resident.text}; ` +
          `at most ${megabytes(mostResident)} resident, ${megabytes(mostDisk)} of ${megabytes(BUDGET)} on disk\n`,
      );
      expect(mostDisk).toBeLessThanOrEqual(BUDGET);
      expect(mostResident).toBeLessThan(MOST_RESIDENT);
      expect(held.slope).toBeLessThan(LESS_THAN_A_SUMMARY);
      if (!ALL) return;
      expect(resident.lower).toBeLessThanOrEqual(0);
    }),
  HOUR_MS,
);

it(
  `a run that kept all of ${ITERATIONS} iterations is read in bounded memory`,
  () =>
    inFolderWithPolicy({ keep_iterations: ITERATIONS }, (cwd) => {
      const most = [SOAK, ['report', 'long'], ['gate', 'long'], ['verify', 'long']].map((argv) => {
        const from = performance.now();
        const { mostResident } = runIn(cwd, argv);
        return { command: argv[0], mostResident, seconds: (performance.now() - from) / 1000 };
      });
      const told = most.map(
        ({ command, mostResident, seconds }) => `${command} ${megabytes(mostResident)} in ${seconds.toFixed(1)} s`,
      );
      process.stdout.write(`a run with all of ${ITERATIONS} iterations: ${told.join(', ')}\n`);
      for (const { mostResident } of most) expect(mostResident).toBeLessThan(MOST_RESIDENT);
    }),
  HOUR_MS,
);

interface Slope {
  /** Bytes an iteration. */
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
  readonly text: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function slopeOf(samples: readonly Point[]): Slope {
  const points = batchMeans(samples);
  const slope = theilSenSlope(points);
  const bounds = slopeBounds(points, CONFIDENCE);
  if (bounds === undefined) throw new Error('so few samples bound no slope');
  const { lower, upper } = bounds;
  return {
    slope,
    lower,
    upper,
    text: `${slope.toFixed(1)} [${lower.toFixed(1)}, ${upper.toFixed(1)}] bytes an iteration`,
  };
}

function batchMeans(samples: readonly Point[]): readonly Point[] {
  const batches = Array.from({ length: Math.floor(samples.length / BATCH) }, (_, index) =>
    samples.slice(index * BATCH, (index + 1) * BATCH),
  );
  const mean = (batch: readonly Point[], axis: 'x' | 'y'): number =>
    batch.reduce((sum, point) => sum + point[axis], 0) / batch.length;
  return batches.map((batch) => ({ x: mean(batch, 'x'), y: mean(batch, 'y') }));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function isTold(value: unknown): value is Told {
  return typeof value === 'object' && value !== null && 'samples' in value && Array.isArray(value.samples);
}
