// One chart over iterations or hours: lines with what lies around them, a readout for the place of the cursor, the arrow keys as its other mouse, and a
// table with the same numbers for who cannot or does not want to look.

import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Column } from '../../src/report/page/run-page.ts';
import type { ChartLine, ChartProps } from './chart-props.ts';
import { countBeyond } from './common-range.ts';
import { plotOptions } from './plot-options.ts';
import { onThemeChange } from './theme.ts';
import { ValueTable } from './value-table.tsx';

export function Chart(props: ChartProps): VNode {
  const { title, unit, note, x, xName, lines, format, small = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [at, setAt] = useState<number | null>(null);
  const structure = lines.map(({ label, column }) => `${label}/${column.low === undefined ? 1 : 3}`).join();

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const made = new uPlot(
      plotOptions(() => latest.current, element.clientWidth, setAt),
      dataOf(latest.current),
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: latest.current.height ?? DEFAULT_HEIGHT });
    });
    watch.observe(element);
    const release = onThemeChange(() => made.redraw(false, true));
    return () => {
      release();
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [structure]);

  useEffect(() => {
    plot.current?.setData(dataOf(props));
  }, [props]);

  const move = (event: KeyboardEvent): void => {
    const index = indexAfter(event.key, at, x.length);
    const value = index === undefined ? undefined : x[index];
    if (index === undefined || value === undefined || plot.current === null) return;
    event.preventDefault();
    plot.current.setCursor({ left: plot.current.valToPos(value, 'x'), top: plot.current.over.clientHeight / 2 });
  };

  const beyond = props.isClipped === true ? lines.reduce((sum, { column }) => sum + countBeyond(column.last), 0) : 0;
  const farther = beyond === 0 ? '' : `${beyond} values lie beyond the chart; the table has them`;
  const notes = [note ?? '', farther].filter((part) => part !== '').join('; ');
  const shown = at ?? x.length - 1;
  const where = x[shown];
  const readout = lines.map(({ label, column }) => `${label} ${textAt(column, shown, format)}`).join(', ');
  return (
    <figure class={small ? 'chart small' : 'chart'}>
      <figcaption>
        <strong>{title}</strong> <span class="unit">{unit}</span>
        {small && at === null ? null : (
          <span class="readout">
            {where === undefined ? null : (
              <span class="where">
                {xName} {String(where)}
              </span>
            )}
            {lines.map((line) => (
              <span key={line.label} class="key">
                {lines.length > 1 ? <Swatch line={line} /> : null}
                {lines.length > 1 ? `${line.label} ` : ''}
                <b>{textAt(line.column, shown, format)}</b>
              </span>
            ))}
          </span>
        )}
      </figcaption>
      {notes === '' ? null : <p class="note">{notes}</p>}
      <div
        class="plot"
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={`${title}, ${unit}: chart over ${xName}s; arrow keys read its values`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, x.length - 1)}
        aria-valuenow={Math.max(0, shown)}
        aria-valuetext={where === undefined ? 'no data' : `${xName} ${where}: ${readout}`}
        onKeyDown={move}
      />
      {small ? null : <ValueTable title={title} x={x} xName={xName} lines={lines} format={format} />}
    </figure>
  );
}

const DEFAULT_HEIGHT = 180;

function Swatch({ line: { colour, dash = [], shape } }: { readonly line: ChartLine }): VNode {
  return (
    <svg class="swatch" viewBox="0 0 18 8" width="18" height="8" aria-hidden="true">
      {shape === 'none' ? (
        <rect width="18" height="8" fill={`var(--${colour})`} />
      ) : (
        <path d="M0 4H18" stroke={`var(--${colour})`} stroke-width="2.5" stroke-dasharray={dash.join(' ')} />
      )}
    </svg>
  );
}

/** What `plotOptions` lays its series out for: of each line the last values and, where there are, the extremes. */
function dataOf({ x, lines }: ChartProps): uPlot.AlignedData {
  const columns = lines.flatMap(({ column: { last, low, high } }) =>
    low === undefined || high === undefined ? [last] : [last, low, high],
  );
  return [Array.from(x), ...columns.map((column) => Array.from(column))];
}

function textAt({ last, low, high }: Column, index: number, format: (value: number) => string): string {
  const value = last[index];
  if (value === null || value === undefined) return 'no data';
  const [least, most] = [low?.[index], high?.[index]];
  if (typeof least !== 'number' || typeof most !== 'number' || least === most) return format(value);
  return `${format(value)} (${format(least)} .. ${format(most)})`;
}

function indexAfter(key: string, at: number | null, count: number): number | undefined {
  const from = at ?? count - 1;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, from - 1);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(count - 1, from + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
