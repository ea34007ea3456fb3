import { expect, test } from 'vitest';
import { RUN_VIEW } from './run-view.fixture.ts';
import { changedText, trendSparks, trendTable } from './trend.ts';
import type { TrendRow } from './trend.ts';

const { rows } = RUN_VIEW;

test('each iteration is a row, each of its changes a line, and what is absent a dash', () => {
  expect(trendTable(rows)).toEqual([
    '| iter | net_bps |  risk | maker_taker | p95_ms | adv_p95 | sl_p95 | fills | pnl/h | verdict | changed                               |',
    '|-----:|--------:|------:|------------:|-------:|--------:|-------:|------:|------:|---------|---------------------------------------|',
    '|    1 |    3.20 | 35.0% |       0.920 |    280 |       - |      - |   900 | 12.50 | PASS    | min_interval_ms 75→72                 |',
    '|      |         |       |             |        |         |        |       |       |         | impact_cap_ratio 0.08→0.083 (trimmed) |',
    '|      |         |       |             |        |         |        |       |       |         | tail_age_ms held                      |',
    '|    2 |       - | 40.0% |           - |      - |       - |      - |     - |     - | NO_DATA | -                                     |',
  ]);
});

test('changes stand in one line where a line is all there is', () => {
  const row = { iteration: 1, kpis: {}, verdict: 'PASS', decisions: rows[0]?.decisions ?? [] } as const;
  expect(changedText(row)).toBe('min_interval_ms 75→72, impact_cap_ratio 0.08→0.083 (trimmed), tail_age_ms held');
  expect(changedText({ ...row, decisions: [] })).toBe('-');
});

test('a revert is told before what it changed', () => {
  const reverted = { iteration: 3, kpis: {}, verdict: 'FAIL', decisions: [], revert: 'steady_safe' } as const;
  expect(changedText(reverted)).toBe('REVERT to steady_safe');
  const changed = { ...reverted, decisions: rows[0]?.decisions.slice(0, 1) ?? [] };
  expect(changedText(changed)).toBe('REVERT to steady_safe, min_interval_ms 75→72');
  expect(
    trendTable([changed])
      .slice(2)
      .map((line) => line.split('|').at(-2)?.trim()),
  ).toEqual(['REVERT to steady_safe', 'min_interval_ms 75→72']);
});

test('a spark line shows the newest iterations, its first and its last value', () => {
  expect(trendSparks(rows, ['net_bps', 'risk_ratio'], 60)).toEqual([
    'net_bps     ▄   3.20 -> -',
    'risk_ratio  ▁█  35.0% -> 40.0%',
  ]);
  expect(trendSparks(rows, ['risk_ratio'], 1)).toEqual(['risk_ratio  ▄  40.0% -> 40.0%']);
});

test('a long run keeps its ends, and tells of what lies between in stretches', () => {
  const long = Array.from({ length: 10_000 }, (_, index): TrendRow => ({
    iteration: index + 1,
    kpis: { net_bps: index % 100, ...(index < 5_000 ? { fills: 7 } : {}) },
    verdict: index === 70 ? 'FAIL' : 'PASS',
    decisions: index % 50 === 20 ? (rows[0]?.decisions ?? []) : [],
    ...(index === 70 ? { revert: 'steady_safe' } : {}),
  }));
  const table = trendTable(long);
  const cells = table.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const of = (iterations: string): readonly string[] | undefined => cells.find(([first]) => first === iterations);
  expect(table.length).toBeLessThan(250);
  expect(of('1')?.[1]).toBe('0.00');
  expect(of('10000')?.[1]).toBe('99.00');
  expect(of('11..110')).toEqual([
    '11..110',
    '49.00',
    '-',
    '-',
    '-',
    '-',
    '-',
    '7',
    '-',
    '1 FAIL, 99 PASS',
    '1 REVERT, 4 changes',
  ]);
  expect(of('9911..9950')?.slice(7, 10)).toEqual(['-', '-', '40 PASS']);
  expect(table.at(-1)).toContain('stand in stretches of 100');
  expect(trendTable(long.slice(0, 200)).filter((line) => line.includes('..'))).toEqual([]);
});
