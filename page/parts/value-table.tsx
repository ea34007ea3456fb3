// The numbers of a chart over iterations or hours as a table.

import type { VNode } from 'preact';
import type { ChartProps } from './chart-props.ts';
import { DataTable } from './data-table.tsx';
import type { TableColumn } from './data-table.tsx';
import { Later } from './later.tsx';

type ValueTableProps = Pick<ChartProps, 'title' | 'x' | 'xName' | 'lines' | 'format'>;

export function ValueTable({ title, x, xName, lines, format }: ValueTableProps): VNode {
  const write = (value: number | null | undefined): string =>
    value === null || value === undefined ? 'no data' : format(value);
  const columns = lines.flatMap(({ label, column: { last, low, high } }) =>
    low === undefined || high === undefined
      ? [{ title: label, values: last }]
      : [
          { title: label, values: last },
          { title: `${label}, least`, values: low },
          { title: `${label}, greatest`, values: high },
        ],
  );
  const head: TableColumn[] = [
    { title: xName, align: 'right' },
    ...columns.map((column) => ({ title: column.title, align: 'right' as const })),
  ];
  return (
    <Later summary="Values" of={title}>
      {() => (
        <DataTable
          label={`Values of ${title}`}
          columns={head}
          rows={x.map((value, index) => ({
            key: value,
            cells: [String(value), ...columns.map(({ values }) => write(values[index]))],
          }))}
        />
      )}
    </Later>
  );
}
