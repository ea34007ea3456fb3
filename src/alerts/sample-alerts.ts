// One alert of each event about a run that never was, marked as a test: what `plimsoll alerts test` sends.

import { ALERT_EVENTS } from '../config/settings.ts';
import { ALERT_VERSION } from './alert.ts';
import type { Alert, AlertEvent } from './alert.ts';

const SAMPLES: { readonly [event in AlertEvent]: Pick<Alert, 'severity' | 'title' | 'text' | 'verdict'> } = {
  verdict: {
    severity: 'critical',
    title: 'verdict FAIL, was PASS',
    text: 'risk_ratio 52.1% lies above 50.0%\nnet_bps 1.42, risk_ratio 52.1%, maker_taker_ratio 0.912, p95_latency_ms 287',
    verdict: 'FAIL',
  },
  panic: {
    severity: 'critical',
    title: 'panic: back to the last known good parameters',
    text: '3 iterations running failed their gate',
  },
  freeze: {
    severity: 'info',
    title: 'frozen until iteration 12',
    text: 'steady: impact_cap_ratio and max_delta_ratio stay as they are',
  },
  target: {
    severity: 'critical',
    title: 'the target was lost',
    text: 'the target failed after 8 of 24 iterations: it closed its output',
  },
  disk: {
    severity: 'warning',
    title: 'the disk comes to its limit',
    text: 'the run will need about 17 MB of disk, and there is room for 9 MB',
  },
  end: {
    severity: 'info',
    title: 'the run ended: PASS',
    text: 'the run completed all 24 iterations\nnet_bps 3.31, risk_ratio 22.0%, maker_taker_ratio 0.961, p95_latency_ms 285',
    verdict: 'PASS',
  },
};

/** `at`: ISO 8601, UTC. In the order of the events. */
export function sampleAlerts(at: string): readonly Alert[] {
  return ALERT_EVENTS.map((event) => sampleAlert(event, at));
}

function sampleAlert(event: AlertEvent, at: string): Alert {
  return {
    ...SAMPLES[event],
    version: ALERT_VERSION,
    id: `alerts-test/${at}/${event}`,
    event,
    at,
    test: true,
    run: { run_id: 'alerts-test', target: 'sim', market: 'calm', profile: 'steady_safe', seed: 42, iterations: 24 },
    iteration: 8,
    kpis: { net_bps: 3.31, risk_ratio: 0.22, maker_taker_ratio: 0.961, p95_latency_ms: 285 },
    held_back: 0,
  };
}
