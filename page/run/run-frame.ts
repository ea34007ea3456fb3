// What all charts over the iterations of a run share: their axis, and what lay over the iterations themselves.

import type { PageBand, RunPage } from '../../src/report/page/run-page.ts';
import { stretches } from '../parts/chart-layers.ts';
import type { Layer, Stretch } from '../parts/chart-layers.ts';

export interface RunFrame {
  readonly x: readonly number[];
  readonly xName: string;
  readonly range: readonly [number, number];
  readonly sync: string;
  /** Freezes, panics, and which iterations the verdict is about. */
  readonly bands: Layer;
}

export function runFrame({ series, bands, verdict, plan, course }: RunPage): RunFrame {
  const first = (series.iterations[0] ?? 1) - (series.per - 1);
  const last = series.iterations.at(-1) ?? 1;
  // Of a run that goes on, the room that it still needs; where that would leave most of the chart empty, only some of it.
  const end = course.state === 'open' ? Math.min(plan.iterations, last + Math.max(last - first, 4)) : last;
  const from = verdict.judged[0];
  const through = verdict.judged.at(-1);
  const judged =
    from === undefined || through === undefined
      ? []
      : [{ from: from - 0.5, to: through + 0.5, look: 'judged' as const }];
  return {
    x: series.iterations,
    xName: 'iteration',
    range: [Math.max(0.5, first - 0.5), end + 0.5],
    sync: 'iterations',
    bands: stretches([...judged, ...bands.map(bandStretch)]),
  };
}

function bandStretch({ kind, from, through }: PageBand): Stretch {
  return { from: from - 0.5, to: through + 0.5, look: kind };
}
