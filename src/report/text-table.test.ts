import { expect, test } from 'vitest';
import { textTable } from './text-table.ts';

test('columns are padded to their widest cell, numbers to the right', () => {
  const columns = [
    { title: 'name', align: 'left' },
    { title: 'n', align: 'right' },
  ] as const;
  expect(
    textTable(columns, [
      ['risk_ratio', '7'],
      ['x', '1200'],
    ]),
  ).toEqual(['| name       |    n |', '|------------|-----:|', '| risk_ratio |    7 |', '| x          | 1200 |']);
});

test('a cell cannot break its row', () => {
  expect(textTable([{ title: 'a', align: 'left' }], [['x | y\nz']]).at(-1)).toBe('| x / y z |');
});
