import { describe, expect, it } from 'vitest';
import type { Kpi } from '../edge/edge-report.ts';
import { RandomStream } from '../std/random.ts';
import type { GatePolicy, GateRule, RuleKindName } from './gate-policy.ts';
import { judgeRule } from './judge-rule.ts';
import type { RuleResult } from './judgement.ts';
import { measured } from './kpis.fixture.ts';
import type { GateEvidence, JudgedIteration } from './rule-kind.ts';
import { ruleKindSuite } from './rule-kind.conformance.ts';
import type { RuleKindCase } from './rule-kind.conformance.ts';
import { RULE_KINDS } from './rule-kinds.ts';

const HOUR_US = 3_600_000_000;

function iterations(values: readonly (Kpi | number)[]): readonly JudgedIteration[] {
  return values.map((value, index) => ({
    iteration: index + 1,
    kpis: { net_bps: typeof value === 'number' ? measured(value, 0.1) : value },
    startUs: index * HOUR_US,
    endUs: (index + 1) * HOUR_US,
  }));
}

/** 24 iterations of which the last holds the KPI given; the others go straight up to it, or are like it. */
const CASES: { readonly [kind in RuleKindName]: RuleKindCase } = {
  absolute: {
    rule: { kpi: 'net_bps', good: 'above', hard: 2 },
    evidence: (kpi) => ({ kpis: { net_bps: kpi } }),
    kpi: (goodness) => measured(2 + goodness, 0.3),
  },
  relative: {
    rule: { kind: 'relative', kpi: 'net_bps', good: 'above', hard: 0.2 },
    evidence: (kpi) => ({ kpis: { net_bps: kpi }, baseline: { net_bps: measured(3, 0.2) } }),
    kpi: (goodness) => measured(2.8 + goodness, 0.2),
  },
  share: {
    rule: { kind: 'share', kpi: 'net_bps', good: 'above', line: 2, hard: 0.75 },
    evidence: (kpi) => ({ kpis: {}, series: iterations(Array.from({ length: 24 }, () => kpi)) }),
    kpi: (goodness) => measured(2 + goodness, 0.1),
  },
  slope: {
    rule: { kind: 'slope', kpi: 'net_bps', good: 'above', hard: -0.01 },
    evidence: (kpi) => ({
      kpis: {},
      series: iterations(
        Array.from({ length: 24 }, (_, index) =>
          index === 23 || kpi.kind === 'absent' ? kpi : 2 + ((kpi.value - 2) * (index + 1)) / 24 + 0.02 * (index % 2),
        ),
      ),
    }),
    kpi: (goodness) => measured(1.76 + goodness, 0.1),
  },
  invariant: {
    rule: { kind: 'invariant', kpi: 'net_bps', good: 'below', hard: 0 },
    evidence: (kpi) => ({ kpis: {}, series: iterations([0, 0, kpi, 0]) }),
    kpi: (goodness) => measured(Math.max(0, -goodness), 0),
  },
};

const POLICY: GatePolicy = { name: 'test', min_samples: 30, last_iterations: 24, confidence: 0.9, rules: [] };

function judgeOne(rule: GateRule, evidence: GateEvidence): RuleResult {
  const count = evidence.series?.length ?? 1;
  return judgeRule(rule, evidence, { policy: POLICY, levels: { pass: 0.9, fail: 0.9 }, iterations: count });
}

describe('every kind in the list', () => {
  for (const { kind } of RULE_KINDS) ruleKindSuite(kind, CASES[kind]);

  it('stands there once', () => {
    expect(RULE_KINDS.map(({ kind }) => kind)).toEqual(Object.keys(CASES));
  });
});

describe('a rule of kind relative', () => {
  const rule: GateRule = { kind: 'relative', kpi: 'net_bps', good: 'above', soft: 0.1, hard: 0.4 };
  const against = (ours: Kpi, theirs: Kpi | undefined): RuleResult =>
    judgeOne(rule, { kpis: { net_bps: ours }, ...(theirs === undefined ? {} : { baseline: { net_bps: theirs } }) });

  it('judges the difference, whose error is that of both', () => {
    const result = against(measured(2.85, 0.12), measured(3, 0.16));
    expect(result.value).toBeCloseTo(-0.15, 9);
    // sqrt(0.12^2 + 0.16^2) = 0.2 at 16 degrees of freedom each; Welch gives 29, whose quantile is a little less.
    expect((result.interval?.upper ?? Number.NaN) - -0.15).toBeCloseTo(0.2 * (1.3114 / 1.3368), 3);
    expect(result.evidence?.degrees).toBe(29);
    expect(result.verdict).toBe('WARN');
    expect(result.reason).toBe(
      "net_bps less the baseline's -0.15 [-0.3462, 0.04621] is above the hard line -0.4 and not shown to be above the soft line -0.1",
    );
  });

  it('takes no pass from "not shown to be worse"', () => {
    expect(against(measured(3, 0.5), measured(3, 0.5))).toMatchObject({
      verdict: 'INCONCLUSIVE',
      code: 'hard_line_open',
    });
  });

  it('turns the margin round where less is good', () => {
    const below: GateRule = { kind: 'relative', kpi: 'net_bps', good: 'below', hard: 0.4 };
    const verdicts = [2, 3.2, 4].map(
      (value) =>
        judgeOne(below, { kpis: { net_bps: measured(value, 0.1) }, baseline: { net_bps: measured(3, 0.1) } }).verdict,
    );
    expect(verdicts).toEqual(['PASS', 'PASS', 'FAIL']);
  });

  it('is exact where both runs are', () => {
    const exact = (value: number): Kpi & { kind: 'value' } => measured(value, 0);
    expect(against(exact(3), exact(3))).toMatchObject({
      verdict: 'PASS',
      evidence: { standard_error: 0, degrees: 16 },
    });
    expect(against(exact(2.5), exact(3))).toMatchObject({ verdict: 'FAIL', evidence: { scale: 'plain' } });
  });

  it('has no data without a baseline, or where the baseline has none', () => {
    expect(against(measured(3, 0.1), undefined)).toMatchObject({
      verdict: 'NO_DATA',
      code: 'no_baseline',
      reason: 'net_bps has nothing to be compared with: no baseline was given',
    });
    const lost = against(measured(3, 0.1), { kind: 'absent', reason: 'no fills' });
    expect(lost).toMatchObject({ verdict: 'NO_DATA', code: 'no_baseline' });
    expect(lost.reason).toBe("the baseline's net_bps has no value: no fills");
  });

  it('decides nothing on a thin baseline, or one without an error', () => {
    expect(against(measured(3, 0.1), { ...measured(3, 0.1), n: 29 })).toMatchObject({
      verdict: 'INCONCLUSIVE',
      code: 'too_few_samples',
    });
    const { evidence: _, ...bare } = measured(3, 0.1);
    for (const [ours, theirs] of [
      [measured(9, 0.1), bare],
      [bare, measured(1, 0.1)],
    ] as const) {
      expect(against(ours, theirs)).toMatchObject({
        verdict: 'INCONCLUSIVE',
        code: 'no_interval',
        reason: 'net_bps or its baseline has no standard error',
      });
    }
  });
});

describe('a rule of kind share', () => {
  const rule: GateRule = { kind: 'share', kpi: 'net_bps', good: 'above', line: 2, soft: 0.9, hard: 0.5 };
  const shareOf = (good: number, all: number, spread = true): RuleResult => {
    const bad = all - good;
    const values = Array.from({ length: all }, (_, index) =>
      (spread ? Math.floor(((index + 1) * bad) / all) > Math.floor((index * bad) / all) : index < bad) ? 1 : 2,
    );
    return judgeOne(rule, { kpis: {}, series: iterations(values) });
  };

  it('counts an iteration on the line as good', () => {
    expect(shareOf(24, 24)).toMatchObject({ value: 1, n: 24, verdict: 'PASS' });
    expect(shareOf(18, 24)).toMatchObject({ value: 0.75, verdict: 'WARN' });
    expect(shareOf(4, 24)).toMatchObject({ verdict: 'FAIL' });
  });

  it('knows that few iterations show little', () => {
    // The exact lower bound at 90 % for n of n is 0.1^(1/n): 0.563 for 4.
    const result = judgeOne({ ...rule, hard: 0.75 }, { kpis: {}, series: iterations([3, 3, 3, 3]) });
    expect(result).toMatchObject({ verdict: 'INCONCLUSIVE', code: 'hard_line_open', interval: { upper: 1 } });
    expect(result.interval?.lower).toBeCloseTo(0.5623, 4);
    expect(result.more_iterations).toBeGreaterThan(2);
  });

  it('trusts iterations less that come in runs of good and bad', () => {
    const width = ({ interval }: RuleResult): number => (interval?.upper ?? 0) - (interval?.lower ?? 0);
    expect(width(shareOf(12, 24, false))).toBeGreaterThan(1.5 * width(shareOf(12, 24)));
  });
});

describe('a rule of kind slope', () => {
  const rule: GateRule = { kind: 'slope', kpi: 'net_bps', good: 'above', hard: -0.02 };
  const slopeOf = (values: readonly number[]): RuleResult => judgeOne(rule, { kpis: {}, series: iterations(values) });

  it('finds a drift in noise, and is not bent by one odd iteration', () => {
    const random = new RandomStream(3, 'slope');
    const drifting = Array.from({ length: 24 }, (_, hour) => 3 - 0.05 * hour + 0.1 * random.normal());
    expect(slopeOf(drifting)).toMatchObject({ verdict: 'FAIL' });
    const steady = Array.from({ length: 24 }, (_, hour) => (hour === 23 ? -50 : 3 + 0.05 * random.normal()));
    expect(slopeOf(steady)).toMatchObject({ verdict: 'PASS' });
  });

  it('is per hour', () => {
    expect(slopeOf(Array.from({ length: 24 }, (_, hour) => 3 - 0.5 * hour)).value).toBeCloseTo(-0.5, 9);
  });

  it('says nothing on fewer than five iterations', () => {
    for (const values of [[1], [4, 1], [4, 3, 2, 1]]) {
      expect(slopeOf(values)).toMatchObject({ verdict: 'INCONCLUSIVE', code: 'too_few_iterations', n: values.length });
    }
    expect(slopeOf([5, 4, 3, 2, 1])).toMatchObject({ verdict: 'FAIL' });
  });

  it('says nothing at a confidence that so few iterations cannot give', () => {
    const evidence = { kpis: {}, series: iterations([5, 4, 3, 2, 1]) };
    const levels = { pass: 0.9, fail: 0.999 };
    expect(judgeRule(rule, evidence, { policy: POLICY, levels, iterations: 5 })).toMatchObject({
      verdict: 'INCONCLUSIVE',
      code: 'too_few_iterations',
      reason: 'net_bps per hour -1 has no bounds at 99.9 %',
    });
  });
});

describe('a rule of kind invariant', () => {
  it('is broken by a single iteration, which it names', () => {
    const result = judgeOne(
      { kind: 'invariant', kpi: 'net_bps', good: 'below', hard: 0 },
      { kpis: {}, series: iterations([0, -0.001, 0]) },
    );
    expect(result).toMatchObject({ verdict: 'FAIL', value: 0.001, n: 3 });
    expect(result.reason).toContain('in iteration 2');
  });
});
