import { describe, expect, it } from 'vitest';
import type { GateKpis } from '../edge/process-kpis.ts';
import { RELEASE_POLICY, SMOKE_POLICY, SOAK_POLICY } from './gate-policy.ts';
import { judgeRule } from './judge-rule.ts';
import type { RuleResult } from './judgement.ts';
import { withProcessRules, withProcessRulesOf } from './process-rules.ts';
import { ruleName } from './rule-name.ts';

const POLICY = withProcessRules(SOAK_POLICY);
const HOUR_US = 3_600_000_000;

function judged(kpi: 'rss_min_mb' | 'open_files_min', values: readonly number[]): RuleResult {
  const rule = POLICY.rules.find((one) => one.kpi === kpi);
  if (rule === undefined) throw new Error(`there is no rule on ${kpi}`);
  const series = values.map((value, index) => ({
    iteration: index + 1,
    kpis: { [kpi]: { kind: 'value', value, n: 60 } } as GateKpis,
    startUs: index * HOUR_US,
    endUs: (index + 1) * HOUR_US,
  }));
  const levels = { pass: 0.9, fail: 0.98 };
  return judgeRule(rule, { kpis: {}, series }, { policy: POLICY, levels, iterations: values.length });
}

describe('the rules on a process', () => {
  it('fail memory that grows by 5 MB an iteration, after a warm-up or with a jump in it', () => {
    expect(judged('rss_min_mb', [40, 45, 50, 55, 60, 65, 70, 75]).verdict).toBe('FAIL');
    expect(judged('rss_min_mb', [20, 45, 50, 55, 60, 65, 100, 105]).verdict).toBe('FAIL');
  });

  it('pass what is full after its first iteration, however alike its neighbours are', () => {
    expect(judged('rss_min_mb', [20, 45, 45.2, 45.3, 45.4, 45.4, 45.5, 45.5]).verdict).toBe('PASS');
    expect(judged('rss_min_mb', [45, 52, 44, 51, 46, 52, 45, 50]).verdict).not.toBe('FAIL');
  });

  it('fail files that are never closed', () => {
    expect(judged('open_files_min', [7, 10, 13, 16, 19, 22, 25, 28]).verdict).toBe('FAIL');
    expect(judged('open_files_min', [7, 7, 7, 7, 7, 7, 7, 7]).verdict).toBe('PASS');
  });

  it('are asked of no policy that looks at too few iterations, and never twice', () => {
    expect(withProcessRules(SMOKE_POLICY)).toBe(SMOKE_POLICY);
    expect(withProcessRules(POLICY)).toBe(POLICY);
  });

  it('follow a run into its release', () => {
    expect(withProcessRulesOf(SOAK_POLICY, RELEASE_POLICY)).toBe(RELEASE_POLICY);
    const names = withProcessRulesOf(POLICY, RELEASE_POLICY).rules.map(ruleName);
    expect(names.slice(-2)).toEqual(['rss_min_mb/slope', 'open_files_min/slope']);
  });
});
