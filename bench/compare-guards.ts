// The same tuner on the same markets with guards and without: whole soaks on the embedded venue, told in a table. What a disk does is not
// measured here, so that nothing is synced.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IterationSummary } from '../src/artifacts/iteration-summary.ts';
import type { RunPlan } from '../src/artifacts/run-record.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../src/config/parameters.ts';
import { resolveConfiguration } from '../src/config/resolve-configuration.ts';
import type { Disk } from '../src/files/disk.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { SOAK_POLICY } from '../src/gates/gate-policy.ts';
import { planSoak } from '../src/soak/plan.ts';
import { runSoak } from '../src/soak/runner.ts';
import { createSimTarget } from '../src/targets/sim-target.ts';
import { SCENARIOS } from '../src/venue/scenario.ts';

export interface ComparisonRequest {
  readonly scenarios: readonly string[];
  readonly profile: string;
  readonly seeds: readonly number[];
  readonly iterations: number;
  readonly iterationUs: number;
  /** Called after each pair of runs. */
  readonly onPair?: (scenario: string, done: number) => void;
}

/** What one run came to. */
export interface RunFigures {
  /** Changes against the direction of the parameter's change before. */
  readonly reversals: number;
  /** Sum of all applied changes, each as a share of its parameter's apply range. */
  readonly movement: number;
  /** Iterations in which a hard gate failed. */
  readonly fails: number;
  /** Of the last iterations together, as the run's own verdict has it; absent where they had no data. */
  readonly net_bps?: number;
  readonly reverts: number;
}

export interface Pair {
  readonly scenario: string;
  readonly seed: number;
  readonly on: RunFigures;
  readonly off: RunFigures;
}

export async function compareGuards(request: ComparisonRequest): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const scenario of request.scenarios) {
    for (const [index, seed] of request.seeds.entries()) {
      const on = await figuresOf(request, scenario, seed, true);
      pairs.push({ scenario, seed, on, off: await figuresOf(request, scenario, seed, false) });
      request.onPair?.(scenario, index + 1);
    }
  }
  return pairs;
}

async function figuresOf(
  { profile, iterations, iterationUs }: ComparisonRequest,
  name: string,
  seed: number,
  guards: boolean,
): Promise<RunFigures> {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
  const typed = { profile, seed, iterations, guards, scenario: name };
  const configuration = resolveConfiguration({
    commandLine: Object.entries(typed).map(([key, value]) => ({ name: key, text: `${value}`, place: 'here' })),
    environment: {},
    profiles: [],
  });
  const planned = planSoak({ configuration, targetOptions: { scenario: name }, policy: SOAK_POLICY });
  const plan: RunPlan = { ...planned, iteration_us: iterationUs };
  const out = mkdtempSync(join(tmpdir(), 'plimsoll-guards-'));
  const summaries: IterationSummary[] = [];
  try {
    const result = await runSoak(plan, createSimTarget({ scenario, seed, parameters: plan.parameters }), {
      disk: HASTY_DISK,
      out,
      runId: 'run',
      pid: process.pid,
      versions: {},
      configuration: configuration.provenance,
      wallClock: () => '2026-01-01T00:00:00.000Z',
      breathe: () => Promise.resolve(),
      sleep: () => Promise.resolve(),
      stopRequested: () => false,
      onEvent: (event) => {
        if (event.kind === 'iteration_completed') summaries.push(event.summary);
      },
    });
    const net = result.kpis.net_bps;
    return { ...tuningFigures(summaries), ...(net.kind === 'value' ? { net_bps: net.value } : {}) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Nothing here must survive a power cut. */
const HASTY_DISK: Disk = Object.assign({}, nodeDisk, { sync: () => undefined, syncFolder: () => undefined });

function tuningFigures(summaries: readonly IterationSummary[]): Omit<RunFigures, 'net_bps'> {
  let reversals = 0;
  let movement = 0;
  for (const name of PARAMETER_NAMES) {
    const { min, max } = PARAMETERS[name].applyBounds;
    const steps = summaries
      .map(({ parameters, tuning }) => tuning.parameters_next[name] - parameters[name])
      .filter((step) => step !== 0);
    reversals += steps.filter((step, index) => index > 0 && step > 0 !== (steps[index - 1] ?? step) > 0).length;
    movement += steps.reduce((total, step) => total + Math.abs(step), 0) / (max - min);
  }
  return {
    reversals,
    movement,
    fails: summaries.filter(({ gate }) => gate.verdict === 'FAIL').length,
    reverts: summaries.filter(({ tuning }) => tuning.revert !== undefined).length,
  };
}

/** One line per scenario and way: means over the seeds, but for the iterations that failed, which are counted. */
export function comparisonTable(pairs: readonly Pair[]): string {
  const rows = [
    ['scenario', 'guards', 'reversals', 'movement', 'hard FAIL iterations', 'final net_bps', 'reverts'],
    ...scenariosOf(pairs).flatMap((scenario) => {
      const own = pairs.filter((pair) => pair.scenario === scenario);
      return (['on', 'off'] as const).map((way) =>
        row(
          scenario,
          way,
          own.map((pair) => pair[way]),
        ),
      );
    }),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** The scenarios in which more iterations failed with guards than without. */
export function worsened(pairs: readonly Pair[]): readonly string[] {
  return scenariosOf(pairs).filter((scenario) => {
    const own = pairs.filter((pair) => pair.scenario === scenario);
    return sum(own.map(({ on }) => on.fails)) > sum(own.map(({ off }) => off.fails));
  });
}

function row(scenario: string, way: string, runs: readonly RunFigures[]): readonly string[] {
  const nets = runs.flatMap(({ net_bps }) => net_bps ?? []);
  return [
    scenario,
    way,
    mean(runs.map(({ reversals }) => reversals)).toFixed(2),
    mean(runs.map(({ movement }) => movement)).toFixed(2),
    String(sum(runs.map(({ fails }) => fails))),
    nets.length === 0 ? '-' : mean(nets).toFixed(3),
    String(sum(runs.map(({ reverts }) => reverts))),
  ];
}

function scenariosOf(pairs: readonly Pair[]): readonly string[] {
  return [...new Set(pairs.map(({ scenario }) => scenario))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
