// A whole soak in a folder of its own, for tests: a plan with few words, a host that remembers what it was told, and the fake target.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunPlan } from '../artifacts/run-record.ts';
import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import type { SoakEvent, SoakHost } from './soak-host.ts';
import { planSoak } from './plan.ts';

const CONFIGURATION = resolveConfiguration({ commandLine: [], environment: {}, profiles: [] });

/** Four iterations of ten minutes, unless told otherwise. */
export function testPlan(changes: Partial<RunPlan> = {}): RunPlan {
  const plan = planSoak({ configuration: CONFIGURATION, targetOptions: {}, policy: SOAK_POLICY });
  return { ...plan, iterations: 4, iteration_us: 600_000_000, ...changes };
}

export class TestHost implements SoakHost {
  readonly disk = nodeDisk;
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
