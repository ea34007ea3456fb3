// The six parameters as they moved, each inside the bounds that the tuner never leaves, with every wish of the tuner as a mark: granted, trimmed or
// refused.

import type { VNode } from 'preact';
import type { PageParameter, RunPage } from '../../src/report/page/run-page.ts';
import { levels, marks } from '../parts/chart-layers.ts';
import type { Mark } from '../parts/chart-layers.ts';
import { Chart } from '../parts/chart.tsx';
import { shortNumber } from '../parts/short-number.ts';
import type { RunFrame } from './run-frame.ts';

export function ParameterCharts({ page, frame }: { readonly page: RunPage; readonly frame: RunFrame }): VNode {
  return (
    <div class="parameters">
      {page.parameters.map((parameter) => (
        <ParameterChart key={parameter.name} parameter={parameter} frame={frame} />
      ))}
    </div>
  );
}

function ParameterChart({ parameter, frame }: { readonly parameter: PageParameter; readonly frame: RunFrame }): VNode {
  const { name, unit, bounds, start, now, pinnedBy } = parameter;
  const last = frame.x.map((iteration) => valueAt(parameter, iteration));
  const moved = start === now ? `${now}` : `${start} → ${now}`;
  return (
    <Chart
      {...frame}
      title={name}
      unit={`${moved} ${shortUnit(unit)}${pinnedBy === undefined ? '' : ', pinned'}`}
      lines={[{ label: name, column: { last }, colour: 'accent', shape: 'none' }]}
      layers={[frame.bands, levels(parameter.steps, frame.range), marks(marksOf(parameter, frame))]}
      include={[bounds.min, bounds.max]}
      height={112}
      small
      format={String}
      tick={shortNumber}
    />
  );
}

function shortUnit(unit: string): string {
  return unit.startsWith('bps') ? 'bps/σ' : unit.startsWith('share') ? 'share' : unit;
}

/** A wish stands between the iteration that it rests on and the one that it is for, at the value that was wanted. */
function marksOf({ marks: list }: PageParameter, { range: [from, to] }: RunFrame): readonly Mark[] {
  return list
    .map(([outcome, iteration, wanted, granted]) => ({
      x: iteration + 0.5,
      y: outcome === 'refused' ? wanted : granted,
      look: outcome,
    }))
    .filter(({ x }) => from <= x && x <= to + 0.5);
}

function valueAt({ steps, start }: PageParameter, iteration: number): number {
  return steps.findLast(([from]) => from <= iteration)?.[1] ?? start;
}
