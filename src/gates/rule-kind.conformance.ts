// What every kind of rule must keep, whatever it measures: it can pass and it can fail, worse data never have a better verdict, and what is
// missing never passes.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../json/canonical.ts';
import type { Kpi } from '../edge/edge-report.ts';
import { judgeRule } from './judge-rule.ts';
import { MISSING_POLICIES } from './gate-policy.ts';
import type { GatePolicy, GateRule } from './gate-policy.ts';
import { VERDICTS } from './judgement.ts';
import type { RuleResult } from './judgement.ts';
import type { GateEvidence } from './rule-kind.ts';
import { kindOf } from './rule-kinds.ts';

export interface RuleKindCase {
  readonly rule: GateRule;
  /** Evidence in which every value of the rule's KPI is `value`. */
  readonly evidence: (kpi: Kpi) => GateEvidence;
  /** The KPI at a goodness from -1, clearly broken, to 1, clearly kept. */
  readonly kpi: (goodness: number) => Kpi & { kind: 'value' };
}

const LEVELS = { pass: 0.9, fail: 0.9 };
const ITERATIONS = 24;

export function ruleKindSuite(name: string, { rule, evidence, kpi }: RuleKindCase): void {
  const policy: GatePolicy = {
    name: 'test',
    min_samples: 30,
    last_iterations: ITERATIONS,
    confidence: 0.9,
    rules: [rule],
  };
  const judgeWith = (given: GateEvidence, one = rule, iterations = ITERATIONS): RuleResult =>
    judgeRule(one, given, { policy, levels: LEVELS, iterations });

  describe(`a rule of kind ${name}`, () => {
    it('has nothing wrong with it, and says its kind', () => {
      expect(kindOf(rule).faults(rule)).toEqual([]);
      expect(judgeWith(evidence(kpi(1)))).toMatchObject({ kpi: rule.kpi, kind: name });
    });

    it('passes what is clearly good and fails what is clearly bad, with codes', () => {
      expect(judgeWith(evidence(kpi(1)))).toMatchObject({ verdict: 'PASS', code: 'holds' });
      const failed = judgeWith(evidence(kpi(-1)));
      expect(failed).toMatchObject({ verdict: 'FAIL', code: 'hard_line_broken' });
      expect(failed.margin).toBeLessThanOrEqual(0);
    });

    it('explains itself with value, interval and n, in numbers that can be written', () => {
      for (const goodness of [-1, -0.2, 0, 0.2, 1]) {
        const result = judgeWith(evidence(kpi(goodness)));
        expect(result).toMatchObject({ value: expect.any(Number), n: expect.any(Number) });
        expect(() => canonicalJson(result)).not.toThrow();
        expect(result.reason).toContain(rule.kpi);
      }
    });

    it('never judges worse data better', () => {
      fc.assert(
        fc.property(
          fc.double({ min: -1, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (at, less) => {
            const better = VERDICTS.indexOf(judgeWith(evidence(kpi(at))).verdict);
            const worse = VERDICTS.indexOf(judgeWith(evidence(kpi(Math.max(-1, at - less)))).verdict);
            expect(worse).toBeGreaterThanOrEqual(better);
          },
        ),
        { numRuns: 200 },
      );
    });

    const good = kpi(1);
    const broken: readonly (readonly [string, Kpi])[] = [
      ['an absent KPI', { kind: 'absent', reason: 'no fills' }],
      ['NaN', { ...good, value: Number.NaN }],
      ['null, as a file may hold', JSON.parse(JSON.stringify({ ...good, value: null }))],
      ['an infinite value', { ...good, value: Number.POSITIVE_INFINITY }],
      ['a value on NaN observations', { ...good, n: Number.NaN }],
    ];
    it.each(broken)('never passes %s, whatever its policy for missing data', (_, missing) => {
      const verdicts = MISSING_POLICIES.map((policyOfMissing) => {
        const one: GateRule = { ...rule, missing: policyOfMissing, missing_reason: 'not traded here' };
        return judgeWith(evidence(missing), one).verdict;
      });
      expect(verdicts).toEqual(['NO_DATA', 'FAIL', 'INCONCLUSIVE', 'NO_DATA']);
      expect(judgeWith(evidence(missing))).toMatchObject({ verdict: 'NO_DATA' });
    });

    it('never passes evidence that lacks the KPI, nor a run without iterations', () => {
      expect(judgeWith({ kpis: {}, series: [], baseline: {} }).verdict).toBe('NO_DATA');
      expect(judgeWith(evidence(good), rule, 0)).toMatchObject({ verdict: 'NO_DATA', code: 'no_iteration' });
    });
  });
}
