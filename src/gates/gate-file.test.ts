import { describe, expect, it } from 'vitest';
import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { parseGatePolicy } from './gate-file.ts';
import { RELEASE_AGAINST_BASELINE, RELEASE_POLICY, SMOKE_POLICY, SOAK_POLICY } from './gate-policy.ts';
import type { GatePolicy } from './gate-policy.ts';

const NET = { kpi: 'net_bps', good: 'above', soft: 2.7, hard: 2 };

function withRules(...rules: readonly unknown[]): object {
  return { name: 'mine', min_samples: 30, last_iterations: 8, rules };
}

function problemsIn(value: unknown): readonly Problem[] {
  try {
    parseGatePolicy(value, 'gate.json');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.code).toBe('usage');
    expect(error.message).toBe('gate.json is no valid gate file');
    return error.problems;
  }
  throw new Error('this gate file was taken for valid');
}

describe('parseGatePolicy', () => {
  it.each<GatePolicy>([SOAK_POLICY, RELEASE_POLICY, RELEASE_AGAINST_BASELINE, SMOKE_POLICY])(
    'takes the $name policy as it is',
    (policy) => {
      expect(parseGatePolicy(JSON.parse(JSON.stringify(policy)), 'gate.json')).toEqual(policy);
    },
  );

  it('knows the built-in policies by name, as artifacts of years ago do', () => {
    const policies = [SOAK_POLICY, RELEASE_POLICY, RELEASE_AGAINST_BASELINE, SMOKE_POLICY];
    expect(policies.map(({ name }) => name)).toEqual(['soak', 'release', 'release', 'smoke']);
    expect(policies.map(({ last_iterations: last }) => last)).toEqual([8, 8, 8, 3]);
    expect(policies.map(({ min_samples: least }) => least)).toEqual([30, 30, 30, 30]);
  });

  it.each<[GatePolicy, readonly (readonly unknown[])[]]>([
    [
      SOAK_POLICY,
      [
        ['risk_ratio', 'below', 0.4, 0.5],
        ['maker_taker_ratio', 'above', 0.9, 0.85],
        ['net_bps', 'above', 2.7, 2],
        ['p95_latency_ms', 'below', 350, 400],
      ],
    ],
    [
      RELEASE_AGAINST_BASELINE,
      [
        ['risk_ratio', 'below', undefined, 0.42],
        ['maker_taker_ratio', 'above', undefined, 0.85],
        ['net_bps', 'above', undefined, 2.7],
        ['p95_latency_ms', 'below', undefined, 350],
        ['risk_ratio', 'below', undefined, 0.1, 'relative'],
        ['maker_taker_ratio', 'above', undefined, 0.02, 'relative'],
        ['net_bps', 'above', undefined, 0.4, 'relative'],
        ['p95_latency_ms', 'below', undefined, 20, 'relative'],
      ],
    ],
    [
      SMOKE_POLICY,
      [
        ['risk_ratio', 'below', undefined, 0.8],
        ['net_bps', 'above', undefined, -10],
        ['maker_taker_ratio', 'above', undefined, 0.5],
      ],
    ],
  ])('finds in the $name policy the lines that its users know', (policy, lines) => {
    expect(
      policy.rules.map(({ kpi, good, soft, hard, kind }) => [
        kpi,
        good,
        soft,
        hard,
        ...(kind === undefined ? [] : [kind]),
      ]),
    ).toEqual(lines);
  });

  it.each([{ good: 'above' }, { soft: 0.1 }, { hard: 1 }])('refuses an invariant with %j', (extra) => {
    expect(problemsIn(withRules({ kind: 'invariant', kpi: 'throttle_ratio', ...extra }))).toMatchObject([
      { source: 'gate.json at /rules/0/kind' },
    ]);
  });

  it('takes no share of iterations that is none, none or all of them', () => {
    for (const hard of [0, 1, 1.2, -0.1]) {
      expect(problemsIn(withRules({ kind: 'share', kpi: 'fills', good: 'above', line: 9, hard }))).toMatchObject([
        { source: 'gate.json at /rules/0/hard', message: expect.stringContaining(`${hard} is no share of iterations`) },
      ]);
    }
    expect(problemsIn({ ...withRules(), rules: 'all' })).toMatchObject([
      { message: 'rules must be a list of rules, not "all"' },
    ]);
  });

  it('tells what the fields of a rule must be', () => {
    const rule = { ...NET, weight: 'much', missing_reason: 7, missing: 1 };
    expect(problemsIn(withRules(rule)).map(({ message }) => message)).toEqual([
      'weight must be a number, not "much"',
      'missing must be one of no_data, fail, inconclusive, ignore, not 1',
      'missing_reason must be a text, not 7',
    ]);
    expect(problemsIn(withRules({ ...NET, missing: 'ignore', missing_reason: '' }))).toMatchObject([
      { message: 'missing_reason must not be empty, not ""' },
    ]);
    expect(problemsIn({ ...withRules(NET), warm_up: {} })).toMatchObject([
      { message: expect.stringContaining('warm_up must hold either "iterations", or "settle"') },
    ]);
  });

  it('takes the least of everything', () => {
    const least = { name: 'm', min_samples: 1, last_iterations: 1, rules: [{ kpi: 'fills', good: 'above', hard: 0 }] };
    expect(parseGatePolicy(least, 'gate.json')).toEqual({ ...least, confidence: 0.9 });
  });

  it('takes a confidence between one half and one, and puts 0.9 where the file has none', () => {
    for (const confidence of [0.51, 0.8, 0.95, 0.999]) {
      expect(parseGatePolicy({ ...withRules(NET), confidence }, 'gate.json').confidence).toBe(confidence);
    }
    expect(parseGatePolicy(withRules(NET), 'gate.json').confidence).toBe(0.9);
  });

  it('takes a rule with one line, and a soft line on the hard one', () => {
    for (const rule of [
      { kpi: 'net_bps', good: 'above', soft: 2 },
      { kpi: 'fills', good: 'above', hard: 100 },
      { kpi: 'risk_ratio', good: 'below', soft: 0.4, hard: 0.4 },
      { kpi: 'net_bps', good: 'above', soft: 2, hard: 2 },
      { kpi: 'maker_taker_ratio', good: 'above', soft: 1, hard: 0 },
    ]) {
      expect(parseGatePolicy(withRules(rule), 'gate.json').rules).toEqual([rule]);
    }
  });

  it.each<[string, unknown, Problem]>([
    ['no object', [], { source: 'gate.json', message: 'a gate file must be a JSON object, not a list' }],
    ['null', null, { source: 'gate.json', message: 'a gate file must be a JSON object, not null' }],
    [
      'an unknown field',
      { ...withRules(NET), min_sample: 3 },
      {
        source: 'gate.json at /min_sample',
        message: 'min_sample is no field of a gate file',
        hint: 'did you mean min_samples?',
      },
    ],
    [
      'an unknown field of a rule',
      withRules({ ...NET, sotf: 3 }),
      { source: 'gate.json at /rules/0/sotf', message: 'sotf is no field of a rule', hint: 'did you mean soft?' },
    ],
    [
      'an unknown KPI',
      withRules(NET, { ...NET, kpi: 'net_bp' }),
      {
        source: 'gate.json at /rules/1/kpi',
        message: 'kpi must be the name of a KPI, not "net_bp"',
        hint: 'did you mean net_bps?',
      },
    ],
    [
      'a KPI that is no text',
      withRules({ ...NET, kpi: 7 }),
      { source: 'gate.json at /rules/0/kpi', message: 'kpi must be the name of a KPI, not 7' },
    ],
    [
      'a direction that is none',
      withRules({ ...NET, good: 'up' }),
      { source: 'gate.json at /rules/0/good', message: 'good must be "above" or "below", not "up"' },
    ],
    [
      'a missing direction',
      withRules({ kpi: 'net_bps', hard: 2 }),
      { source: 'gate.json at /rules/0/good', message: 'good is missing, and must be "above" or "below"' },
    ],
    [
      'a line that is no number',
      withRules({ ...NET, hard: '2' }),
      { source: 'gate.json at /rules/0/hard', message: 'hard must be a finite number, not "2"' },
    ],
    [
      'a line that is null',
      withRules({ ...NET, hard: null }),
      { source: 'gate.json at /rules/0/hard', message: 'hard must be a finite number, not null' },
    ],
    [
      'an infinite line',
      withRules({ ...NET, soft: Number.POSITIVE_INFINITY }),
      { source: 'gate.json at /rules/0/soft', message: 'soft must be a finite number, not Infinity' },
    ],
    [
      'a line that is NaN',
      withRules({ ...NET, soft: Number.NaN }),
      { source: 'gate.json at /rules/0/soft', message: 'soft must be a finite number, not NaN' },
    ],
    [
      'a rule without a line',
      withRules({ kpi: 'net_bps', good: 'above' }),
      {
        source: 'gate.json at /rules/0',
        message: 'a rule has neither a soft nor a hard line, and would always pass',
      },
    ],
    [
      'a soft line laxer than the hard one, where more is good',
      withRules({ ...NET, soft: 1.9 }),
      { source: 'gate.json at /rules/0/soft', message: 'soft 1.9 is laxer than the hard line 2' },
    ],
    [
      'a soft line laxer than the hard one, where less is good',
      withRules({ kpi: 'risk_ratio', good: 'below', soft: 0.51, hard: 0.5 }),
      { source: 'gate.json at /rules/0/soft', message: 'soft 0.51 is laxer than the hard line 0.5' },
    ],
    [
      'a share written in per cent, which nothing could break',
      withRules({ kpi: 'risk_ratio', good: 'below', hard: 40 }),
      { source: 'gate.json at /rules/0/hard', message: 'hard 40 is out of reach: risk_ratio is a share from 0 to 1' },
    ],
    [
      'a share just above 1',
      withRules({ kpi: 'cancel_ratio', good: 'below', soft: 0.5, hard: 1.01 }),
      {
        source: 'gate.json at /rules/0/hard',
        message: 'hard 1.01 is out of reach: cancel_ratio is a share from 0 to 1',
      },
    ],
    [
      'a negative share',
      withRules({ kpi: 'quoting_uptime', good: 'above', soft: -0.1 }),
      {
        source: 'gate.json at /rules/0/soft',
        message: 'soft -0.1 is out of reach: quoting_uptime is a share from 0 to 1',
      },
    ],
    [
      'two rules on one KPI',
      withRules(NET, { ...NET, hard: 1 }),
      { source: 'gate.json at /rules/1/kpi', message: 'kpi net_bps has a rule already: join the two' },
    ],
    [
      'no rule',
      withRules(),
      { source: 'gate.json at /rules', message: 'rules must hold one rule at least, not a list' },
    ],
    [
      'a rule that is none',
      withRules(null),
      { source: 'gate.json at /rules/0', message: 'a rule must be a JSON object, not null' },
    ],
    [
      'half a sample',
      { ...withRules(NET), min_samples: 1.5 },
      { source: 'gate.json at /min_samples', message: 'min_samples must be a whole number, not 1.5' },
    ],
    [
      'no sample at all',
      { ...withRules(NET), min_samples: 0 },
      { source: 'gate.json at /min_samples', message: 'min_samples must be 1 or more, not 0' },
    ],
    [
      'no iteration to judge',
      { ...withRules(NET), last_iterations: 0 },
      { source: 'gate.json at /last_iterations', message: 'last_iterations must be 1 or more, not 0' },
    ],
    [
      'a coin toss for a confidence',
      { ...withRules(NET), confidence: 0.5 },
      { source: 'gate.json at /confidence', message: 'confidence must be more than 0.5, not 0.5' },
    ],
    [
      'certainty',
      { ...withRules(NET), confidence: 1 },
      { source: 'gate.json at /confidence', message: 'confidence must be less than 1, not 1' },
    ],
    [
      'a confidence that is no number',
      { ...withRules(NET), confidence: null },
      { source: 'gate.json at /confidence', message: 'confidence must be a number, not null' },
    ],
    [
      'a name that is no text',
      { ...withRules(NET), name: {} },
      { source: 'gate.json at /name', message: 'name must be a text, not an object' },
    ],
    [
      'an empty name',
      { ...withRules(NET), name: '' },
      { source: 'gate.json at /name', message: 'name must not be empty, not ""' },
    ],
  ])('refuses %s', (_, value, problem) => {
    expect(problemsIn(value)).toEqual([problem]);
  });

  it('takes a rule of every kind, with a weight and a policy for missing data', () => {
    const rules = [
      { kind: 'absolute', ...NET, weight: 14, missing: 'fail' },
      { kind: 'relative', kpi: 'net_bps', good: 'above', hard: 0.4, missing: 'inconclusive' },
      { kind: 'share', kpi: 'net_bps', good: 'above', line: 2, soft: 0.9, hard: 0.75 },
      { kind: 'slope', kpi: 'p95_latency_ms', good: 'below', hard: 1.5 },
      { kind: 'slope', kpi: 'net_bps', good: 'above', hard: -0.05, missing: 'ignore', missing_reason: 'short runs' },
    ];
    expect(parseGatePolicy(withRules(...rules), 'gate.json').rules).toEqual(rules);
  });

  it('fills in what an invariant is, and takes that back', () => {
    const whole = { kind: 'invariant', kpi: 'throttle_ratio', good: 'below', hard: 0 };
    for (const rule of [{ kind: 'invariant', kpi: 'throttle_ratio' }, whole]) {
      expect(parseGatePolicy(withRules(rule), 'gate.json').rules).toEqual([whole]);
    }
  });

  it('takes the error of a FAIL, and a warm-up of either kind', () => {
    for (const warm_up of [{ iterations: 2 }, { settle: 'net_bps', at_most: 3 }]) {
      const value = { ...withRules(NET), fail_confidence: 0.8, confidence: 0.9, warm_up };
      expect(parseGatePolicy(value, 'gate.json')).toEqual(value);
    }
  });

  it.each<[string, object, string, string]>([
    [
      'a kind that is none',
      { kind: 'trend' },
      '/kind',
      'kind must be one of absolute, relative, share, slope, invariant, not "trend"',
    ],
    [
      'a line on a rule that has none',
      { line: 2 },
      '/line',
      'line is for rules of kind share, and this one is absolute',
    ],
    [
      'a share without a line',
      { kind: 'share', soft: 0.9, hard: 0.5 },
      '/line',
      'line is missing, and must be the value that makes an iteration good',
    ],
    [
      'a share that no evidence could reach',
      { kind: 'share', line: 2, soft: 1, hard: 0.5 },
      '/soft',
      'soft 1 is no share of iterations between 0 and 1, which evidence could reach',
    ],
    [
      'a share whose soft line is laxer',
      { kind: 'share', good: 'below', line: 2, soft: 0.4, hard: 0.5 },
      '/soft',
      'soft 0.4 is laxer than the hard line 0.5',
    ],
    [
      'a share of a share out of reach',
      { kind: 'share', kpi: 'risk_ratio', line: 40, soft: 0.9, hard: 0.5 },
      '/line',
      'line 40 is out of reach: risk_ratio is a share from 0 to 1',
    ],
    [
      'a negative margin',
      { kind: 'relative', soft: 0.1, hard: -0.4 },
      '/hard',
      'hard -0.4 is no margin: it says by how much the KPI may be worse, from 0 up',
    ],
    [
      'a soft margin laxer than the hard one',
      { kind: 'relative', soft: 0.5, hard: 0.4 },
      '/soft',
      'soft 0.5 is laxer than the hard line 0.4',
    ],
    [
      'a slope with a laxer soft line',
      { kind: 'slope', soft: -0.1, hard: -0.05 },
      '/soft',
      'soft -0.1 is laxer than the hard line -0.05',
    ],
    [
      'an invariant with lines',
      { kind: 'invariant' },
      '/kind',
      'kind invariant has no direction and no lines: the KPI must be 0',
    ],
    ['no weight at all', { weight: 0 }, '/weight', 'weight must be more than 0, not 0'],
    [
      'an unknown policy for missing data',
      { missing: 'pass' },
      '/missing',
      'missing must be one of no_data, fail, inconclusive, ignore, not "pass"',
    ],
    [
      'ignoring without a reason',
      { missing: 'ignore' },
      '/missing_reason',
      'missing_reason is missing, and must say why missing data may be ignored',
    ],
    [
      'a reason that ignores nothing',
      { missing: 'fail', missing_reason: 'why' },
      '/missing_reason',
      'missing_reason is for rules that ignore missing data, and this one does not',
    ],
  ])('refuses %s', (_, changes, place, message) => {
    expect(problemsIn(withRules({ ...NET, ...changes }))).toContainEqual(
      expect.objectContaining({ source: `gate.json at /rules/0${place}`, message }),
    );
  });

  it.each<[string, object, string]>([
    [
      'two rules of one kind on one KPI',
      { rules: [NET, { kind: 'slope', ...NET }, { kind: 'slope', ...NET }] },
      '/rules/2/kpi',
    ],
    ['certainty of a FAIL', { fail_confidence: 1 }, '/fail_confidence'],
    ['a warm-up of nothing', { warm_up: { iterations: 0 } }, '/warm_up/iterations'],
    ['a warm-up that settles for ever', { warm_up: { settle: 'net_bps' } }, '/warm_up'],
  ])('refuses %s', (_, changes, place) => {
    expect(problemsIn({ ...withRules(NET), ...changes }).map(({ source }) => source)).toEqual([
      `gate.json at ${place}`,
    ]);
  });

  it('reports all problems at once', () => {
    const value = {
      name: 'mine',
      min_samples: 'many',
      rules: [
        { ...NET, kpi: 'nett' },
        { ...NET, soft: 1 },
      ],
      extra: true,
    };
    expect(problemsIn(value).map(({ source }) => source)).toEqual([
      'gate.json at /min_samples',
      'gate.json at /last_iterations',
      'gate.json at /rules/0/kpi',
      'gate.json at /rules/1/soft',
      'gate.json at /extra',
    ]);
  });
});
