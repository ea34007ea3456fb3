// The second objective: tuning must leave the bot trading. Below the floor the moves that thin out trading wait, but only while all is calm:
// a bot that loses money or is at risk may be widened however little it trades.

import type { ParameterName } from '../config/parameters.ts';
import { figure } from '../std/figure.ts';
import { missing } from './evaluate-rules.ts';
import type { Finding } from './evaluate-rules.ts';
import { TRADING_FLOOR } from './rules.ts';
import type { Observation } from './tuner.ts';

/** The parameters whose safer direction costs trades. */
const COSTS_TRADES: ReadonlySet<ParameterName> = new Set(['base_spread_bps_delta']);

/** Why this parameter must not be moved the safer way now, or `undefined`. Missing data holds nothing back. */
export function tradingFloor(
  parameter: ParameterName,
  history: readonly Observation[],
  findings: readonly Finding[],
  calming: readonly string[],
): string | undefined {
  const losing = findings.some(({ rule, state }) => rule.kind === 'fallback' && state !== 'silent');
  const first = history[0]?.edge.kpis.traded_notional;
  const newest = history.at(-1)?.edge.kpis.traded_notional;
  if (!COSTS_TRADES.has(parameter) || losing || calming.length > 0 || first === undefined || newest === undefined)
    return undefined;
  if (missing(first) !== undefined || missing(newest) !== undefined) return undefined;
  if (first.kind === 'absent' || newest.kind === 'absent' || newest.value >= TRADING_FLOOR * first.value)
    return undefined;
  const share = figure(newest.value / first.value, [TRADING_FLOOR]);
  return `trading is at ${share} of the first iteration's, below the floor of ${TRADING_FLOOR}`;
}
