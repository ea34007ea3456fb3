// Runs of the embedded market with parameters that stay as they are, for measuring what gates make of them: one truth, many seeds. A folder
// may keep them, because a run of eight hours takes seconds and a measurement wants hundreds; it must be emptied when the market changes.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_IN_PROFILES } from '../src/config/profiles.ts';
import { EdgeAccount } from '../src/edge/edge-account.ts';
import type { EdgeReport } from '../src/edge/edge-report.ts';
import type { CompletedIteration } from '../src/gates/judge-together.ts';
import { createSimTarget } from '../src/targets/sim-target.ts';
import { SCENARIOS } from '../src/venue/scenario.ts';

export interface GateRun {
  readonly seed: number;
  readonly iterations: readonly CompletedIteration[];
}

export interface RunRequest {
  readonly scenario: string;
  readonly firstSeed: number;
  readonly runs: number;
  readonly iterations: number;
  readonly iterationUs: number;
  /** Where runs are kept. */
  readonly folder?: string;
}

const BLOCKS = 12;

export async function gateRuns(request: RunRequest): Promise<readonly GateRun[]> {
  const runs: GateRun[] = [];
  for (let index = 0; index < request.runs; index += 1) runs.push(await keptRun(request, request.firstSeed + index));
  return runs;
}

async function keptRun(request: RunRequest, seed: number): Promise<GateRun> {
  const { folder, scenario, iterations, iterationUs } = request;
  if (folder === undefined) return simulate(request, seed);
  const file = join(folder, `${scenario}-${seed}-${iterations}x${iterationUs / 1_000_000}s.json`);
  if (existsSync(file)) return { seed, iterations: JSON.parse(readFileSync(file, 'utf8')) };
  const run = await simulate(request, seed);
  writeFileSync(file, JSON.stringify(run.iterations));
  return run;
}

async function simulate(request: RunRequest, seed: number): Promise<GateRun> {
  const scenario = SCENARIOS.find(({ name }) => name === request.scenario);
  const parameters = BUILT_IN_PROFILES['steady_safe'];
  if (scenario === undefined || parameters === undefined) throw new Error(`there is no scenario ${request.scenario}`);
  const target = createSimTarget({ scenario, seed, parameters });
  const account = new EdgeAccount(target.describe().instruments);
  const iterations: { iteration: number; edge: EdgeReport }[] = [];
  for (let iteration = 1; iteration <= request.iterations; iteration += 1) {
    const window = {
      iteration,
      startUs: (iteration - 1) * request.iterationUs,
      endUs: iteration * request.iterationUs,
    };
    account.openWindow(window.startUs);
    await target.run(window, {
      sinkFor: (symbol) => account.sinkFor(symbol),
      breathe: () => Promise.resolve(),
      stopRequested: () => false,
    });
    const blockUs = request.iterationUs / BLOCKS;
    iterations.push({ iteration, edge: account.settle(window.endUs, { confidence: 0.9, blockUs }).report });
  }
  await target.close();
  return { seed, iterations };
}
