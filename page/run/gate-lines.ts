// The lines that a KPI itself is held against.

import type { KpiName } from '../../src/edge/edge-report.ts';
import type { PageGate } from '../../src/report/page/run-page.ts';
import type { Threshold } from '../parts/chart-layers.ts';

export function linesOf(gates: readonly PageGate[], name: KpiName): readonly Threshold[] {
  const own = gates.filter(({ kpi, kind }) => kpi === name && kind === 'absolute');
  return (['soft', 'hard'] as const).flatMap((look) =>
    own.flatMap(({ [look]: value }) => (value === undefined ? [] : [{ value, look }])),
  );
}
