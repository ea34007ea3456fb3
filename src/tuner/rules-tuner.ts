// The `rules` tuner: zones of risk, drivers, fallback and age relief. The rules are data (`rules.ts`); here they are evaluated on the
// newest iterations, and what they ask for becomes one proposal. It keeps no state: the history says everything.

import { PARAMETER_NAMES } from '../config/parameters.ts';
import { assert } from '../std/assert.ts';
import { figure } from '../std/figure.ts';
import { combineMoves } from './combine-moves.ts';
import { evaluateRules, missing } from './evaluate-rules.ts';
import type { Finding } from './evaluate-rules.ts';
import { HIGH_RISK, MULTI_FAIL_TRIGGERS, RULES } from './rules.ts';
import { tradingFloor } from './trading-floor.ts';
import type { Observation, Proposal, Tuner } from './tuner.ts';

export const rulesTuner: Tuner = { name: 'rules', propose };

function propose(history: readonly Observation[]): Proposal {
  const newest = history.at(-1);
  assert(newest !== undefined, 'a tuner is asked only after an iteration');
  const findings = evaluateRules(RULES, history);
  const calming = calmingReasons(findings, newest);
  const combinations = PARAMETER_NAMES.map((name) => {
    const floor = tradingFloor(name, history, findings, calming);
    return combineMoves(name, newest.parameters[name], findings, calming, floor);
  });
  const changes = combinations.flatMap(({ change }) => change ?? []);
  return {
    changes,
    rationale: [
      ...findings.filter(({ state }) => state === 'fired').map(({ rule, evidence }) => `${rule.name}: ${evidence}`),
      ...new Set(findings.flatMap(({ gaps }) => gaps)),
      ...combinations.flatMap(({ held }) => held),
      ...(changes.length === 0 ? ['nothing to change'] : []),
    ],
  };
}

/**
 * Why nothing may raise risk now. The first two keep missing data from ever loosening anything. High risk settles the conflict of
 * speeding up (or of anything else that raises risk) with it. Several triggers at once leave calming moves only; one that cannot be
 * judged counts, because it may well be one more.
 */
function calmingReasons(findings: readonly Finding[], newest: Observation): readonly string[] {
  const { risk_ratio: risk, net_bps: net } = newest.edge.kpis;
  const triggers = findings.filter(({ rule, state }) => rule.kind === 'driver' && state !== 'silent');
  return [
    ...(missing(risk) === undefined ? [] : ['risk_ratio being unknown']),
    ...(missing(net) === undefined ? [] : ['net_bps being unknown']),
    ...(risk.kind === 'value' && risk.value >= HIGH_RISK
      ? [`a risk_ratio of ${figure(risk.value, [HIGH_RISK])}, which is ${HIGH_RISK} or more`]
      : []),
    ...(triggers.length >= MULTI_FAIL_TRIGGERS
      ? [`${triggers.length} triggers at once (${triggers.map(({ rule }) => rule.name).join(', ')})`]
      : []),
  ];
}
