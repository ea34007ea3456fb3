// The numbers of a chart as a table that opens on request; made only then, because a long run has thousands.

import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ChartProps } from './chart-props.ts';

type ValueTableProps = Pick<ChartProps, 'title' | 'x' | 'xName' | 'lines' | 'format'>;

export function ValueTable({ title, x, xName, lines, format }: ValueTableProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const write = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'no data' : format(value);
  return (
    <details class="values" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Values<span class="unseen"> of {title}</span>
      </summary>
      {isOpen ? (
        <div class="scroll" role="region" tabIndex={0} aria-label={`Values of ${title}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{xName}</th>
                {lines.flatMap(({ label, column }) => [
                  <th key={label} scope="col">
                    {label}
                  </th>,
                  ...(column.low === undefined
                    ? []
                    : [
                        <th key={`${label} least`} scope="col">
                          least
                        </th>,
                        <th key={`${label} most`} scope="col">
                          greatest
                        </th>,
                      ]),
                ])}
              </tr>
            </thead>
            <tbody>
              {x.map((value, index) => (
                <tr key={value}>
                  <th scope="row">{String(value)}</th>
                  {lines.flatMap(({ label, column: { last, low, high } }) => [
                    <td key={label}>{write(last[index])}</td>,
                    ...(low === undefined || high === undefined
                      ? []
                      : [
                          <td key={`${label} least`}>{write(low[index])}</td>,
                          <td key={`${label} most`}>{write(high[index])}</td>,
                        ]),
                  ])}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </details>
  );
}
