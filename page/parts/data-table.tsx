// A table of texts: the first column names the row. It scrolls by itself where the page is narrow, and the keyboard reaches it there.

import type { ComponentChildren, VNode } from 'preact';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'right';
}

interface TableRow {
  readonly key: string | number;
  readonly cells: readonly ComponentChildren[];
}

export interface DataTableProps {
  /** What the table holds; for who hears the page. */
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

export function DataTable({ label, columns, rows }: DataTableProps): VNode {
  return (
    <div class="scroll" role="region" tabIndex={0} aria-label={`${label}, table`}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" class={look(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [head, ...cells] }) => (
            <tr key={key}>
              <th scope="row" class={look(columns[0])}>
                {head}
              </th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]?.title} class={look(columns[index + 1])}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function look(column: TableColumn | undefined): string | undefined {
  return column?.align === 'right' ? 'number' : undefined;
}
