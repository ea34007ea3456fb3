// A whole soak in a folder of its own, for tests: a plan with few words, a host that remembers what it was told, and the fake target.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun, verifyArtifacts } from '../artifacts/read-run.ts';
import type { StoredRun } from '../artifacts/read-run.ts';
import type { RunPlan } from '../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../config/parameters.ts';
import { recordOf } from '../config/record-of.ts';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import type { Kpi } from '../edge/edge-report.ts';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { GUARD_POLICY } from '../guards/guard-policy.ts';
import type { PerParameter } from '../guards/guard-policy.ts';
import { Failure } from '../std/failure.ts';
import type { SoakEvent, SoakHost } from './soak-host.ts';
import { planSoak } from './plan.ts';

const CONFIGURATION = resolveConfiguration({ commandLine: [], environment: {}, profiles: [] });

/** Four iterations of ten minutes, unless told otherwise. */
export function testPlan(changes: Partial<RunPlan> = {}): RunPlan {
  const plan = planSoak({ configuration: CONFIGURATION, targetOptions: {}, policy: SOAK_POLICY });
  return { ...plan, iterations: 4, iteration_us: 600_000_000, ...changes };
}

export class TestHost implements SoakHost {
  disk: Disk = nodeDisk;
  readonly pid = process.pid;
  readonly versions = { plimsoll: '0.0.0' };
  readonly configuration = CONFIGURATION.provenance;
  readonly events: SoakEvent[] = [];
  readonly sleeps: number[] = [];
  /** Asks to stop once this answers true of an event. */
  stopAfter: (event: SoakEvent) => boolean = () => false;
  readonly out: string;
  readonly runId: string;
  #ticks = 0;
  #stopping = false;

  constructor(out: string, runId = 'run', startedAt = '2026-01-01T00:00:00.000Z') {
    this.out = out;
    this.runId = runId;
    this.#ticks = Date.parse(startedAt);
  }

  wallClock(): string {
    this.#ticks += 1;
    return new Date(this.#ticks).toISOString();
  }

  breathe(): Promise<void> {
    return Promise.resolve();
  }

  sleep(seconds: number): Promise<void> {
    this.sleeps.push(seconds);
    return Promise.resolve();
  }

  stopRequested(): boolean {
    return this.#stopping;
  }

  onEvent(event: SoakEvent): void {
    this.events.push(event);
    if (this.stopAfter(event)) this.#stopping = true;
  }
}

/** Calls `body` with a new folder, which is gone afterwards. */
export async function inTemporaryFolder(body: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-soak-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A target that denies this often, run from these quick parameters, makes the rules want a calmer bot after each of four iterations. */
export const RISKY = { seed: 7, riskShare: 0.95 };

/** Its ten minutes count for an hour, and so many failures are no panic, unless told otherwise. */
export function quickPlan(changes: Partial<RunPlan> = {}): RunPlan {
  const { velocity, panic } = GUARD_POLICY;
  const plan = testPlan({
    guard_policy: {
      ...GUARD_POLICY,
      velocity: { calming: sixfold(velocity.calming), loosening: sixfold(velocity.loosening) },
      panic: { ...panic, fails: 1000 },
    },
    ...changes,
  });
  return { ...plan, parameters: { ...plan.parameters, min_interval_ms: 50, tail_age_ms: 500 } };
}

function sixfold(perHour: PerParameter): PerParameter {
  return recordOf(PARAMETER_NAMES, (name) => perHour[name] * 6);
}

export function filesOf(folder: string): ReadonlyMap<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

export async function failureOf(run: Promise<unknown>): Promise<Failure> {
  try {
    await run;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

export function valueOf(kpi: Kpi | undefined): number {
  if (kpi?.kind !== 'value') throw new Error('the KPI is absent');
  return kpi.value;
}

/** Every hash checked. */
export function readBack(folder: string): StoredRun {
  const run = readRun(nodeDisk, folder);
  verifyArtifacts(nodeDisk, run);
  return run;
}
