// One line per gate, for people and for the scripts that have read its shape for years. What was not measured is written `n/a`.

import type { KpiName, Kpis } from '../edge/edge-report.ts';
import type { Judgement } from './judgement.ts';

const NOT_AVAILABLE = 'n/a';

/** `| kpi_gate | status=OK | net=3.2 risk=35.0% maker_taker=0.92 latency=280ms |`; PASS reads OK. */
export function gateLine(judgement: Pick<Judgement, 'verdict'>, kpis: Kpis): string {
  const status = judgement.verdict === 'PASS' ? 'OK' : judgement.verdict;
  const show = (name: KpiName, write: (value: number) => string): string => {
    const kpi = kpis[name];
    return kpi.kind === 'value' && Number.isFinite(kpi.value) ? write(kpi.value) : NOT_AVAILABLE;
  };
  const net = show('net_bps', (bps) => bps.toFixed(1));
  const risk = show('risk_ratio', (share) => `${(share * 100).toFixed(1)}%`);
  const makerTaker = show('maker_taker_ratio', (share) => share.toFixed(2));
  const latency = show('p95_latency_ms', (ms) => `${ms.toFixed(0)}ms`);
  return `| kpi_gate | status=${status} | net=${net} risk=${risk} maker_taker=${makerTaker} latency=${latency} |`;
}
