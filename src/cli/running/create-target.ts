// From what was typed to the thing under test and the configuration that fits it. Checks that what the settings name exists, and says
// what the plan records of it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunPlan } from '../../artifacts/run-record.ts';
import type { Adopted } from '../../config/adopted-layer.ts';
import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { Failure } from '../../std/failure.ts';
import type { RecordingFacts } from '../../targets/replay/inspect-recording.ts';
import type { Target } from '../../targets/target.ts';
import { chooseScenario } from './choose-scenario.ts';
import { fitToRecording } from './fit-to-recording.ts';
import type { Host } from '../host.ts';
import { readConfiguration } from './read-configuration.ts';

export interface ChosenTarget {
  readonly target: Target;
  readonly configuration: Configuration;
  /** What the plan calls it; absent: as it is configured. */
  readonly kind?: string;
  /** What the plan records: all that makes this target this one. */
  readonly options: RunPlan['target']['options'];
  /** One word for the run's name. */
  readonly market: string;
}

export type CreateTarget = typeof createTarget;

/** `data`: the recordings for the replay target. Throws `Failure('usage')` where they or the scenario do not fit the target. */
export async function createTarget(
  host: Pick<Host, 'cwd' | 'env' | 'disk'>,
  entries: readonly CommandLineEntry[],
  data: readonly string[],
  adopted?: Adopted,
): Promise<ChosenTarget> {
  const configuration = readConfiguration(host, entries, adopted);
  const { target } = configuration.settings;
  switch (target) {
    case 'sim':
      return createSim(host, configuration, data);
    case 'replay':
      return createReplay(host, configuration, data, (more) => readConfiguration(host, [...entries, ...more], adopted));
    default:
      return target satisfies never;
  }
}

async function createSim(
  host: Pick<Host, 'cwd' | 'disk'>,
  configuration: Configuration,
  data: readonly string[],
): Promise<ChosenTarget> {
  const { settings, parameters } = configuration;
  refuseData(data);
  const { scenario, options } = await chooseScenario(host, configuration);
  const { createSimTarget } = await import('../../targets/sim-target.ts');
  return {
    target: createSimTarget({ scenario, seed: settings.seed, parameters }),
    options,
    configuration,
    market: scenario.name,
  };
}

/** Throws `Failure('usage')` where recordings were named for the target sim. */
export function refuseData(data: readonly string[]): void {
  if (data.length === 0) return;
  throw new Failure('usage', '--data: the target sim has a market of its own and reads no recording', {
    hint: 'add --target replay, or leave --data out',
  });
}

async function createReplay(
  host: Pick<Host, 'cwd' | 'env'>,
  configuration: Configuration,
  data: readonly string[],
  readWith: (more: readonly CommandLineEntry[]) => Configuration,
): Promise<ChosenTarget> {
  const { settings, parameters } = configuration;
  const { target, options, durationSeconds } = await openReplay(host, data, { seed: settings.seed, parameters });
  const fitted = readWith(fitToRecording(configuration, durationSeconds));
  return { target, configuration: fitted, options, market: 'replay' };
}

export interface OpenedReplay {
  readonly target: Target;
  readonly options: RunPlan['target']['options'];
  readonly durationSeconds: number;
}

/** Throws `Failure('usage')` where no recording was named, and as the replay target does where one cannot be used. */
export async function openReplay(
  host: Pick<Host, 'cwd'>,
  data: readonly string[],
  { seed, parameters }: Pick<RunPlan, 'seed' | 'parameters'>,
): Promise<OpenedReplay> {
  if (data.length === 0) {
    throw new Failure('usage', '--data: the target replay needs a recording', {
      hint: 'name its files: plimsoll soak --target replay --data FILE...',
    });
  }
  const [{ createReplayTarget }, { inspectRecording }, { ReferenceMaker }, maker] = await Promise.all([
    import('../../targets/replay/replay-target.ts'),
    import('../../targets/replay/inspect-recording.ts'),
    import('../../maker/reference-maker.ts'),
    import('../../maker/maker-settings.ts'),
  ]);
  const files = data.map((file) => resolve(host.cwd, file));
  const facts = await inspectRecording(files);
  const hashes: { readonly file: string; readonly sha256: string }[] = [];
  for (const file of files) hashes.push({ file: basename(file), sha256: await hashFile(file) });
  const positionLimitQuote = Math.round(maker.POSITION_LIMIT_DEPTH_SHARE * facts.mean_depth_quote);
  const makerSettings = { ...maker.REFERENCE_MAKER, positionLimitQuote };
  const target = await createReplayTarget({
    files,
    instrument: facts.instrument,
    parameters,
    seed,
    createTrader: (wiring) => new ReferenceMaker({ ...wiring, settings: makerSettings }),
    traderAssumptions: [
      `the maker's position limit is ${positionLimitQuote} in quote currency, ${maker.POSITION_LIMIT_DEPTH_SHARE} of the mean displayed depth near the touch over the whole recording: it looks ahead, as no maker could`,
    ],
  });
  return {
    target,
    options: { files: hashes, recording: recordingFacts(facts) },
    durationSeconds: facts.duration_s,
  };
}

function recordingFacts({ instrument, final_best, final_ticker, last_ticker, ...facts }: RecordingFacts): JsonValue {
  return {
    ...facts,
    symbol: instrument.symbol,
    final_best: { ...final_best },
    ...(final_ticker === undefined ? {} : { final_ticker: { ...final_ticker } }),
    ...(last_ticker === undefined ? {} : { last_ticker: { ...last_ticker } }),
  };
}

/** Of the bytes as they lie on the disk, so that a plan names exactly the data that it ran on. */
async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
