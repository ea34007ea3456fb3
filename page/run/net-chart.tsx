// Net taken apart: what was earned above the line, what it cost below it, and the net that is left. A cost below zero, such as a rebate, earns.

import type { VNode } from 'preact';
import type uPlot from 'uplot';
import type { KpiName } from '../../src/edge/edge-report.ts';
import type { PageSeries } from '../../src/report/page/run-page.ts';
import { hatchOver, inPlot, ratio } from '../parts/chart-layers.ts';
import type { Layer } from '../parts/chart-layers.ts';
import { Chart } from '../parts/chart.tsx';
import type { ChartLine } from '../parts/chart-props.ts';
import { colour } from '../parts/theme.ts';
import { shortNumber } from '../parts/short-number.ts';
import { kpiFormat } from './kpi-titles.ts';
import type { RunFrame } from './run-frame.ts';

/** From the line outwards. Every second part is hatched, so that neighbours differ without colour. */
const PARTS = [
  { name: 'gross_bps', label: 'gross', sign: 1, colour: 'part-gross', hatched: false },
  { name: 'adverse_bps', label: 'adverse', sign: -1, colour: 'part-adverse', hatched: false },
  { name: 'slippage_bps', label: 'slippage', sign: -1, colour: 'part-slippage', hatched: true },
  { name: 'inventory_bps', label: 'inventory', sign: -1, colour: 'part-inventory', hatched: false },
  { name: 'fees_eff_bps', label: 'fees', sign: -1, colour: 'part-fees', hatched: true },
] as const;

const NO_COLUMN = { last: [] } as const;

export function NetChart({
  series,
  frame,
  height,
}: {
  readonly series: PageSeries;
  readonly frame: RunFrame;
  readonly height: number;
}): VNode {
  const column = (name: KpiName) => series.kpis[name] ?? NO_COLUMN;
  const lines: ChartLine[] = [
    { label: 'net', column: column('net_bps'), colour: 'ink', shape: 'line' },
    ...PARTS.map((part) => ({ ...part, column: column(part.name), shape: 'none' as const })),
  ];
  const bars = barsOf(series);
  return (
    <Chart
      {...frame}
      title="Net and its components"
      unit="bps of turnover, per iteration"
      lines={lines}
      layers={[frame.bands, stack(series.iterations, bars)]}
      include={series.per === 1 ? [0, ...bars.flat().flatMap(({ from, to }) => [from, to])] : [0]}
      isClipped={series.per > 1}
      height={height}
      format={kpiFormat('net_bps')}
      tick={shortNumber}
    />
  );
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly part: (typeof PARTS)[number];
}

/** Of each entry the pieces that lie on one another. */
function barsOf(series: PageSeries): readonly (readonly Piece[])[] {
  return series.iterations.map((_, index) => {
    let [up, down] = [0, 0];
    return PARTS.flatMap((part) => {
      const value = series.kpis[part.name]?.last[index];
      if (value === null || value === undefined || value === 0) return [];
      const amount = part.sign * value;
      const from = amount > 0 ? up : down;
      if (amount > 0) up += amount;
      else down += amount;
      return [{ from, to: from + amount, part }];
    });
  });
}

function stack(x: readonly number[], bars: readonly (readonly Piece[])[]): Layer {
  return {
    under: true,
    draw(plot: uPlot) {
      const [first = 0, second = first + 1] = x;
      const pitch = Math.abs(plot.valToPos(second, 'x', true) - plot.valToPos(first, 'x', true));
      const width = Math.max(1, Math.min(pitch - (pitch > 4 ? 2 : 0), 48 * ratio()));
      inPlot(plot, (ctx) => {
        for (const [index, bar] of bars.entries()) {
          const left = plot.valToPos(x[index] ?? 0, 'x', true) - width / 2;
          for (const { from, to, part } of bar) {
            const [top, bottom] = [
              plot.valToPos(Math.max(from, to), 'y', true),
              plot.valToPos(Math.min(from, to), 'y', true),
            ];
            drawPiece(ctx, { left, top, width, height: bottom - top }, part);
          }
        }
      });
    },
  };
}

function drawPiece(
  ctx: CanvasRenderingContext2D,
  area: { left: number; top: number; width: number; height: number },
  part: Piece['part'],
): void {
  const { left, top, width, height } = area;
  ctx.save();
  ctx.fillStyle = colour(part.colour);
  ctx.fillRect(left, top, width, height);
  if (part.hatched && width > 3 && height > 2) {
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    hatchOver(ctx, area, 5 * ratio(), ratio(), 'panel');
  }
  ctx.restore();
}
