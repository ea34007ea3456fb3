// A soak holds the same memory however long it is. What it still holds after a garbage collection is measured as it goes, by the program
// itself with a host that looks on; `npm run crash` takes 10,000 iterations, the ordinary tests 600.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ITERATIONS = process.env['PLIMSOLL_CRASH'] === 'all' ? 10_000 : 600;
/** The tuner's memory of 100 iterations fills up first, and the machine code of what is used settles. */
const FROM = ITERATIONS * 0.2;
const SAMPLES = 100;
/** What a sample may grow by in an iteration and still be called flat: 1 MB in 10,000. */
const FLAT_BYTES = 100;

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
      expect(Math.abs(held.slope) - held.error).toBeLessThan(FLAT_BYTES);
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
