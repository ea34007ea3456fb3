// The market that the settings name, its knobs turned as they say: a built-in scenario, or a file that the user wrote.

import { basename } from 'node:path';
import type { RunPlan } from '../../artifacts/run-record.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { pointerTo } from '../../json/pointer.ts';
import { Failure } from '../../std/failure.ts';
import { suggestName } from '../../std/nearest-name.ts';
import { adjustScenario } from '../../venue/adjust-scenario.ts';
import { SCENARIOS, type Scenario } from '../../venue/scenario.ts';
import type { Host } from '../host.ts';
import { readJsonFile } from './read-json-file.ts';

export interface ChosenScenario {
  readonly scenario: Scenario;
  /** All that makes this market this one; a file with its content, because it may change after the run. */
  readonly options: RunPlan['target']['options'];
}

/** Throws `Failure('usage')` where there is no such scenario, or the file is none. */
export async function chooseScenario(
  host: Pick<Host, 'cwd' | 'disk'>,
  { settings, provenance }: Configuration,
): Promise<ChosenScenario> {
  const { scenario: named, volatility_scale, spike_probability, gap_bps } = settings;
  const source = provenance.settings.scenario.candidates[0]?.place ?? 'scenario';
  const file = isFile(named) ? await readScenario(host, named, source) : undefined;
  const scenario = file?.scenario ?? findScenario(named, source);
  return {
    scenario: adjustScenario(scenario, {
      volatilityScale: volatility_scale,
      spikesPerMin: spike_probability,
      gapBps: gap_bps,
    }),
    options: {
      scenario: scenario.name,
      ...(file === undefined ? {} : { scenario_content: file.content }),
      volatility_scale,
      ...(spike_probability === undefined ? {} : { spike_probability }),
      ...(gap_bps === undefined ? {} : { gap_bps }),
    },
  };
}

/** The built-in scenario of that name. Throws `Failure('usage')` with `source` where there is none. */
export function findScenario(name: string, source: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const names = SCENARIOS.map((scenario) => scenario.name);
  const known = `known scenarios: ${names.join(', ')}`;
  const suggestion = suggestName(name, names, 'scenarios');
  const message = `there is no scenario ${JSON.stringify(name)}`;
  throw new Failure('usage', `${source}: ${message}`, {
    problems: [{ source, message, hint: suggestion === known ? known : `${suggestion} (${known})` }],
  });
}

function isFile(named: string): boolean {
  return named.endsWith('.json') || named.includes('/');
}

interface ScenarioFile {
  readonly scenario: Scenario;
  readonly content: JsonValue;
}

async function readScenario(host: Pick<Host, 'cwd' | 'disk'>, file: string, source: string): Promise<ScenarioFile> {
  const json = readJsonFile(host, file, source);
  // The schema library takes a while to load and is needed here alone.
  const { parseScenario } = await import('../../venue/scenario-file.ts');
  const scenario = parseScenario(json.value, labelOf(file), (path) => {
    const position = json.positionOf(pointerTo(path));
    return position === undefined ? file : `${file}:${position.line}:${position.column}`;
  });
  return { scenario, content: json.value };
}

const LONGEST_LABEL = 40;

/** The file's base name as far as it may stand in the name of a folder. It keeps its ending, and so is never a built-in scenario's. */
function labelOf(file: string): string {
  const stem = basename(file, '.json').replaceAll(/[^A-Za-z0-9._-]/gu, '_');
  return `${stem.slice(0, LONGEST_LABEL)}.json`;
}
