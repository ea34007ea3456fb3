import { describe, expect, it } from 'vitest';
import type { Kpi } from '../edge/edge-report.ts';
import { atBestInconclusive, combineVerdicts } from './combine-verdicts.ts';
import { levelsOf, statedError } from './family-error.ts';
import { RELEASE_AGAINST_BASELINE, RELEASE_POLICY, SOAK_POLICY } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { judgeIteration } from './judge-iteration.ts';
import { judge } from './judge.ts';
import { VERDICTS } from './judgement.ts';
import { kpisOf, measured } from './kpis.fixture.ts';

const NET: GateRule = { kpi: 'net_bps', good: 'above', hard: 2, weight: 3 };
const RISK: GateRule = { kpi: 'risk_ratio', good: 'below', hard: 0.5 };
const SOFT: GateRule = { kpi: 'fills', good: 'above', soft: 100 };
const EXACT: GateRule = { kind: 'invariant', kpi: 'throttle_ratio', good: 'below', hard: 0 };
const POLICY: GatePolicy = {
  name: 'test',
  min_samples: 30,
  last_iterations: 8,
  confidence: 0.9,
  fail_confidence: 0.8,
  rules: [NET, RISK, SOFT, EXACT],
};

describe('the levels of rules', () => {
  it('divide the error of a FAIL by weight among the rules that can err, and leave a PASS its own', () => {
    const levels = POLICY.rules.map((rule) => levelsOf(POLICY, POLICY.rules, rule, 1));
    expect(levels.map(({ pass }) => pass)).toEqual([0.9, 0.9, 0.9, 0.9]);
    expect(levels[0]?.fail).toBeCloseTo(0.85, 12);
    expect(levels[1]?.fail).toBeCloseTo(0.95, 12);
  });

  it.each([SOAK_POLICY, RELEASE_POLICY, RELEASE_AGAINST_BASELINE])('of $name add up to its stated error', (policy) => {
    for (const looks of [1, 24]) {
      const errors = policy.rules.map((rule) => 1 - levelsOf(policy, policy.rules, rule, looks).fail);
      const sum = errors.reduce((left, right) => left + right, 0);
      expect(sum * looks).toBeCloseTo(statedError(policy, looks).false_fail, 12);
    }
  });

  it('of a rule alone are those of its policy', () => {
    const { fail_confidence: _, ...plain } = POLICY;
    expect(levelsOf(plain, [NET], NET, 1)).toEqual({ pass: 0.9, fail: 0.9 });
    expect(statedError(plain, 1)).toEqual({ false_pass: 0.1, false_fail: 0.1, looks: 1 });
    expect(statedError(POLICY, 3)).toEqual({ false_pass: 0.1, false_fail: 0.2, looks: 3 });
  });

  it('never let a rule fail on a bound that lies on the good side of its value', () => {
    expect(levelsOf({ ...POLICY, fail_confidence: 0.1 }, [NET], NET, 1).fail).toBe(0.51);
  });

  it('need looks that are counted', () => {
    for (const looks of [0, 1.5]) expect(() => statedError(POLICY, looks)).toThrow(/looks/);
  });
});

describe('a judgement', () => {
  const kpis = (net: number): ReturnType<typeof kpisOf> =>
    kpisOf({ net_bps: measured(net, 0.4), risk_ratio: measured(0.3, 0.01), fills: measured(1000, 10) });
  const policy = { ...POLICY, rules: [NET, RISK, SOFT] };

  it('states its error', () => {
    expect(judge(policy, kpis(3), [1]).error).toEqual({ false_pass: 0.1, false_fail: 0.2, looks: 1 });
  });

  it('fails on the bound of its share of the error, which it shows where it is nearer than the interval', () => {
    // The interval at 90 % ends 0.4 above the value, the bound at 85 % at 0.32.
    const [result] = judge(policy, kpis(1.63), [1]).rules;
    expect(result).toMatchObject({ verdict: 'FAIL', code: 'hard_line_broken' });
    expect(result?.fail_bound?.confidence).toBeCloseTo(0.85, 12);
    expect(result?.fail_bound?.bound).toBeCloseTo(1.63 + 0.4 * (1.0711 / 1.3368), 3);
    expect(result?.reason).toBe('net_bps 1.63 [1.23, 2.03] is below the hard line 2, whose bound at 85 % is 1.951');
  });

  it('says where a rule is below its line but not as surely as a FAIL among several needs', () => {
    const strict = { ...policy, fail_confidence: 0.9, rules: [{ ...NET, weight: 1 }, RISK] };
    const [result] = judge(strict, kpis(1.55), [1]).rules;
    expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', code: 'hard_line_open' });
    expect(result?.reason).toBe(
      'net_bps 1.55 [1.15, 1.95] is below the hard line 2, but not at the 95 % that a FAIL of this rule among all needs',
    );
  });

  it('is not made more often wrong by being made after every iteration that could end the run', () => {
    const verdict = (gate_mode: 'soft' | 'hard', net: number): string =>
      judgeIteration({ policy, gate_mode, iterations: 24 }, kpis(net), 5).verdict;
    expect([verdict('soft', 1.5), verdict('hard', 1.5), verdict('hard', 0.5)]).toEqual([
      'FAIL',
      'INCONCLUSIVE',
      'FAIL',
    ]);
    expect(judgeIteration({ policy, gate_mode: 'hard', iterations: 24 }, kpis(3), 5).error?.looks).toBe(24);
  });

  it('leaves rules that need a run out of the verdict of one iteration, and their part of the error with them', () => {
    const slope: GateRule = { kind: 'slope', kpi: 'net_bps', good: 'above', hard: -1 };
    const { rules } = judge({ ...policy, rules: [NET, slope] }, kpis(3), [1]);
    expect(rules.map(({ kind }) => kind)).toEqual(['absolute']);
    expect(rules[0]?.fail_bound?.confidence).toBeCloseTo(0.8, 12);
    expect(judge({ ...policy, rules: [slope] }, kpis(3), [1]).verdict).toBe('NO_DATA');
  });

  it('says how far the line is, and about how many iterations would decide', () => {
    // The bound reaches 0.4 and the margin is 0.2: four times the iterations.
    const [open] = judge(policy, kpis(2.2), [1, 2, 3]).rules;
    expect(open).toMatchObject({ verdict: 'INCONCLUSIVE', more_iterations: 9 });
    expect(open?.margin).toBeCloseTo(0.2, 12);
    const [decided] = judge(policy, kpis(3), [1, 2, 3]).rules;
    expect(decided?.margin).toBeCloseTo(1, 12);
    expect(decided).not.toHaveProperty('more_iterations');
    const [onTheLine] = judge(policy, kpis(2), [1, 2, 3]).rules;
    expect(onTheLine).toMatchObject({ verdict: 'INCONCLUSIVE', margin: 0 });
    expect(onTheLine).not.toHaveProperty('more_iterations');
    // Below the line it is the bound of a FAIL that must come nearer: 0.32 to reach over 0.2.
    const [below] = judge(policy, kpis(1.8), [1, 2, 3]).rules;
    expect(below).toMatchObject({ verdict: 'INCONCLUSIVE', more_iterations: 5 });
  });

  it('says how many iterations would show that a soft line holds', () => {
    const [soft] = judge({ ...policy, rules: [{ ...NET, soft: 3 }] }, kpis(3.2), [1]).rules;
    expect(soft).toMatchObject({ verdict: 'WARN', code: 'soft_line_open', more_iterations: 3 });
  });

  it('gives a rule that may stand aside no voice, and never passes on such rules alone', () => {
    const absent: Kpi = { kind: 'absent', reason: 'no fills' };
    const aside: GateRule = { ...NET, missing: 'ignore', missing_reason: 'nobody trades at night' };
    const both = { ...policy, rules: [aside, RISK] };
    const judgement = judge(both, { ...kpis(3), net_bps: absent }, [1]);
    expect(judgement.verdict).toBe('PASS');
    expect(judgement.rules[0]).toMatchObject({
      verdict: 'NO_DATA',
      code: 'no_value',
      ignored: 'nobody trades at night',
      reason: 'net_bps has no value: no fills; ignored: nobody trades at night',
    });
    expect(judge({ ...policy, rules: [aside] }, { ...kpis(3), net_bps: absent }, [1]).verdict).toBe('NO_DATA');
    expect(judge(both, kpis(1), [1]).verdict).toBe('FAIL');
  });
});

describe('the verdict of a run that was not seen whole', () => {
  it('is INCONCLUSIVE where it was better', () => {
    expect(VERDICTS.map(atBestInconclusive)).toEqual([
      'INCONCLUSIVE',
      'INCONCLUSIVE',
      'INCONCLUSIVE',
      'NO_DATA',
      'FAIL',
    ]);
  });
});

describe('the verdict of several results', () => {
  it('is the worst that has a voice, and NO_DATA without any', () => {
    expect(combineVerdicts([])).toBe('NO_DATA');
    expect(combineVerdicts([{ verdict: 'PASS' }, { verdict: 'NO_DATA', ignored: 'why' }])).toBe('PASS');
    for (const verdict of VERDICTS) expect(combineVerdicts([{ verdict: 'PASS' }, { verdict }])).toBe(verdict);
  });
});
