// How a chart looks: axes, lines, the band between extremes, layers below and above, the cursor. Colours are asked for at each drawing, so that a
// change of theme needs no new chart.

import type uPlot from 'uplot';
import type { ChartLine, ChartProps } from './chart-props.ts';
import { commonRange } from './common-range.ts';
import { colour } from './theme.ts';

/** `props` gives those of the newest drawing. `onCursor` is told the entry under the cursor, and `null` when it leaves. */
export function plotOptions(
  props: () => ChartProps,
  width: number,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const { lines, height = 180, sync, small = false } = props();
  const bands: uPlot.Band[] = [];
  const series: uPlot.Series[] = [{}];
  for (const line of lines) {
    series.push(lineSeries(line));
    if (line.column.low === undefined) continue;
    const last = series.length;
    bands.push({ series: [last + 1, last], fill: () => colour(`${line.colour}-soft`) });
    series.push(edgeSeries(), edgeSeries());
  }
  const draw = (under: boolean) => (plot: uPlot) => {
    for (const layer of props().layers ?? []) if (layer.under === under) layer.draw(plot);
  };
  return {
    width,
    height,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    bands,
    series,
    scales: {
      x: { time: false, range: () => [...props().range] },
      y: { range: (_, min, max) => yRange(min, max, props()) },
    },
    axes: [
      {
        ...axis(),
        size: 22,
        values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? String(value) : '')),
      },
      { ...axis(), size: small ? 44 : 52, values: (_, splits) => splits.map(props().tick ?? props().format) },
    ],
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 6 },
      ...(sync === undefined ? {} : { sync: { key: sync } }),
    },
    hooks: {
      drawAxes: [draw(true)],
      draw: [draw(false)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function lineSeries({ colour: name, dash, shape = 'line' }: ChartLine): uPlot.Series {
  return {
    stroke: () => colour(name),
    width: shape === 'none' ? 0 : 1.6,
    points: { show: false },
    ...(dash === undefined ? {} : { dash: [...dash] }),
  };
}

/** Of a band; not drawn itself. */
function edgeSeries(): uPlot.Series {
  return { width: 0, points: { show: false } };
}

function axis(): uPlot.Axis {
  return {
    stroke: () => colour('muted'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    gap: 4,
  };
}

/** With a little air, and never of no height. */
function yRange(
  min: number | null,
  max: number | null,
  { include = [], lines, isClipped }: ChartProps,
): uPlot.Range.MinMax {
  const seen = isClipped === true ? commonRange(lines.flatMap(({ column }) => column.last)) : [min, max];
  const values = [...seen, ...include].flatMap((value) => (value !== null && Number.isFinite(value) ? [value] : []));
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 1e-6);
  return [low - air, high + air];
}
