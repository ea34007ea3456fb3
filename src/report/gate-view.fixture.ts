// A judgement with one rule of each kind of outcome, by hand, and texts that every format has to escape.

import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { RUN_VIEW } from './run-view.fixture.ts';
import type { GateView } from './gate-view.ts';

const WAIVER = { author: 'ann <ann@example.org>', reason: 'fees & "spreads" rise | `soon`', expires: '2026-12-31' };

export const GATE_VIEW: GateView = {
  runId: 'nightly',
  judgement: {
    verdict: 'FAIL',
    policy: SOAK_POLICY,
    iterations: [1, 2, 3],
    rules: [
      { kpi: 'risk_ratio', verdict: 'PASS', reason: 'risk_ratio 0.3 [0.29, 0.31] is below the hard line 0.5' },
      { kpi: 'maker_taker_ratio', verdict: 'WARN', reason: 'maker_taker_ratio 0.88 is below the soft line 0.9' },
      { kpi: 'net_bps', verdict: 'WARN', reason: 'net_bps 1 <is> "bad"; waived & more', waived: true },
      { kpi: 'p95_latency_ms', verdict: 'FAIL', reason: 'p95_latency_ms 500 is above the hard line 400' },
      { kpi: 'fills', verdict: 'INCONCLUSIVE', reason: 'fills straddles' },
      { kpi: 'slippage_bps', verdict: 'NO_DATA', reason: 'slippage_bps has no value: no taker fill' },
    ],
    incomplete: 'only 3 of 5 planned iterations: the run was interrupted',
    waivers: [
      { rule: 'net_bps', ...WAIVER, state: 'used' },
      { rule: 'p95_latency_ms', ...WAIVER, expires: '2026-01-01', state: 'expired' },
    ],
    judged_on: '2026-11-22',
  },
  kpis: RUN_VIEW.kpis,
  line: '| kpi_gate | status=FAIL | net=1.0 risk=30.0% maker_taker=0.88 latency=500ms |',
  ending: 'the run was interrupted after 3 of 5 iterations',
  completed: false,
  warnings: ['the recording has gaps=2'],
  notes: ['the judged iterations ran with 2 parameter vectors'],
  explanations: ['net_bps: 1 [0.5, 1.5] at 90 %; n 1000'],
  version: '0.1.0',
  places: { file: 'my gates/gate.json', lineOf: (index) => 10 * (index + 1) },
};

/** The same run where all is well. */
export const PASSING_VIEW: GateView = {
  ...GATE_VIEW,
  judgement: {
    verdict: 'PASS',
    policy: SOAK_POLICY,
    iterations: [1, 2, 3],
    rules: GATE_VIEW.judgement.rules.slice(0, 1),
  },
  line: '| kpi_gate | status=OK | net=3.0 risk=30.0% maker_taker=0.92 latency=280ms |',
  ending: 'the run completed all 3 iterations',
  completed: true,
  warnings: [],
  notes: [],
};

/** All is well, and one rule stands aside for want of data. */
export const ASIDE_VIEW: GateView = {
  ...PASSING_VIEW,
  judgement: {
    ...PASSING_VIEW.judgement,
    rules: [
      ...PASSING_VIEW.judgement.rules,
      { kpi: 'fills', verdict: 'NO_DATA', reason: 'ignored: not reported', ignored: 'not reported' },
    ],
  },
};
