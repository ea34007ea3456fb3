// Two runs side by side as text.

import { ABSENT, formatKpiValue } from './format-kpi.ts';
import type { Comparison, KpiComparison } from './page/compare-pages.ts';
import type { PageKpi, RunPage } from './page/run-page.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

const KPI_COLUMNS: readonly Column[] = [
  { title: 'kpi', align: 'left' },
  { title: 'A', align: 'right' },
  { title: 'B', align: 'right' },
  { title: 'B - A', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'B is', align: 'left' },
];

const PARAMETER_COLUMNS: readonly Column[] = [
  { title: 'parameter', align: 'left' },
  { title: 'A start', align: 'right' },
  { title: 'A final', align: 'right' },
  { title: 'B start', align: 'right' },
  { title: 'B final', align: 'right' },
];

const SETTING_COLUMNS: readonly Column[] = [
  { title: 'name', align: 'left' },
  { title: 'A', align: 'left' },
  { title: 'B', align: 'left' },
];

export function comparisonLines(first: RunPage, second: RunPage, comparison: Comparison): string[] {
  const { kpis, parameters, changed, movedSource, cautions } = comparison;
  const confidence = kpis.find(({ interval }) => interval !== undefined)?.interval?.confidence;
  return [
    ...[first, second].flatMap((page, index) => [
      `${index === 0 ? 'A' : 'B'}  ${page.identity?.runId ?? page.plan.title}: ${page.verdict.sentence}`,
      `   ${page.plan.sentence}`,
    ]),
    '',
    ...textTable(KPI_COLUMNS, kpis.map(kpiRow)),
    ...(confidence === undefined
      ? []
      : [
          `bounds at ${Number((100 * confidence).toFixed(2))} %, one-sided, of two runs taken as independent (Welch); open: they leave the sign open`,
        ]),
    '',
    ...textTable(
      PARAMETER_COLUMNS,
      parameters.map((one) => [one.name, one.first.start, one.first.now, one.second.start, one.second.now].map(String)),
    ),
    '',
    ...(changed.length === 0
      ? ['Configuration: no value differs.']
      : [
          'Configuration, other values:',
          ...textTable(
            SETTING_COLUMNS,
            changed.map((one) => [one.name, sideText(one.first), sideText(one.second)]),
          ),
        ]),
    ...(movedSource.length === 0
      ? []
      : [
          '',
          'Configuration, the same value from another place:',
          ...textTable(
            SETTING_COLUMNS,
            movedSource.map((one) => [`${one.name} = ${one.first.value}`, one.first.place, one.second.place]),
          ),
        ]),
    ...(cautions.length === 0 ? [] : ['', ...cautions.map((caution) => `note: ${caution}`)]),
  ];
}

function kpiRow({ name, first, second, difference, interval, finding }: KpiComparison): readonly string[] {
  const bounds =
    interval === undefined
      ? ABSENT
      : `${formatKpiValue(name, interval.lower)} .. ${formatKpiValue(name, interval.upper)}`;
  return [
    name,
    kpiText(first),
    kpiText(second),
    difference === undefined ? ABSENT : formatKpiValue(name, difference),
    bounds,
    finding ?? ABSENT,
  ];
}

function kpiText(kpi: PageKpi): string {
  return 'absent' in kpi ? ABSENT : formatKpiValue(kpi.name, kpi.value);
}

function sideText({ value, place }: Comparison['changed'][number]['first']): string {
  return place === '' ? value : `${value} (${place})`;
}
