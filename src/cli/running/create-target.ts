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
import type { ChosenTarget, TargetHost } from './chosen-target.ts';
import { SMOKE_PLACE, SMOKE_WALL_DURATION } from '../arguments/smoke-defaults.ts';
import { fitToRecording } from './fit-to-recording.ts';
import type { Host } from '../host.ts';
import { readConfiguration } from './read-configuration.ts';

export type CreateTarget = typeof createTarget;

/** `data`: the recordings for the replay target; `bot`: the command for the target command. Throws `Failure('usage')` where they or the scenario do not fit the target. */
export async function createTarget(
  host: TargetHost,
  entries: readonly CommandLineEntry[],
  {
    data = [],
    bot = [],
  }: { readonly data?: readonly string[] | undefined; readonly bot?: readonly string[] | undefined },
  adopted?: Adopted,
): Promise<ChosenTarget> {
  const configuration = readConfiguration(host, entries, adopted);
  const { target } = configuration.settings;
  if (target !== 'command') refuseBot(bot, target);
  const readWith = (more: readonly CommandLineEntry[]): Configuration =>
    readConfiguration(host, [...entries, ...more], adopted);
  switch (target) {
    case 'sim':
      return createSim(host, configuration, data);
    case 'replay':
      return createReplay(host, configuration, data, readWith);
    case 'command':
      refuseData(data, target);
      // Schemas and process tables are needed here alone.
      return (await import('./choose-command.ts')).chooseCommand(host, byTheWallClock(configuration, readWith), bot);
    default:
      return target satisfies never;
  }
}

/** A smoke run's own length is market time of the embedded venue; of real time it takes less. */
function byTheWallClock(
  configuration: Configuration,
  readWith: (more: readonly CommandLineEntry[]) => Configuration,
): Configuration {
  const [given] = configuration.provenance.settings.iteration_duration.candidates;
  if (given?.place !== SMOKE_PLACE) return configuration;
  return readWith([{ name: 'iteration_duration', text: SMOKE_WALL_DURATION, place: SMOKE_PLACE }]);
}

function refuseBot(bot: readonly string[], target: string): void {
  const [first] = bot;
  if (first === undefined) return;
  throw new Failure('usage', `${JSON.stringify(first)}: the target ${target} takes no command of a bot`, {
    hint: 'for a bot of your own: plimsoll soak --target command -- ./mybot --flag',
  });
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
    open: () => Promise.resolve(createSimTarget({ scenario, seed: settings.seed, parameters })),
    options,
    configuration,
    market: scenario.name,
  };
}

/** Throws `Failure('usage')` where recordings were named for a target that reads none. */
export function refuseData(data: readonly string[], target = 'sim'): void {
  if (data.length === 0) return;
  throw new Failure('usage', `--data: the target ${target} has a market of its own and reads no recording`, {
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
  return { open: () => Promise.resolve(target), configuration: fitted, options, market: 'replay' };
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
