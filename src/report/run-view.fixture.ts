// A small run as a report sees it, written by hand: one iteration that changed two parameters, one without fills.

import { STORED_PLAN } from '../artifacts/stored-run.fixture.ts';
import type { Kpis } from '../edge/edge-report.ts';
import { poolReports } from '../edge/pool.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import type { RunView } from './run-view.ts';

const KPIS: Kpis = {
  ...poolReports([], { confidence: 0.95 }),
  net_bps: { kind: 'value', value: 3.2, n: 900, interval: { lower: 2.9, upper: 3.5, confidence: 0.95 } },
  risk_ratio: { kind: 'value', value: 0.35, n: 12000, interval: { lower: 0.33, upper: 0.37, confidence: 0.95 } },
  fills: { kind: 'value', value: 900, n: 900 },
};

const START = {
  min_interval_ms: 75,
  replace_rate_per_min: 260,
  base_spread_bps_delta: 0.16,
  tail_age_ms: 740,
  impact_cap_ratio: 0.08,
  max_delta_ratio: 0.12,
};

export const RUN_VIEW: RunView = {
  plan: {
    seed: 42,
    target: { kind: 'sim', options: { scenario: 'calm' } },
    iterations: 2,
    iteration_us: 3_600_000_000,
    sleep_seconds: 0,
    gate_mode: 'soft',
    policy: SOAK_POLICY,
    tuner: 'rules',
    tune: true,
    guards: true,
    guard_policy: STORED_PLAN.guard_policy,
    profile: 'steady_safe',
    parameters: START,
    pinned: { tail_age_ms: 'argument 3 (--set)' },
  },
  target: { kind: 'sim', instruments: [], assumptions: ['The market is simulated.'] },
  rows: [
    {
      iteration: 1,
      kpis: {
        net_bps: 3.204,
        risk_ratio: 0.35,
        maker_taker_ratio: 0.92,
        p95_latency_ms: 280,
        fills: 900,
        pnl_per_hour: 12.5,
      },
      verdict: 'PASS',
      decisions: [
        { parameter: 'min_interval_ms', outcome: 'granted', from: 75, to: 72 },
        { parameter: 'impact_cap_ratio', outcome: 'trimmed', from: 0.08, to: 0.083 },
        { parameter: 'tail_age_ms', outcome: 'refused', from: 740, to: 740 },
      ],
    },
    { iteration: 2, kpis: { risk_ratio: 0.4 }, verdict: 'NO_DATA', decisions: [] },
  ],
  judgement: {
    verdict: 'PASS',
    policy: SOAK_POLICY,
    iterations: [1, 2],
    rules: [
      {
        kpi: 'net_bps',
        verdict: 'PASS',
        reason: 'net_bps 3.2 [2.9, 3.5] is above the hard line 2',
        value: 3.2,
        n: 900,
      },
    ],
  },
  kpis: KPIS,
  line: '| kpi_gate | status=OK | net=3.2 risk=35.0% maker_taker=0.92 latency=280ms |',
  ending: 'the run completed all 2 iterations',
  completed: true,
  finalParameters: { ...START, min_interval_ms: 72, impact_cap_ratio: 0.083 },
  tuning: {
    count: 2,
    applied: 1,
    blocked_oscillation: 0,
    blocked_velocity: 0,
    cooldown_skips: 0,
    blocked: { pin: { refused: 1, trimmed: 0 } },
    panic_reverts: 0,
    guards: 'on',
    skip_reasons: { pin: 1, no_proposal: 1 },
  },
};
