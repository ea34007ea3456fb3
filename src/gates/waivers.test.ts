import { describe, expect, test } from 'vitest';
import { SOAK_POLICY } from './gate-policy.ts';
import type { JudgedTogether } from './judge-together.ts';
import { VERDICTS } from './judgement.ts';
import type { RuleResult, Verdict } from './judgement.ts';
import { kpisOf } from './kpis.fixture.ts';
import { applyWaivers } from './waivers.ts';
import type { Waiver } from './waivers.ts';

const TODAY = '2026-11-22';
const WAIVER: Waiver = { rule: 'net_bps', reason: 'fees rise on Monday', author: 'ann', expires: '2026-12-31' };

function judged(net: Verdict, risk: Verdict, incomplete?: string): JudgedTogether {
  const rules: readonly RuleResult[] = [
    { kpi: 'net_bps', verdict: net, reason: 'net_bps 1 is below the hard line 2', value: 1 },
    { kpi: 'risk_ratio', verdict: risk, reason: 'risk_ratio', value: 0.3 },
  ];
  const verdicts = new Set([net, risk, ...(incomplete === undefined ? [] : ['INCONCLUSIVE' as const])]);
  const verdict = VERDICTS.findLast((one) => verdicts.has(one)) ?? 'NO_DATA';
  const judgement = {
    verdict,
    policy: SOAK_POLICY,
    iterations: [1],
    rules,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
  return { judgement, kpis: kpisOf({}), line: '| kpi_gate | as it was |' };
}

describe('a waiver', () => {
  test('makes the FAIL of its rule a WARN, in rule, verdict and gate line, and is told of', () => {
    const { judgement, line } = applyWaivers(judged('FAIL', 'PASS'), [WAIVER], TODAY);
    expect(judgement.verdict).toBe('WARN');
    expect(judgement.rules[0]).toMatchObject({
      verdict: 'WARN',
      waived: true,
      reason: 'net_bps 1 is below the hard line 2; waived until 2026-12-31 by ann: fees rise on Monday',
    });
    expect(judgement.waivers).toEqual([{ ...WAIVER, state: 'used' }]);
    expect(judgement.judged_on).toBe(TODAY);
    expect(line).toContain('status=WARN');
  });

  test('holds through its last day and not beyond', () => {
    expect(applyWaivers(judged('FAIL', 'PASS'), [WAIVER], '2026-12-31').judgement.verdict).toBe('WARN');
    const { judgement } = applyWaivers(judged('FAIL', 'PASS'), [WAIVER], '2027-01-01');
    expect(judgement.verdict).toBe('FAIL');
    expect(judgement.rules).toEqual(judged('FAIL', 'PASS').judgement.rules);
    expect(judgement.waivers).toEqual([{ ...WAIVER, state: 'expired' }]);
  });

  test('covers its own rule alone', () => {
    expect(applyWaivers(judged('FAIL', 'FAIL'), [WAIVER], TODAY).judgement.verdict).toBe('FAIL');
    expect(applyWaivers(judged('PASS', 'FAIL'), [WAIVER], TODAY).judgement).toMatchObject({
      verdict: 'FAIL',
      waivers: [{ ...WAIVER, state: 'not_needed' }],
    });
  });

  test.each(['INCONCLUSIVE', 'NO_DATA'] as const)('never makes %s anything better', (verdict) => {
    const own = applyWaivers(judged(verdict, 'PASS'), [WAIVER], TODAY);
    expect(own.judgement).toMatchObject({ verdict, waivers: [{ ...WAIVER, state: 'not_needed' }] });
    expect(applyWaivers(judged('FAIL', verdict), [WAIVER], TODAY).judgement.verdict).toBe(verdict);
  });

  test('is of no use to a rule that fails because its data are missing', () => {
    const { judgement, ...rest } = judged('FAIL', 'PASS');
    const rules = judgement.rules.map(({ kpi, verdict, reason }) => ({ kpi, verdict, reason }));
    const waived = applyWaivers({ ...rest, judgement: { ...judgement, rules } }, [WAIVER], TODAY);
    expect(waived.judgement).toMatchObject({ verdict: 'FAIL', waivers: [{ state: 'not_needed' }] });
  });

  test('does not give a voice to a rule that stands aside', () => {
    const { judgement, ...rest } = judged('FAIL', 'NO_DATA');
    const rules = judgement.rules.map((rule) => (rule.kpi === 'net_bps' ? rule : { ...rule, ignored: 'not reported' }));
    expect(applyWaivers({ ...rest, judgement: { ...judgement, rules } }, [WAIVER], TODAY).judgement.verdict).toBe(
      'WARN',
    );
  });

  test('does not make a whole run of one that stopped short', () => {
    const { judgement } = applyWaivers(judged('FAIL', 'PASS', 'only 2 of 5'), [WAIVER], TODAY);
    expect(judgement).toMatchObject({ verdict: 'INCONCLUSIVE', incomplete: 'only 2 of 5' });
  });

  test('does not settle a run that never did', () => {
    const { judgement, ...rest } = judged('FAIL', 'PASS');
    const warm_up = { iterations: [1], reason: 'net_bps never settled', settled: false };
    const { judgement: waived } = applyWaivers({ ...rest, judgement: { ...judgement, warm_up } }, [WAIVER], TODAY);
    expect(waived.verdict).toBe('INCONCLUSIVE');
  });

  test('changes no byte where there is none', () => {
    const before = judged('FAIL', 'PASS');
    expect(applyWaivers(before, [], TODAY)).toBe(before);
  });
});
