import { describe, expect, test } from 'vitest';
import { gateJunit } from './gate-junit.ts';
import { ASIDE_VIEW, GATE_VIEW, PASSING_VIEW } from './gate-view.fixture.ts';

const XML = gateJunit(GATE_VIEW);

/** What stands inside the test case of that name. */
function caseOf(name: string): string {
  const found = new RegExp(`<testcase classname="plimsoll.gate.soak" name="${name}">(.*?)</testcase>`, 'su').exec(XML);
  return found?.[1]?.trim() ?? 'none';
}

describe('the gate as JUnit', () => {
  test('has one test case per rule and one for a run that stopped short, and counts them', () => {
    expect(XML.match(/<testcase /gu)).toHaveLength(7);
    const counts = 'tests="7" failures="1" errors="3" skipped="1"';
    expect(XML).toContain(`<testsuites name="plimsoll gate" ${counts}>`);
    expect(XML).toContain(`<testsuite name="policy soak" ${counts}>`);
  });

  test('fails on FAIL, has errors where nothing was decided, skips what is waived, and lets the rest pass', () => {
    expect(caseOf('risk_ratio')).toMatch(/^<system-out>PASS risk_ratio/u);
    expect(caseOf('maker_taker_ratio')).toMatch(/^<system-out>WARN /u);
    expect(caseOf('net_bps')).toBe('<skipped message="net_bps 1 &lt;is&gt; &quot;bad&quot;; waived &amp; more"/>');
    expect(caseOf('p95_latency_ms')).toMatch(/^<failure type="FAIL" message="p95_latency_ms 500 is above/u);
    expect(caseOf('fills')).toMatch(/^<error type="INCONCLUSIVE" /u);
    expect(caseOf('slippage_bps')).toMatch(/^<error type="NO_DATA" /u);
    expect(caseOf('run_complete')).toMatch(/^<error type="INCONCLUSIVE" message="only 3 of 5 planned/u);
  });

  test('skips a rule that stands aside for want of data, as the verdict does', () => {
    const xml = gateJunit(ASIDE_VIEW);
    expect(xml).toContain('tests="2" failures="0" errors="0" skipped="1"');
    expect(xml).toContain('<skipped message="ignored: not reported"/>');
  });

  test('prints every waiver, warning and note', () => {
    expect(XML).toContain('waiver of net_bps by ann &lt;ann@example.org&gt; until 2026-12-31, makes its FAIL a WARN');
    expect(XML).toContain('EXPIRED on 2026-11-22, ignored');
    expect(XML).toContain('<property name="note" value="the recording has gaps=2"/>');
    expect(XML).toContain('<property name="note" value="the judged iterations ran with 2 parameter vectors"/>');
    expect(XML).toContain('<property name="verdict" value="FAIL"/>');
  });

  test('is well-formed whatever its texts hold', () => {
    const hostile = 'a\u0000b\u001B\uFFFF\n]]><!-- & \u{1F600} \' "';
    const xml = gateJunit({ ...GATE_VIEW, runId: hostile, notes: [hostile] });
    expect(xml).toContain('value="a\uFFFDb\uFFFD\uFFFD ]]&gt;&lt;!-- &amp; \u{1F600} &apos; &quot;"');
    for (const text of [XML, xml]) expect(faultsOf(text)).toEqual([]);
  });

  test('is not green where the verdict was capped though every rule holds', () => {
    const { judgement } = PASSING_VIEW;
    const warm_up = { iterations: [1], reason: 'net_bps has not settled within 1 iterations', settled: false };
    const xml = gateJunit({ ...PASSING_VIEW, judgement: { ...judgement, verdict: 'INCONCLUSIVE', warm_up } });
    expect(xml).toContain('tests="2" failures="0" errors="1" skipped="0"');
    expect(xml).toContain('name="warm_up_settled"');
  });

  test('of a run that passes has no failure, error or skip', () => {
    expect(gateJunit(PASSING_VIEW)).toContain('tests="1" failures="0" errors="0" skipped="0"');
  });
});

/** What is wrong with a document of elements, attributes and text: a small reader of the part of XML that is written here. */
function faultsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/u, '');
  const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/gu;
  for (const [, closing, name, , empty] of body.matchAll(tag)) {
    if (closing === '/') {
      if (open.pop() !== name) faults.push(`</${name}> closes nothing`);
    } else if (empty !== '/') {
      open.push(name ?? '');
    }
  }
  const rest = body.replaceAll(tag, '');
  if (/[<>]/u.test(rest)) faults.push('a bracket stands in text');
  if (/&(?!(?:amp|lt|gt|quot|apos);)/u.test(body)) faults.push('an ampersand stands alone');
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}
