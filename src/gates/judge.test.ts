import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Interval, Kpi } from '../edge/edge-report.ts';
import { canonicalJson } from '../json/canonical.ts';
import { RELEASE_POLICY, SMOKE_POLICY, SOAK_POLICY } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { judge } from './judge.ts';
import { VERDICTS } from './judgement.ts';
import type { RuleResult, Verdict } from './judgement.ts';
import { kpisOf, measured } from './kpis.fixture.ts';

const NET: GateRule = { kpi: 'net_bps', good: 'above', soft: 2.7, hard: 2 };
const RISK: GateRule = { kpi: 'risk_ratio', good: 'below', soft: 0.4, hard: 0.5 };

function policyOf(...rules: readonly GateRule[]): GatePolicy {
  return { name: 'test', min_samples: 30, last_iterations: 8, confidence: 0.9, rules };
}

function judgeOne(rule: GateRule, kpi: Kpi): RuleResult {
  const [result] = judge(policyOf(rule), kpisOf({ [rule.kpi]: kpi }), [1]).rules;
  if (result === undefined) throw new Error('one rule gives one result');
  return result;
}

function between(lower: number, value: number, upper: number): Kpi & { kind: 'value' } {
  return { kind: 'value', value, n: 500, interval: { lower, upper, confidence: 0.9 } };
}

describe('a rule where more is good', () => {
  it.each<[Verdict, number, number, number, string]>([
    ['PASS', 3, 3.2, 3.4, 'net_bps 3.2 [3, 3.4] is above the hard line 2 and above the soft line 2.7'],
    ['PASS', 2.7, 3, 3.3, 'net_bps 3 [2.7, 3.3] is above the hard line 2 and at or above the soft line 2.7'],
    ['WARN', 2.28, 2.41, 2.55, 'net_bps 2.41 [2.28, 2.55] is above the hard line 2 and below the soft line 2.7'],
    ['WARN', 2.6, 2.8, 3, 'net_bps 2.8 [2.6, 3] is above the hard line 2 and not shown to be above the soft line 2.7'],
    [
      'WARN',
      2,
      2.35,
      2.7,
      'net_bps 2.35 [2, 2.7] is at or above the hard line 2 and not shown to be above the soft line 2.7',
    ],
    ['INCONCLUSIVE', 1.9, 2.4, 2.9, 'net_bps 2.4 [1.9, 2.9] straddles the hard line 2'],
    ['INCONCLUSIVE', 1.5, 1.8, 2, 'net_bps 1.8 [1.5, 2] straddles the hard line 2'],
    ['INCONCLUSIVE', 1, 3, 5, 'net_bps 3 [1, 5] straddles the hard line 2'],
    ['FAIL', 1.2, 1.5, 1.99, 'net_bps 1.5 [1.2, 1.99] is below the hard line 2'],
  ])('is %s at [%d, %d, %d]', (verdict, lower, value, upper, reason) => {
    expect(judgeOne(NET, between(lower, value, upper))).toMatchObject({
      kpi: 'net_bps',
      kind: 'absolute',
      verdict,
      reason,
      value,
      n: 500,
      interval: { lower, upper, confidence: 0.9 },
    });
  });
});

describe('a rule where less is good', () => {
  it.each<[Verdict, number, number, number, string]>([
    ['PASS', 0.3, 0.35, 0.39, 'risk_ratio 0.35 [0.3, 0.39] is below the hard line 0.5 and below the soft line 0.4'],
    ['PASS', 0.3, 0.35, 0.4, 'risk_ratio 0.35 [0.3, 0.4] is below the hard line 0.5 and at or below the soft line 0.4'],
    ['WARN', 0.41, 0.45, 0.49, 'risk_ratio 0.45 [0.41, 0.49] is below the hard line 0.5 and above the soft line 0.4'],
    [
      'WARN',
      0.3,
      0.39,
      0.45,
      'risk_ratio 0.39 [0.3, 0.45] is below the hard line 0.5 and not shown to be below the soft line 0.4',
    ],
    ['INCONCLUSIVE', 0.4, 0.47, 0.51, 'risk_ratio 0.47 [0.4, 0.51] straddles the hard line 0.5'],
    ['INCONCLUSIVE', 0.5, 0.55, 0.6, 'risk_ratio 0.55 [0.5, 0.6] straddles the hard line 0.5'],
    ['FAIL', 0.501, 0.6, 0.7, 'risk_ratio 0.6 [0.501, 0.7] is above the hard line 0.5'],
  ])('is %s at [%d, %d, %d]', (verdict, lower, value, upper, reason) => {
    expect(judgeOne(RISK, between(lower, value, upper))).toMatchObject({ verdict, reason });
  });
});

describe('a reason', () => {
  it('never rounds a figure across the line that it is compared with', () => {
    expect(judgeOne(NET, between(1.2, 1.5, 1.99999)).reason).toBe(
      'net_bps 1.5 [1.2, 1.99999] is below the hard line 2',
    );
    expect(judgeOne(NET, between(2.000004, 2.3, 2.699996)).reason).toBe(
      'net_bps 2.3 [2.000004, 2.699996] is above the hard line 2 and below the soft line 2.7',
    );
  });

  it('keeps those digits where too few observations decide nothing', () => {
    expect(judgeOne(NET, { ...measured(1.99999, 0.1), n: 3 }).reason).toBe(
      'net_bps 1.99999 rests on 3 observations, and a verdict needs 30',
    );
    expect(judgeOne(NET, { ...measured(2.69999, 0.1), n: 3 }).reason).toContain('net_bps 2.69999 rests');
    expect(judgeOne({ kpi: 'net_bps', good: 'above', hard: 2 }, { ...measured(2.69999, 0.1), n: 3 }).reason).toContain(
      'net_bps 2.7 rests',
    );
  });

  it('writes four digits where they are enough, also beside a single line', () => {
    const rule: GateRule = { kpi: 'net_bps', good: 'above', hard: 2 };
    expect(judgeOne(rule, between(2.123456, 3.256789, 4)).reason).toBe(
      'net_bps 3.257 [2.123, 4] is above the hard line 2',
    );
  });
});

describe('a rule with one line', () => {
  const hardOnly: GateRule = { kpi: 'net_bps', good: 'above', hard: 2 };
  const softOnly: GateRule = { kpi: 'net_bps', good: 'above', soft: 2 };

  it.each<[GateRule, Kpi, Verdict, string]>([
    [hardOnly, measured(3, 0.5), 'PASS', 'net_bps 3 [2.5, 3.5] is above the hard line 2'],
    [hardOnly, measured(2, 0.5), 'INCONCLUSIVE', 'net_bps 2 [1.5, 2.5] straddles the hard line 2'],
    [hardOnly, measured(1, 0.5), 'FAIL', 'net_bps 1 [0.5, 1.5] is below the hard line 2'],
    [softOnly, measured(3, 0.5), 'PASS', 'net_bps 3 [2.5, 3.5] is above the soft line 2'],
    [softOnly, measured(2, 0.5), 'WARN', 'net_bps 2 [1.5, 2.5] is not shown to be above the soft line 2'],
    [softOnly, measured(1, 0.5), 'WARN', 'net_bps 1 [0.5, 1.5] is below the soft line 2'],
  ])('%j of %j is %s', (rule, kpi, verdict, reason) => {
    expect(judgeOne(rule, kpi)).toMatchObject({ verdict, reason });
  });
});

describe('what was not measured', () => {
  it.each<[string, Kpi, Verdict, string]>([
    ['an absent KPI', { kind: 'absent', reason: 'no fills' }, 'NO_DATA', 'net_bps has no value: no fills'],
    ['NaN', { ...measured(9, 0.1), value: Number.NaN }, 'NO_DATA', 'net_bps has no value: NaN is no finite number'],
    [
      'infinity',
      { ...measured(9, 0.1), value: Infinity },
      'NO_DATA',
      'net_bps has no value: Infinity is no finite number',
    ],
    [
      'a value on NaN observations',
      { ...measured(9, 0.1), n: Number.NaN },
      'NO_DATA',
      'net_bps has no value: it rests on NaN observations',
    ],
    [
      'too few observations',
      { ...measured(9, 0.1), n: 29 },
      'INCONCLUSIVE',
      'net_bps 9 rests on 29 observations, and a verdict needs 30',
    ],
    ['no interval', measured(9), 'INCONCLUSIVE', 'net_bps 9 has no interval, and a point alone decides nothing'],
    ['a failing point', measured(-9), 'INCONCLUSIVE', 'net_bps -9 has no interval, and a point alone decides nothing'],
    ['a bound that is NaN', between(Number.NaN, 9, 10), 'INCONCLUSIVE', 'net_bps 9 has no usable interval: [NaN, 10]'],
    ['an infinite bound', between(8, 9, Infinity), 'INCONCLUSIVE', 'net_bps 9 has no usable interval: [8, Infinity]'],
    ['an interval upside down', between(10, 9, 8), 'INCONCLUSIVE', 'net_bps 9 has no usable interval: [10, 8]'],
  ])('never passes: %s', (_, kpi, verdict, reason) => {
    expect(judgeOne(NET, kpi)).toMatchObject({ verdict, reason });
  });

  it('is null where a damaged file holds it', () => {
    const noValue: Kpi = JSON.parse('{"kind":"value","value":null,"n":500}');
    const noCount: Kpi = JSON.parse('{"kind":"value","value":9,"n":null}');
    expect(judgeOne(NET, noValue)).toMatchObject({
      verdict: 'NO_DATA',
      reason: 'net_bps has no value: null is no finite number',
    });
    expect(judgeOne(NET, noCount)).toMatchObject({
      verdict: 'NO_DATA',
      reason: 'net_bps has no value: it rests on null observations',
    });
  });

  it('leaves nothing in the result that JSON could not hold', () => {
    for (const kpi of [
      { ...measured(9), n: Number.NaN },
      { ...measured(9), value: Number.NaN },
      between(Number.NaN, 9, Infinity),
    ]) {
      const result = judgeOne(NET, kpi);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    }
  });

  it('is a KPI that an older report does not carry', () => {
    const { net_bps: _, ...older } = kpisOf({});
    const { rules } = judge(policyOf(NET), older, [1]);
    expect(rules).toEqual([
      {
        kpi: 'net_bps',
        kind: 'absolute',
        verdict: 'NO_DATA',
        code: 'no_value',
        reason: 'net_bps has no value: the report does not carry it',
      },
    ]);
  });

  it('is a run without iterations, whatever its KPIs say', () => {
    const judgement = judge(policyOf(NET), kpisOf({ net_bps: measured(9, 0.1) }), []);
    expect(judgement.verdict).toBe('NO_DATA');
    expect(judgement.rules[0]?.reason).toBe('net_bps has no value: no iteration was completed');
  });

  it('is not a point beside its interval, which weakens the verdict at most', () => {
    expect(judgeOne(NET, between(3, 2.9, 4))).toMatchObject({ verdict: 'PASS' });
    expect(judgeOne(NET, between(3, 1, 4))).toMatchObject({ verdict: 'INCONCLUSIVE' });
    expect(judgeOne(NET, between(0, 2, 1))).toMatchObject({ verdict: 'INCONCLUSIVE' });
    expect(judgeOne(RISK, between(0.1, 0.45, 0.2))).toMatchObject({ verdict: 'WARN' });
  });

  it('passes at exactly the least number of observations', () => {
    expect(judgeOne(NET, { ...measured(9, 0.1), n: 30 }).verdict).toBe('PASS');
  });
});

describe('a result', () => {
  it('holds no negative zero, which artifacts refuse', () => {
    const result = judgeOne({ kpi: 'net_bps', good: 'above', hard: 0 }, between(-0, -0, -0));
    expect(result).toMatchObject({ verdict: 'PASS', value: 0, margin: 0, interval: { lower: 0, upper: 0 } });
    expect(result.fail_bound?.bound).toBe(0);
    expect(() => canonicalJson(result)).not.toThrow();
    const mirrored = judgeOne({ kpi: 'net_bps', good: 'below', hard: 0 }, between(-0, -0, -0));
    expect(() => canonicalJson(mirrored)).not.toThrow();
  });

  it('of a rule that ignores missing data without a reason is a bug', () => {
    expect(() => judgeOne({ ...NET, missing: 'ignore' }, { kind: 'absent', reason: 'no fills' })).toThrow(/says why/);
  });
});

describe('a code', () => {
  const absent: Kpi = { kind: 'absent', reason: 'no fills' };
  const { evidence: sound, ...bare } = measured(9, 0.1);
  it.each<[string, Kpi, RuleResult['code']]>([
    ['shown to be good', measured(9, 0.1), 'holds'],
    ['shown to be beyond the soft line', measured(2.4, 0.1), 'soft_line_broken'],
    ['not shown to keep the soft line', measured(2.7, 0.1), 'soft_line_open'],
    ['shown to be beyond the hard line', measured(1, 0.1), 'hard_line_broken'],
    ['neither', measured(2, 0.1), 'hard_line_open'],
    ['too thin', { ...measured(9, 0.1), n: 29 }, 'too_few_samples'],
    ['without bounds', measured(9), 'no_interval'],
    ['with bounds that are none', between(10, 9, 8), 'unusable_interval'],
    ['absent', absent, 'no_value'],
    ['not finite', { ...measured(9, 0.1), value: Number.NaN }, 'not_finite'],
    ['on observations that are not counted', { ...measured(9, 0.1), n: Number.NaN }, 'not_finite'],
    [
      'with bounds laid for less confidence',
      { ...bare, interval: { lower: 8, upper: 10, confidence: 0.8 } },
      'no_interval',
    ],
  ])('says that a KPI is %s', (_, kpi, code) => {
    expect(judgeOne(NET, kpi).code).toBe(code);
  });

  it.each<[string, number, number]>([
    ['NaN', Number.NaN, 16],
    ['infinite', Number.POSITIVE_INFINITY, 16],
    ['negative', -0.1, 16],
    ['of no degrees of freedom', 0.1, 0],
    ['of half a degree', 0.1, 1.5],
    ['of NaN degrees', 0.1, Number.NaN],
  ])('says that a standard error is unusable that is %s', (_, standardError, degrees) => {
    if (sound === undefined) throw new Error('the fixture has evidence');
    const evidence = { ...sound, standard_error: standardError, degrees };
    const result = judgeOne(NET, { ...measured(9, 0.1), evidence });
    expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', code: 'unusable_interval' });
    expect(result.reason).toBe(
      `net_bps 9 has no usable standard error: ${standardError} on ${degrees} degrees of freedom`,
    );
  });

  it('says that an error of 0 on one degree of freedom is one', () => {
    if (sound === undefined) throw new Error('the fixture has evidence');
    expect(judgeOne(NET, { ...measured(9, 0), evidence: { ...sound, standard_error: 0, degrees: 1 } }).code).toBe(
      'holds',
    );
  });
});

describe('the verdict of several rules', () => {
  const net: { readonly [verdict in Verdict]: Kpi } = {
    PASS: measured(4, 0.1),
    WARN: measured(2.4, 0.1),
    INCONCLUSIVE: measured(2, 0.1),
    NO_DATA: { kind: 'absent', reason: 'no fills' },
    FAIL: measured(1, 0.1),
  };
  const risk: { readonly [verdict in Verdict]: Kpi } = {
    PASS: measured(0.2, 0.01),
    WARN: measured(0.45, 0.01),
    INCONCLUSIVE: measured(0.5, 0.01),
    NO_DATA: { kind: 'absent', reason: 'no decisions' },
    FAIL: measured(0.8, 0.01),
  };

  it.each(VERDICTS.flatMap((one) => VERDICTS.map((other): [Verdict, Verdict] => [one, other])))(
    'is the worse of %s and %s',
    (one, other) => {
      const judgement = judge(policyOf(NET, RISK), kpisOf({ net_bps: net[one], risk_ratio: risk[other] }), [7, 8]);
      expect(judgement.rules.map(({ verdict }) => verdict)).toEqual([one, other]);
      expect(judgement.verdict).toBe(VERDICTS[Math.max(VERDICTS.indexOf(one), VERDICTS.indexOf(other))]);
      expect(judgement.iterations).toEqual([7, 8]);
    },
  );

  it('orders the verdicts so that doubt beats WARN and FAIL beats doubt', () => {
    expect(VERDICTS).toEqual(['PASS', 'WARN', 'INCONCLUSIVE', 'NO_DATA', 'FAIL']);
  });

  it('is a bug to ask for without rules or lines, which would pass anything', () => {
    expect(() => judge(policyOf(), kpisOf({}), [1])).toThrow(/without rules/);
    expect(() => judgeOne({ kpi: 'net_bps', good: 'above' }, measured(9, 0.1))).toThrow(/without a line/);
  });
});

describe('the built-in policies', () => {
  const good = kpisOf({
    net_bps: measured(3.2, 0.1),
    risk_ratio: measured(0.3, 0.01),
    maker_taker_ratio: measured(0.95, 0.01),
    p95_latency_ms: measured(280, 5),
  });

  it.each([SOAK_POLICY, RELEASE_POLICY, SMOKE_POLICY])('$name passes a good run and judges nothing else', (policy) => {
    expect(judge(policy, good, [1, 2, 3]).verdict).toBe('PASS');
    expect(judge(policy, kpisOf({}), [1, 2, 3]).verdict).toBe('NO_DATA');
  });

  it.each<[GatePolicy, string, Kpi, Verdict]>([
    [SOAK_POLICY, 'risk_ratio', measured(0.45, 0.01), 'WARN'],
    [SOAK_POLICY, 'risk_ratio', measured(0.55, 0.01), 'FAIL'],
    [SOAK_POLICY, 'maker_taker_ratio', measured(0.87, 0.01), 'WARN'],
    [SOAK_POLICY, 'maker_taker_ratio', measured(0.8, 0.01), 'FAIL'],
    [SOAK_POLICY, 'net_bps', measured(2.4, 0.1), 'WARN'],
    [SOAK_POLICY, 'net_bps', measured(1.8, 0.1), 'FAIL'],
    [SOAK_POLICY, 'p95_latency_ms', measured(370, 5), 'WARN'],
    [SOAK_POLICY, 'p95_latency_ms', measured(420, 5), 'FAIL'],
    [RELEASE_POLICY, 'risk_ratio', measured(0.44, 0.01), 'FAIL'],
    [RELEASE_POLICY, 'maker_taker_ratio', measured(0.82, 0.01), 'FAIL'],
    [RELEASE_POLICY, 'net_bps', measured(2.5, 0.1), 'FAIL'],
    [RELEASE_POLICY, 'p95_latency_ms', measured(365, 5), 'FAIL'],
    [SMOKE_POLICY, 'risk_ratio', measured(0.85, 0.01), 'FAIL'],
    [SMOKE_POLICY, 'net_bps', measured(-11, 0.5), 'FAIL'],
    [SMOKE_POLICY, 'maker_taker_ratio', measured(0.4, 0.01), 'FAIL'],
  ])('$name with %s at %j is %s', (policy, kpi, value, verdict) => {
    expect(judge(policy, { ...good, [kpi]: value }, [1]).verdict).toBe(verdict);
  });
});

function ruleOf(drawn: { good: GateRule['good']; lines: { hard?: number; soft?: number; gap?: number } }): GateRule {
  const { good, lines } = drawn;
  const { hard, soft, gap } = lines;
  if (hard === undefined) return soft === undefined ? { kpi: 'net_bps', good } : { kpi: 'net_bps', good, soft };
  if (gap === undefined) return { kpi: 'net_bps', good, hard };
  return { kpi: 'net_bps', good, hard, soft: good === 'above' ? hard + gap : hard - gap };
}

describe('on any numbers', () => {
  const finite = fc.double({ min: -10, max: 10, noNaN: true });
  const width = fc.double({ min: 0, max: 5, noNaN: true });
  const lines = fc.oneof(
    fc.record({ hard: finite }),
    fc.record({ soft: finite }),
    fc.record({ hard: finite, gap: width }),
  );
  const rules = fc.record({ good: fc.constantFrom<GateRule['good']>('above', 'below'), lines }).map(ruleOf);

  function severity(rule: GateRule, value: number, { lower, upper }: Omit<Interval, 'confidence'>): number {
    return VERDICTS.indexOf(judgeOne(rule, between(lower, value, upper)).verdict);
  }

  it('a worse KPI never has a better verdict', () => {
    const worsening = fc.tuple(width, width, width);
    fc.assert(
      fc.property(rules, finite, width, width, worsening, (rule, value, below, above, [lower, middle, upper]) => {
        const sign = rule.good === 'above' ? -1 : 1;
        const before = { lower: value - below, upper: value + above };
        const after = { lower: before.lower + sign * lower, upper: before.upper + sign * upper };
        fc.pre(after.lower <= after.upper);
        expect(severity(rule, value + sign * middle, after)).toBeGreaterThanOrEqual(severity(rule, value, before));
      }),
      { numRuns: 1000 },
    );
  });

  it('a wider interval never decides what a narrower one left open, nor turns its verdict', () => {
    const [pass, fail] = [VERDICTS.indexOf('PASS'), VERDICTS.indexOf('FAIL')];
    fc.assert(
      fc.property(rules, finite, width, width, width, width, (rule, value, below, above, moreBelow, moreAbove) => {
        const narrow = severity(rule, value, { lower: value - below, upper: value + above });
        const wide = severity(rule, value, { lower: value - below - moreBelow, upper: value + above + moreAbove });
        if (wide === pass) expect(narrow).toBe(pass);
        if (wide === fail) expect(narrow).toBe(fail);
      }),
      { numRuns: 1000 },
    );
  });

  it('never passes a KPI whose bound lies on the bad side of a line', () => {
    fc.assert(
      fc.property(rules, finite, width, width, (rule, value, below, above) => {
        const bound = rule.good === 'above' ? value - below : value + above;
        const broken = [rule.hard, rule.soft].some(
          (line) => line !== undefined && (rule.good === 'above' ? bound < line : bound > line),
        );
        const passed = severity(rule, value, { lower: value - below, upper: value + above }) === 0;
        expect(passed).toBe(!broken);
      }),
      { numRuns: 1000 },
    );
  });
});
