// The table of metrics in docs/watching.md is that of the code. UPDATE_WATCHING_PAGE=1 writes it anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folderMetrics, priorMetrics } from '../src/dashboard/metrics/folder-metrics.ts';
import { runMetrics } from '../src/dashboard/metrics/run-metrics.ts';
import { textTable } from '../src/report/text-table.ts';

const PAGE = fileURLToPath(new URL('../docs/watching.md', import.meta.url));
const TABLE = /(?<=<!-- metrics: .* -->\n)[\s\S]*(?=<!-- end of metrics -->)/u;

/** Bounds and lines stand with their KPI. */
function metricsTable(): string {
  const families = [...runMetrics([], 0), ...folderMetrics(undefined), ...priorMetrics(undefined, undefined)];
  const shown = families.filter(({ name }) => !/_(?:lower|upper|threshold)$/u.test(name));
  const rows = shown.map(({ name, kind, help }) => [`\`${name}\``, kind, help]);
  const columns = ['metric', 'kind', 'what it is'].map((title) => ({ title, align: 'left' as const }));
  return `\n${textTable(columns, rows).join('\n')}\n\n`;
}

it('docs/watching.md lists every metric that there is', () => {
  const page = readFileSync(PAGE, 'utf8');
  const expected = page.replace(TABLE, () => metricsTable());
  if (process.env['UPDATE_WATCHING_PAGE'] === '1') writeFileSync(PAGE, expected);
  else expect(page).toBe(expected);
});
