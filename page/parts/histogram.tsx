// How something was spread: a bar for each bin, its height the share of all, with the percentiles as lines across.

import type { VNode } from 'preact';
import type { PageDistribution } from '../../src/report/page/run-page.ts';
import { DataTable } from './data-table.tsx';
import { Later } from './later.tsx';

const WIDTH = 420;
const HEIGHT = 130;
const FOOT = 18;
const HEAD = 14;

export function Histogram({ distribution }: { readonly distribution: PageDistribution }): VNode {
  const { title, unit, of, bins, binWidth, percentiles, below, beyond, total } = distribution;
  const first = (bins[0]?.[0] ?? 0) - binWidth;
  const last = bins.at(-1)?.[0] ?? 1;
  const most = Math.max(...bins.map(([, weight]) => weight));
  const x = (value: number): number => ((value - first) / (last - first)) * WIDTH;
  const bar = Math.max(0.5, (binWidth / (last - first)) * WIDTH - 1);
  const marks = Object.entries(percentiles).filter(([, value]) => first <= value && value <= last);
  const text = Object.entries(percentiles)
    .map(([name, value]) => `${name} ${written(value)}`)
    .join(', ');
  const outside = [
    ...(below > 0 ? [`${share(below, total)} below`] : []),
    ...(beyond > 0 ? [`${share(beyond, total)} beyond`] : []),
  ];
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> <span class="unit">{unit}</span>
        <span class="readout">
          {Object.entries(percentiles).map(([name, value]) => (
            <span key={name}>
              {name} <b>{written(value)}</b>
            </span>
          ))}
        </span>
      </figcaption>
      <svg
        class="histogram"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`}
        role="img"
        aria-label={`${title} in ${unit}: ${text}`}
      >
        {bins.map(([edge, weight]) => {
          const height = (weight / most) * (HEIGHT - HEAD);
          return <rect key={edge} class="bar" x={x(edge - binWidth)} y={HEIGHT - height} width={bar} height={height} />;
        })}
        {marks.map(([name, value], index) => (
          <g key={name} class="percentile">
            <path d={`M${x(value)} ${HEAD - 2}V${HEIGHT}`} />
            <text x={x(value)} y={10} text-anchor={x(value) > WIDTH - 24 ? 'end' : index === 0 ? 'middle' : 'start'}>
              {name}
            </text>
          </g>
        ))}
        <path class="ground" d={`M0 ${HEIGHT}H${WIDTH}`} />
        {[first, (first + last) / 2, last].map((value, index) => (
          <text
            key={value}
            class="tick"
            x={x(value)}
            y={HEIGHT + 13}
            text-anchor={(['start', 'middle', 'end'] as const)[index]}
          >
            {written(value)}
          </text>
        ))}
      </svg>
      <p class="note">
        Share of {of}
        {outside.length === 0 ? '' : `; not drawn: ${outside.join(', ')}`}
      </p>
      <Later summary="Values" of={title}>
        {() => (
          <DataTable
            label={`Values of ${title}`}
            columns={[
              { title: `${unit}, up to`, align: 'right' },
              { title: `share of ${of}`, align: 'right' },
            ]}
            rows={bins.map(([edge, weight]) => ({ key: edge, cells: [written(edge), share(weight, total)] }))}
          />
        )}
      </Later>
    </figure>
  );
}

function written(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function share(weight: number, total: number): string {
  return `${((100 * weight) / total).toFixed(2)} %`;
}
