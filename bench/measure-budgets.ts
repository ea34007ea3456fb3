// The budgets of the design that can be measured today, each beside what it must and what it aims to keep. What is compared is
// measured in one run, so that the ratios hold on a busy machine too.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareEngines, type ComparisonSize, type EngineComparison } from './compare-engines.ts';
import { BUDGET_EVENTS_PER_S, type KernelTime, timeKernel } from './market-kernel.ts';
import { timeDurableWrites, timeProgram, type WriteTime } from './time-program.ts';

export interface BenchSize {
  readonly engines: ComparisonSize;
  readonly kernelHours: number;
  readonly repeats: number;
  readonly iterations: number;
  readonly iterationDuration: string;
  readonly starts: number;
  readonly writes: number;
}

export const LARGE: BenchSize = {
  engines: { messages: 5_000_000, prefix: 100_000, repeats: 5, prefixPlays: 50 },
  kernelHours: 24,
  repeats: 3,
  iterations: 24,
  iterationDuration: '1h',
  starts: 9,
  writes: 25,
};

/** Seconds in all: shows that every measurement works, and no figure to quote. */
export const TINY: BenchSize = {
  engines: { messages: 20_000, prefix: 2000, repeats: 1, prefixPlays: 1 },
  kernelHours: 0.05,
  repeats: 1,
  iterations: 2,
  iterationDuration: '2m',
  starts: 1,
  writes: 2,
};

export interface Budget {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  readonly must: number;
  readonly aim: number;
  readonly better: 'more' | 'less';
  readonly detail: string;
}

export function measureBudgets(size: BenchSize, program: string): readonly Budget[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  try {
    return [
      ...engineBudgets(compareEngines(size.engines), size.engines),
      kernelBudget(timeKernel(size.kernelHours, size.repeats)),
      ...programBudgets(size, program, folder),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function engineBudgets(engines: EngineComparison, size: ComparisonSize): readonly Budget[] {
  const { plimsollNs, mapNs, plimsollPrefixNs, npmPrefixNs } = engines;
  return [
    {
      what: 'matching engine: messages a second',
      measured: 1000 / plimsollNs,
      unit: 'M/s',
      must: 25,
      aim: 35,
      better: 'more',
      detail: `${plimsollNs.toFixed(1)} ns each over ${size.messages} messages, ${engines.resting} orders at the end, ${engines.trades} trades; trade hash ${hex(engines.tradeHash)}, book hash ${hex(engines.bookHash)}`,
    },
    {
      what: 'matching engine: times nodejs-order-book 10.1.1',
      measured: npmPrefixNs / plimsollPrefixNs,
      unit: 'x',
      must: 100,
      aim: 140,
      better: 'more',
      detail: `${plimsollPrefixNs.toFixed(1)} and ${npmPrefixNs.toFixed(0)} ns over the first ${size.prefix} messages; both books hash to ${hex(engines.prefixBookHash)}`,
    },
    {
      what: 'matching engine: times a Map-and-objects engine',
      measured: mapNs / plimsollNs,
      unit: 'x',
      must: 5,
      aim: 8,
      better: 'more',
      detail: `${plimsollNs.toFixed(1)} and ${mapNs.toFixed(1)} ns; trades, volume and book hash are equal`,
    },
  ];
}

function kernelBudget(kernel: KernelTime): Budget {
  const { eventsPerSimulatedS, secondsPerDay, nsPerEvent } = kernel;
  return {
    what: `market kernel: 24 h at ${BUDGET_EVENTS_PER_S} market events a second`,
    measured: kernel.budgetSecondsPerDay,
    unit: 's',
    must: 2.5,
    aim: 1.5,
    better: 'less',
    detail: `${nsPerEvent.toFixed(0)} ns each, all else that happens included; \`calm\` with the reference maker has ${eventsPerSimulatedS.toFixed(0)} a second, and its own 24 h take ${secondsPerDay.toFixed(2)} s; in ${kernel.hours} h ${kernel.trades} trades and ${kernel.told} events for the accounts; trade hash ${hex(kernel.tradeHash)}`,
  };
}

function programBudgets(size: BenchSize, program: string, folder: string): readonly Budget[] {
  const { iterations, iterationDuration, repeats } = size;
  const soakArgs = ['--iterations', String(iterations), '--iteration-duration', iterationDuration, '--out', 'soak'];
  const soak = timeProgram(program, ['soak', ...soakArgs, '--quiet'], { repeats, folder });
  const smoke = timeProgram(program, ['smoke', '--out', 'smoke'], { repeats, folder });
  const start = timeProgram(program, ['--version'], { repeats: size.starts, folder });
  const writes: WriteTime = timeDurableWrites(join(folder, 'soak', 'latest'), iterations, size.writes);
  return [
    {
      what: `plimsoll soak, ${iterations} x ${iterationDuration}, everything on`,
      measured: soak.ms / 1000,
      unit: 's',
      must: 10,
      aim: 5,
      better: 'less',
      detail: 'the whole process',
    },
    {
      what: 'resident memory of that soak',
      measured: soak.residentMb,
      unit: 'MB',
      must: 150,
      aim: 64,
      better: 'less',
      detail: 'the largest of the repeats',
    },
    {
      what: 'plimsoll smoke',
      measured: smoke.ms / 1000,
      unit: 's',
      must: 20,
      aim: 5,
      better: 'less',
      detail: `the whole process, ${smoke.residentMb.toFixed(0)} MB`,
    },
    {
      what: 'plimsoll --version',
      measured: start.ms,
      unit: 'ms',
      must: 250,
      aim: 120,
      better: 'less',
      detail: `median of ${size.starts} starts`,
    },
    {
      what: 'durable writes of one iteration',
      measured: writes.ms,
      unit: 'ms',
      must: 50,
      aim: 10,
      better: 'less',
      detail: `${writes.files} files and a journal record, ${(writes.bytes / 1000).toFixed(0)} kB`,
    },
  ];
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
