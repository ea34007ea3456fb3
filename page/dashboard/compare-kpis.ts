// The KPIs of two runs and the interval of each difference: the bounds of the two runs put together as those of independent samples are (Zou and Donner
// 2008), which leaves each side its own width. Runs of one seed have more in common, and then the bounds are wider than they need to be.

import type { KpiName } from '../../src/edge/edge-report.ts';
import type { PageKpi, RunPage } from '../../src/report/page/run-page.ts';

export interface KpiDifference {
  readonly name: KpiName;
  readonly ours?: number;
  readonly theirs?: number;
  /** Theirs less ours. */
  readonly difference?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly meaning: 'higher' | 'lower' | 'no difference shown' | 'no interval' | 'no data';
}

export function compareKpis(one: Pick<RunPage, 'kpis'>, other: Pick<RunPage, 'kpis'>): readonly KpiDifference[] {
  return one.kpis.map((ours) =>
    differenceOf(
      ours,
      other.kpis.find(({ name }) => name === ours.name),
    ),
  );
}

function differenceOf(ours: PageKpi, theirs: PageKpi | undefined): KpiDifference {
  const { name } = ours;
  const values = {
    name,
    ...('absent' in ours ? {} : { ours: ours.value }),
    ...(theirs === undefined || 'absent' in theirs ? {} : { theirs: theirs.value }),
  };
  if ('absent' in ours || theirs === undefined || 'absent' in theirs) return { ...values, meaning: 'no data' };
  const difference = theirs.value - ours.value;
  if (ours.interval === undefined || theirs.interval === undefined) {
    return { ...values, difference, meaning: 'no interval' };
  }
  const lower = difference - Math.hypot(theirs.value - theirs.interval.lower, ours.interval.upper - ours.value);
  const upper = difference + Math.hypot(theirs.interval.upper - theirs.value, ours.value - ours.interval.lower);
  const meaning = lower > 0 ? 'higher' : upper < 0 ? 'lower' : 'no difference shown';
  return { ...values, difference, lower, upper, meaning };
}
