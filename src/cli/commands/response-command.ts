// `plimsoll response`: what each parameter does to each KPI in one market. It measures and prints; it writes nothing.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { PARAMETER_NAMES, PARAMETERS, quantise } from '../../config/parameters.ts';
import type { Parameters } from '../../config/parameters.ts';
import { recordOf } from '../../config/record-of.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import { readText } from '../../config/value-type.ts';
import type { ValueType } from '../../config/value-type.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { responseLines } from '../../report/response-text.ts';
import { mapResponse } from '../../soak/response-map.ts';
import { runResponse } from '../../soak/response-runs.ts';
import type { ResponsePlan } from '../../soak/response-runs.ts';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';
import { createSimTarget } from '../../targets/sim-target.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { chooseScenario } from '../running/choose-scenario.ts';
import { listenForStop } from '../running/listen-for-stop.ts';
import { readConfiguration } from '../running/read-configuration.ts';
import { openResponseProgress } from '../terminal/response-progress.ts';

export interface ResponseOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly seeds: string;
  readonly hours: string;
  readonly at: 'profile' | 'middle';
  readonly json?: boolean;
}

export async function responseCommand(host: Host, options: ResponseOptions): Promise<ExitCode> {
  const seeds = readNumber('--seeds', SEEDS, options.seeds);
  const hours = readNumber('--hours', HOURS, options.hours);
  const configuration = readConfiguration(host, options.entries);
  refuseOtherTargets(configuration);
  const { scenario, options: market } = await chooseScenario(host, configuration);
  const plan: ResponsePlan = {
    parameters: options.at === 'middle' ? middle() : configuration.parameters,
    seeds: Array.from({ length: seeds }, (_, index) => configuration.settings.seed + index),
    windowUs: Math.round(hours * 3600) * 1_000_000,
  };
  const progress = openResponseProgress(host, options.json === true);
  const stop = listenForStop(host, () => undefined);
  try {
    const pairs = await runResponse(plan, {
      openTarget: (seed, parameters) => createSimTarget({ scenario, seed, parameters }),
      breathe: () => host.breathe(),
      stopRequested: () => stop.signal.aborted,
      onRun: (parameter, done, runs) => progress.note(parameter, done, runs),
    });
    progress.close();
    if (pairs === undefined) {
      throw new Failure('interrupted', 'the response map was interrupted', {
        hint: 'nothing is kept of it; fewer --seeds and --hours take less time',
      });
    }
    const map = mapResponse(
      { scenario: scenario.name, market, profile: configuration.profile, at: options.at },
      plan,
      pairs,
    );
    host.stdout.write(options.json === true ? canonicalDocument(map) : `${responseLines(map).join('\n')}\n`);
    return EXIT_CODES.ok;
  } finally {
    progress.close();
    stop.release();
  }
}

/** Two seeds are the fewest that have a spread. */
const SEEDS: ValueType = { kind: 'number', min: 2, max: 1000, quantum: 1 };
/** Twelve sub-windows of some seconds each are the least that the accounts are made of. */
const HOURS: ValueType = { kind: 'number', min: 0.01, max: 1000 };

function readNumber(flag: string, type: ValueType, text: string): number {
  const reading = readText(flag, type, text);
  if (reading.kind === 'problem') throw new Failure('usage', reading.message, { hint: reading.hint });
  assert(typeof reading.value === 'number', `${flag} is a number`);
  return reading.value;
}

/** A recording is one market: there would be nothing to tell an effect from chance by. */
function refuseOtherTargets({ settings, provenance }: Configuration): void {
  if (settings.target === 'sim') return;
  const source = provenance.settings.target.candidates[0]?.place ?? 'target';
  const message = `a response map is made on the embedded venue, not on the target ${settings.target}`;
  const problem = { source, message, hint: 'add --set target=sim' };
  throw new Failure('usage', `${source}: ${message}`, { problems: [problem] });
}

function middle(): Parameters {
  return recordOf(PARAMETER_NAMES, (name) => {
    const { min, max } = PARAMETERS[name].applyBounds;
    return quantise(name, (min + max) / 2);
  });
}
