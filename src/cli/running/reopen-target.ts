// The target of a run that stopped, opened anew as the run's plan describes it. A scenario file or a profile need not be there any more:
// the plan holds their content. A recording must be, because a run's folder does not carry it.

import type { RunPlan, RunRecord } from '../../artifacts/run-record.ts';
import { isJsonObject } from '../../json/json-object.ts';
import { hashJson } from '../../json/hash.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { Failure } from '../../std/failure.ts';
import type { Target } from '../../targets/target.ts';
import { adjustScenario } from '../../venue/adjust-scenario.ts';
import type { Scenario } from '../../venue/scenario.ts';
import type { Host } from '../host.ts';
import { findScenario } from './choose-scenario.ts';
import { openReplay, refuseData } from './create-target.ts';
import type { TargetHost, TargetPlace } from './chosen-target.ts';

/** `data` and `bot`: what was typed for --data and behind --. Throws `Failure('usage')` where the recordings are not those of the run. */
export async function reopenTarget(
  host: TargetHost,
  record: RunRecord,
  { data, bot, ...place }: TargetPlace & { readonly data: readonly string[]; readonly bot: readonly string[] },
): Promise<Target> {
  const { plan } = record;
  switch (plan.target.kind) {
    case 'sim':
      return reopenSim(plan, data);
    case 'replay':
      return reopenReplay(host, plan, data);
    case 'command':
      refuseData(data, 'command');
      return (await import('./choose-command.ts')).reopenCommand(host, record, bot, place);
    default:
      throw new Failure('usage', `This version of Plimsoll has no target ${plan.target.kind}.`, {
        hint: 'resume the run with the version that it was begun with; run.json names it',
      });
  }
}

async function reopenSim({ target, seed, parameters }: RunPlan, data: readonly string[]): Promise<Target> {
  refuseData(data);
  const { createSimTarget } = await import('../../targets/sim-target.ts');
  const { volatility_scale: volatilityScale, spike_probability: spikesPerMin, gap_bps: gapBps } = target.options;
  const scenario = adjustScenario(await scenarioOf(target.options), {
    volatilityScale: numberOf(volatilityScale) ?? 1,
    spikesPerMin: numberOf(spikesPerMin),
    gapBps: numberOf(gapBps),
  });
  return createSimTarget({ scenario, seed, parameters });
}

async function scenarioOf({ scenario, scenario_content: content }: RunPlan['target']['options']): Promise<Scenario> {
  const name = typeof scenario === 'string' ? scenario : '';
  if (content === undefined) return findScenario(name, 'run.json');
  const { parseScenario } = await import('../../venue/scenario-file.ts');
  return parseScenario(content, name, () => 'run.json');
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

async function reopenReplay(host: Pick<Host, 'cwd'>, plan: RunPlan, data: readonly string[]): Promise<Target> {
  const { target, options } = await openReplay(host, data, plan);
  if (hashJson(options) === hashJson(plan.target.options)) return target;
  await target.close();
  throw new Failure('usage', `--data: these are not the recordings of the run, which are ${filesOf(plan)}`, {
    hint: 'name the same files in the same order',
  });
}

function filesOf({ target }: RunPlan): string {
  const { files } = target.options;
  const names = Array.isArray(files)
    ? files.flatMap((file) => (isJsonObject(file) ? [JSON.stringify(file['file'])] : []))
    : [];
  return names.join(', ');
}
