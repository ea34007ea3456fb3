import { expect, test } from 'vitest';
import { RUN_VIEW } from './run-view.fixture.ts';
import { steadyTrend } from './steady-trend.ts';

test('the page opens with the verdict and holds gates, trend, KPIs, parameters and what it rests on', () => {
  const lines = steadyTrend(RUN_VIEW).split('\n');
  expect(lines.slice(0, 13)).toEqual([
    '# Steady trend',
    '',
    '**PASS - every gate holds (policy soak, iterations 1..2 together)**',
    '',
    '```text',
    '| kpi_gate | status=OK | net=3.2 risk=35.0% maker_taker=0.92 latency=280ms |',
    '```',
    '',
    '- target sim (scenario calm), profile steady_safe, seed 42: 2 of 2 iterations of 1 h, tuner rules, guards on',
    '- the run completed all 2 iterations',
    '- parameters were changed after 1 of 2 iterations; what held changes back, with its number of iterations: pin (1), no_proposal (1)',
    '- guards refused or trimmed changes: pin (1 refused, 0 trimmed)',
    '',
  ]);
  expect(lines.filter((line) => line.startsWith('## '))).toEqual([
    '## Gates',
    '## Trend',
    '## KPIs',
    '## Parameters',
    '## What this rests on',
  ]);
  for (const line of [
    '| net_bps            |  3.20 |   2.90 .. 3.50 |   900 |',
    '| gross_bps          |     - |              - |     - |',
    '- gross_bps is absent: there is no window to judge',
    '| min_interval_ms       |    75 |    72 |                    |',
    '| tail_age_ms           |   740 |   740 | argument 3 (--set) |',
    '- The market is simulated.',
  ]) {
    expect(lines).toContain(line);
  }
  expect(lines.at(-1)).toBe('');
});

test('the paste-able block names every parameter in all forms, and says which of them hold the tuner', () => {
  const text = steadyTrend(RUN_VIEW);
  expect(text).toContain('plimsoll soak --set min_interval_ms=72 --set replace_rate_per_min=260 ');
  expect(text).toContain(
    `MM_RUNTIME_OVERRIDES_JSON='{"base_spread_bps_delta":0.16,"impact_cap_ratio":0.083,"max_delta_ratio":0.12,"min_interval_ms":72,"replace_rate_per_min":260,"tail_age_ms":740}'`,
  );
  expect(text).toContain(
    `# each of the two lines holds all six against the tuner; to start from them and go on tuning:
mkdir -p profiles && echo '{"parameters":{"base_spread_bps_delta":0.16,"impact_cap_ratio":0.083,"max_delta_ratio":0.12,"min_interval_ms":72,"replace_rate_per_min":260,"tail_age_ms":740}}' > profiles/NAME.json && plimsoll soak --profile NAME
`,
  );
});

test('a run without guards says so twice', () => {
  const text = steadyTrend({ ...RUN_VIEW, plan: { ...RUN_VIEW.plan, guards: false } });
  expect(text).toContain('tuner rules, GUARDS OFF (--no-guards)\n');
  expect(text).toContain('- warning: the guards were off (--no-guards)');
});

test('a run without a completed iteration says so', () => {
  expect(steadyTrend({ ...RUN_VIEW, rows: [] })).toContain('\nNo iteration was completed.\n');
});
