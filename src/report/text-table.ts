// A table that reads as plain text and as markdown alike: pipes between cells, columns padded to equal width.

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Every row has one cell per column; a pipe or a line break inside a cell is replaced, so that it cannot break the table. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('|', '/').replaceAll(/\s+/gu, ' ')));
  const widths = columns.map((column, index) =>
    cells.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), column.title.length),
  );
  const line = (row: readonly string[]): string =>
    `| ${columns.map((column, index) => pad(row[index] ?? '', widths[index] ?? 0, column.align)).join(' | ')} |`;
  const rule = columns.map((column, index) => {
    const dashes = '-'.repeat((widths[index] ?? 0) + 1);
    return column.align === 'right' ? `${dashes}:` : `-${dashes}`;
  });
  return [line(columns.map((column) => column.title)), `|${rule.join('|')}|`, ...cells.map(line)];
}

function pad(text: string, width: number, align: Column['align']): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width);
}
