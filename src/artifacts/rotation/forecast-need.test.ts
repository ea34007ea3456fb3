import { expect, it } from 'vitest';
import { STORED_PLAN } from '../stored-run.fixture.ts';
import { forecastNeed } from './forecast-need.ts';
import { ROTATION_POLICY } from './rotation-policy.ts';

const HOUR_US = 3_600_000_000;

it('grows with the iterations whose files stay, and beyond them with the journal alone', () => {
  const need = (iterations: number): number =>
    forecastNeed({ ...STORED_PLAN, iterations, iteration_us: HOUR_US }, ROTATION_POLICY);
  expect(need(3)).toBe(2_543_000);
  expect(need(100) - need(99)).toBe(681_000);
  expect(need(101) - need(100)).toBe(6_000);
});

it('is not below what three hours on the embedded venue left', () => {
  // 1.59 MB of fills, 0.2 MB of summaries, 0.1 MB of all else.
  expect(forecastNeed({ ...STORED_PLAN, iterations: 3, iteration_us: HOUR_US }, ROTATION_POLICY)).toBeGreaterThan(
    1_890_000,
  );
});
