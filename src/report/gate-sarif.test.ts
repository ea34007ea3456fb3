// The required shape is that of the SARIF 2.1.0 schema, written down by hand for the objects that are used.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalDocument } from '../json/canonical.ts';
import { gateSarif } from './gate-sarif.ts';
import { ASIDE_VIEW, GATE_VIEW, PASSING_VIEW } from './gate-view.fixture.ts';

const message = z.strictObject({ text: z.string().min(1) });

const resultSchema = z.strictObject({
  ruleId: z.string(),
  ruleIndex: z.int().min(-1),
  level: z.enum(['none', 'note', 'warning', 'error']),
  message,
  locations: z.array(
    z.strictObject({
      physicalLocation: z.strictObject({
        artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\]+$/u) }),
        region: z.strictObject({ startLine: z.int().min(1) }),
      }),
    }),
  ),
  partialFingerprints: z.record(z.string(), z.string()),
  properties: z.record(z.string(), z.unknown()),
  suppressions: z
    .array(
      z.strictObject({
        kind: z.enum(['inSource', 'external']),
        status: z.enum(['accepted', 'underReview', 'rejected']),
        justification: z.string(),
      }),
    )
    .exactOptional(),
});

const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string(),
            version: z.string(),
            rules: z.array(z.strictObject({ id: z.string(), shortDescription: message })),
          }),
        }),
        automationDetails: z.strictObject({ id: z.string() }),
        results: z.array(resultSchema),
        properties: z.record(z.string(), z.unknown()),
      }),
    )
    .length(1),
});

function parsed(view: typeof GATE_VIEW): z.infer<typeof sarifSchema>['runs'][number] {
  const document = sarifSchema.parse(JSON.parse(canonicalDocument(gateSarif(view))));
  const [run] = document.runs;
  if (run === undefined) throw new Error('there is one run');
  return run;
}

describe('the gate as SARIF', () => {
  test('has the shape of 2.1.0, every rule once, and each result points at its rule', () => {
    const { tool, results } = parsed(GATE_VIEW);
    const ids = tool.driver.rules.map(({ id }) => id);
    expect(ids).toEqual([...GATE_VIEW.judgement.rules.map(({ kpi }) => kpi), 'run_complete']);
    for (const { ruleId, ruleIndex } of results) expect(ids[ruleIndex]).toBe(ruleId);
  });

  test('has one result for each rule that did not pass, at its line', () => {
    const results = parsed(GATE_VIEW).results.map(({ ruleId, level, locations }) => [
      ruleId,
      level,
      locations[0]?.physicalLocation.region.startLine,
    ]);
    expect(results).toEqual([
      ['maker_taker_ratio', 'warning', 20],
      ['net_bps', 'error', 30],
      ['p95_latency_ms', 'error', 40],
      ['fills', 'error', 50],
      ['slippage_bps', 'error', 60],
      ['run_complete', 'error', 1],
    ]);
    expect(parsed(GATE_VIEW).results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      'my%20gates/gate.json',
    );
    expect(parsed(PASSING_VIEW).results).toEqual([]);
  });

  test('suppresses what is waived, and nothing else', () => {
    const suppressed = parsed(GATE_VIEW).results.filter(({ suppressions }) => suppressions !== undefined);
    expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      [
        'net_bps',
        [
          {
            kind: 'external',
            status: 'accepted',
            justification: 'fees & "spreads" rise | `soon` (ann <ann@example.org>, until 2026-12-31)',
          },
        ],
      ],
    ]);
  });

  test('has no finding of a rule that stands aside', () => {
    expect(parsed(ASIDE_VIEW).results).toEqual([]);
  });

  test('has fingerprints that stay from run to run and differ from rule to rule', () => {
    const prints = (view: typeof GATE_VIEW): readonly unknown[] =>
      parsed(view).results.map(({ partialFingerprints }) => partialFingerprints['plimsollRule/v1']);
    expect(prints({ ...GATE_VIEW, runId: 'another', line: 'another' })).toEqual(prints(GATE_VIEW));
    expect(new Set(prints(GATE_VIEW)).size).toBe(6);
  });

  test('carries waivers, warnings and notes', () => {
    const { properties } = parsed(GATE_VIEW);
    expect(properties).toMatchObject({ run: 'nightly', verdict: 'FAIL' });
    expect(properties['notes']).toHaveLength(4);
  });
});
