import { expect, test } from 'vitest';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import type { Judgement } from '../gates/judgement.ts';
import { iterationsText, ruleReasons, ruleTable, verdictSentence } from './verdict-text.ts';

const JUDGEMENT: Judgement = {
  verdict: 'WARN',
  policy: SOAK_POLICY,
  iterations: [17, 18, 19],
  rules: [
    {
      kpi: 'risk_ratio',
      verdict: 'WARN',
      reason: 'risk_ratio 0.44 is above the soft line 0.4',
      value: 0.44,
      n: 9000,
      interval: { lower: 0.43, upper: 0.45, confidence: 0.95 },
    },
    { kpi: 'net_bps', verdict: 'NO_DATA', reason: 'net_bps has no value: no fills' },
  ],
};

test('the table shows value, interval, sample and lines of every rule', () => {
  expect(ruleTable(JUDGEMENT)).toEqual([
    '| gate       | value |       interval |    n |     soft |     hard | verdict |',
    '|------------|------:|---------------:|-----:|---------:|---------:|---------|',
    '| risk_ratio | 44.0% | 43.0% .. 45.0% | 9000 | <= 40.0% | <= 50.0% | WARN    |',
    '| net_bps    |     - |              - |    - |  >= 2.70 |  >= 2.00 | NO_DATA |',
    '',
    'bounds at 90 %, one-sided',
  ]);
});

test.each([
  [0.57, '57'],
  [0.975, '97.5'],
])('the line below the table says that a confidence of %d is %s %%', (confidence, percent) => {
  const judgement = { ...JUDGEMENT, policy: { ...SOAK_POLICY, confidence } };
  expect(ruleTable(judgement).at(-1)).toBe(`bounds at ${percent} %, one-sided`);
});

test('the line below the table tells how often verdicts are wrong, where the judgement states it', () => {
  const error = { false_pass: 0.1, false_fail: 0.2, looks: 1 };
  expect(ruleTable({ ...JUDGEMENT, error }).at(-1)).toBe(
    'bounds at 90 %, one-sided; wrong at most: a PASS 10 %, a FAIL by any rule 20 %',
  );
  expect(ruleTable({ ...JUDGEMENT, error: { ...error, looks: 24 } }).at(-1)).toContain('by any rule in 24 looks 20 %');
});

test('the sentence names verdict, policy and iterations', () => {
  expect(verdictSentence(JUDGEMENT)).toBe(
    'WARN - every hard gate holds, and a soft one does not (policy soak, iterations 17..19 together)',
  );
});

test('a run that stopped short says so where its verdict is given, and beside the rules', () => {
  const incomplete = 'only 2 of 5 planned iterations: the source ran out';
  const capped: Judgement = { ...JUDGEMENT, verdict: 'INCONCLUSIVE', incomplete };
  expect(verdictSentence(capped)).toContain(`INCONCLUSIVE - ${incomplete} (policy soak`);
  expect(verdictSentence({ ...capped, verdict: 'FAIL' })).toContain('FAIL - a hard gate is broken');
  expect(ruleReasons(capped).at(-1)).toBe(`INCONCLUSIVE at best: ${incomplete}`);
});

test('every rule says why', () => {
  expect(ruleReasons(JUDGEMENT)).toEqual([
    'WARN risk_ratio 0.44 is above the soft line 0.4',
    'NO_DATA net_bps has no value: no fills',
  ]);
});

test('iterations are named as a range only where none is missing', () => {
  expect(iterationsText([])).toBe('no iteration');
  expect(iterationsText([3])).toBe('iteration 3');
  expect(iterationsText([3, 5])).toBe('iterations 3, 5 together');
});

test('rules of other kinds show their lines and values in their own unit', () => {
  const policy: Judgement['policy'] = {
    ...SOAK_POLICY,
    rules: [
      { kpi: 'net_bps', good: 'above', hard: 2 },
      { kind: 'relative', kpi: 'net_bps', good: 'above', hard: 0.4 },
      { kind: 'relative', kpi: 'risk_ratio', good: 'below', hard: 0.1 },
      { kind: 'share', kpi: 'risk_ratio', good: 'below', line: 0.4, soft: 0.9 },
      { kind: 'slope', kpi: 'p95_latency_ms', good: 'below', hard: 5 },
      { kind: 'invariant', kpi: 'concurrency_ratio', good: 'below', hard: 0 },
    ],
  };
  const rules = policy.rules.map(({ kpi, kind = 'absolute' }) => ({
    kpi,
    kind,
    verdict: 'PASS' as const,
    reason: '',
    value: 0.5,
    n: 8,
  }));
  expect(ruleTable({ verdict: 'PASS', policy, iterations: [1], rules }).slice(2, -2)).toEqual([
    '| net_bps                     |  0.50 |        - | 8 |      - |  >= 2.00 | PASS    |',
    '| net_bps/relative            |  0.50 |        - | 8 |      - | >= -0.40 | PASS    |',
    '| risk_ratio/relative         | 50.0% |        - | 8 |      - | <= 10.0% | PASS    |',
    '| risk_ratio/share            |   50% |        - | 8 | >= 90% |        - | PASS    |',
    '| p95_latency_ms/slope        | 0.5/h |        - | 8 |      - |   <= 5/h | PASS    |',
    '| concurrency_ratio/invariant | 50.0% |        - | 8 |      - |  <= 0.0% | PASS    |',
  ]);
});

test('what was left out as warm-up is named, and what never settled says so', () => {
  const warm_up = { iterations: [1, 2], reason: 'net_bps settled after 2 of at most 4 iterations', settled: true };
  expect(ruleReasons({ ...JUDGEMENT, warm_up }).at(-1)).toBe(
    'left out as warm-up: iterations 1, 2, net_bps settled after 2 of at most 4 iterations',
  );
  const never = { iterations: [], reason: 'net_bps has not settled', settled: false };
  expect(ruleReasons({ ...JUDGEMENT, warm_up: never }).at(-1)).toBe(
    'INCONCLUSIVE at best: left out as warm-up: nothing, net_bps has not settled',
  );
});
