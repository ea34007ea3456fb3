// A soak holds the same memory however long it is: what is left after a garbage collection, and what the process is resident with, are measured
// as it goes, by the program itself with a host that looks on. `npm run crash` takes 10,000 iterations, the ordinary tests 400, in which
// machine code is still being made, so that they show only that no summary is kept.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ALL = process.env['PLIMSOLL_CRASH'] === 'all';
const ITERATIONS = ALL ? 10_000 : 400;
/** The tuner's memory of 100 iterations fills up first. */
const FROM = ALL ? 2_000 : 200;
const SAMPLES = 100;
/** A summary in memory takes some 40 kB. */
const LESS_THAN_A_SUMMARY = 4_000;

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const LOOKING_ON = `
  const { openNodeHost } = await import('${DIST}cli/node-host.js');
  const { runCli } = await import('${DIST}cli/run-cli.js');
  const every = ${ITERATIONS / SAMPLES};
  const node = openNodeHost(['soak', '--iterations', '${ITERATIONS}', '--iteration-duration', '5s', '--run-id', 'long']);
  const samples = [];
  let breaths = 0;
  const host = { ...node, stdout: { write() {}, isTerminal: false, columns: () => 80 }, async breathe() {
    await node.breathe();
    breaths += 1;
    if (breaths % every !== 0) return;
    gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    samples.push([breaths, heapUsed + external, rss]);
  } };
  const exitCode = await runCli(host);
  console.log(JSON.stringify({ exitCode, samples }));
`;

/** Least squares with the interval of its slope, two standard errors to each side. */
function slopeOf(points: readonly (readonly [number, number])[]): { readonly slope: number; readonly error: number } {
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx;
  const residual = points.reduce((sum, [x, y]) => sum + (y - my - slope * (x - mx)) ** 2, 0) / (points.length - 2);
  return { slope, error: 2 * Math.sqrt(residual / sxx) };
}

it(
  `${ITERATIONS} iterations hold no more than ${FROM} do`,
  () => {
    const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-memory-'));
    try {
      const argv = ['--expose-gc', '--input-type=module', '--eval', LOOKING_ON];
      const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
      expect(stderr).toBe('');
      const told: unknown = JSON.parse(stdout);
      if (!isTold(told)) throw new Error(`it told ${stdout}`);
      expect(told.samples).toHaveLength(SAMPLES);
      const late = told.samples.filter(([iteration]) => iteration > FROM);
      const held = slopeOf(late.map(([iteration, bytes]) => [iteration, bytes]));
      const resident = slopeOf(late.map(([iteration, , bytes]) => [iteration, bytes]));
      const text = ({ slope, error }: typeof held): string =>
        `${slope.toFixed(1)} +- ${error.toFixed(1)} bytes an iteration`;
      const [, , most] = told.samples.reduce((one, other) => (other[2] > one[2] ? other : one));
      process.stdout.write(
        `memory over ${ITERATIONS} iterations: held ${text(held)}, resident ${text(resident)}, at most ${(most / 1e6).toFixed(0)} MB\n`,
      );
      expect(held.slope).toBeLessThan(LESS_THAN_A_SUMMARY);
      // Indistinguishable from 0: the interval of the slope holds it.
      if (ALL) expect(Math.abs(resident.slope)).toBeLessThan(resident.error);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  },
  3600 * 1000,
);

type Sample = readonly [iteration: number, heldBytes: number, residentBytes: number];

function isTold(value: unknown): value is { readonly exitCode: number; readonly samples: readonly Sample[] } {
  return typeof value === 'object' && value !== null && 'samples' in value && Array.isArray(value.samples);
}
