import { expect, test } from 'vitest';
import { formatKpi, formatKpiValue } from './format-kpi.ts';

test('each KPI is written with the digits and the unit it deserves', () => {
  expect(formatKpiValue('net_bps', 3.2049)).toBe('3.20');
  expect(formatKpiValue('risk_ratio', 0.3504)).toBe('35.0%');
  expect(formatKpiValue('maker_taker_ratio', 0.9235)).toBe('0.923');
  expect(formatKpiValue('p95_latency_ms', 280.4)).toBe('280');
  expect(formatKpiValue('fills', 1234)).toBe('1234');
});

test('a rounded zero has no sign', () => {
  expect(formatKpiValue('net_bps', -0.001)).toBe('0.00');
  expect(formatKpiValue('net_bps', -0.01)).toBe('-0.01');
});

test('an absent KPI is a dash and no number', () => {
  expect(formatKpi('net_bps', { kind: 'absent', reason: 'no fills' })).toBe('-');
});
