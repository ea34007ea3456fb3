// Two runs side by side: by how much the second differs from the first in each KPI and how sure that is, in its parameters, and in its
// configuration. Made from their pages alone, so that a browser can do it as well. The runs are taken to be independent: of one seed they have
// more in common, and then the bounds are wider than they need to be.

import type { ParameterName } from '../../config/parameters.ts';
import { KPI_NAMES } from '../../edge/edge-report.ts';
import type { Interval, KpiName } from '../../edge/edge-report.ts';
import { errorOfDifference } from '../../std/error-of-difference.ts';
import { boundsAt } from '../../std/interval.ts';
import type { PageKpi, PageSetting, RunPage } from './run-page.ts';

export interface Comparison {
  readonly kpis: readonly KpiComparison[];
  readonly parameters: readonly ParameterComparison[];
  /** Settings and start parameters with another value. */
  readonly changed: readonly SettingComparison[];
  /** Those with the same value from another place. */
  readonly movedSource: readonly SettingComparison[];
  /** What makes the two hard to compare, one sentence each. */
  readonly cautions: readonly string[];
}

export interface KpiComparison {
  readonly name: KpiName;
  readonly first: PageKpi;
  readonly second: PageKpi;
  /** Second less first; absent where one of them is. */
  readonly difference?: number;
  /** One-sided bounds of the difference; absent where one of them has no error. */
  readonly interval?: Interval;
  /** `open`: the bounds leave the sign open. Better and worse where a gate of the first run says which side is good. */
  readonly finding?: 'higher' | 'lower' | 'better' | 'worse' | 'open';
}

interface ParameterComparison {
  readonly name: ParameterName;
  readonly first: { readonly start: number; readonly now: number };
  readonly second: { readonly start: number; readonly now: number };
}

interface SettingComparison {
  readonly name: string;
  readonly first: SettingSide;
  readonly second: SettingSide;
}

interface SettingSide {
  /** What was won with, as it was written where nothing was set. */
  readonly value: string;
  readonly place: string;
}

export function comparePages(first: RunPage, second: RunPage): Comparison {
  const settings = settingPairs(first, second);
  return {
    kpis: KPI_NAMES.flatMap((name) => kpiComparison(name, first, second)),
    parameters: first.parameters.flatMap(({ name, start, now }) => {
      const other = second.parameters.find((one) => one.name === name);
      return other === undefined
        ? []
        : [{ name, first: { start, now }, second: { start: other.start, now: other.now } }];
    }),
    changed: settings.filter((pair) => pair.first.value !== pair.second.value),
    movedSource: settings.filter(
      (pair) => pair.first.value === pair.second.value && pair.first.place !== pair.second.place,
    ),
    cautions: cautionsOf(first, second),
  };
}

/** At the confidence of the first run's own intervals. */
function kpiComparison(name: KpiName, { kpis, gates }: RunPage, other: RunPage): readonly KpiComparison[] {
  const first = kpis.find((kpi) => kpi.name === name);
  const second = other.kpis.find((kpi) => kpi.name === name);
  if (first === undefined || second === undefined) return [];
  if ('absent' in first || 'absent' in second) return [{ name, first, second }];
  const difference = second.value - first.value;
  if (first.error === undefined || second.error === undefined || first.interval === undefined) {
    return [{ name, first, second, difference }];
  }
  const { confidence } = first.interval;
  const estimate = { value: difference, ...errorOfDifference(first.error, second.error), scale: 'plain' as const };
  const interval = { ...boundsAt(estimate, confidence), confidence };
  const good = gates.find((gate) => gate.kpi === name && gate.kind === 'absolute')?.good;
  return [{ name, first, second, difference, interval, finding: findingOf(interval, good) }];
}

function findingOf({ lower, upper }: Interval, good: 'above' | 'below' | undefined): KpiComparison['finding'] & string {
  if (lower <= 0 && upper >= 0) return 'open';
  const isHigher = lower > 0;
  if (good === undefined) return isHigher ? 'higher' : 'lower';
  return isHigher === (good === 'above') ? 'better' : 'worse';
}

function settingPairs(first: RunPage, second: RunPage): readonly SettingComparison[] {
  const names = new Set([...first.configuration, ...second.configuration].map(({ name }) => name));
  return [...names].map((name) => ({ name, first: sideOf(first, name), second: sideOf(second, name) }));
}

function sideOf({ configuration }: RunPage, name: string): SettingSide {
  const setting: PageSetting | undefined = configuration.find((one) => one.name === name);
  const [won] = setting?.candidates ?? [];
  if (setting === undefined || won === undefined) return { value: 'unknown to this run', place: '' };
  return { value: setting.value === '' ? won.text : setting.value, place: won.place };
}

function cautionsOf(first: RunPage, second: RunPage): readonly string[] {
  const cautions: string[] = [];
  const differ = (what: string, one: string, other: string): void => {
    if (one !== other) cautions.push(`${what} differs: ${one} against ${other}`);
  };
  differ('the target', first.plan.target, second.plan.target);
  differ('the market', first.plan.scenario ?? 'none', second.plan.scenario ?? 'none');
  differ('the policy', first.plan.policy, second.plan.policy);
  differ('the length of an iteration', `${first.plan.iterationUs / 1e6} s`, `${second.plan.iterationUs / 1e6} s`);
  differ('how many iterations were judged', judgedText(first), judgedText(second));
  for (const { course, plan } of [first, second]) {
    if (course.state !== 'completed') cautions.push(`${plan.title}: ${course.ending}`);
  }
  if (first.plan.planSha256 === second.plan.planSha256)
    cautions.push('both ran one and the same plan: the same seed gives the same bytes');
  return cautions;
}

function judgedText({ verdict: { judged } }: RunPage): string {
  return String(judged.length);
}
