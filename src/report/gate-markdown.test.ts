import { describe, expect, test } from 'vitest';
import { gateMarkdown } from './gate-markdown.ts';
import { GATE_VIEW, PASSING_VIEW } from './gate-view.fixture.ts';

describe('the gate as markdown', () => {
  test('says the verdict first, then the gate line', () => {
    const lines = gateMarkdown(GATE_VIEW).split('\n');
    expect(lines[0]).toBe('## FAIL: plimsoll gate');
    expect(lines[2]).toBe('**FAIL - a hard gate is broken (policy soak, iterations 1..3 together)**');
    expect(lines).toContain(GATE_VIEW.line);
    expect(gateMarkdown(PASSING_VIEW)).toMatch(/^## PASS: plimsoll gate\n/u);
  });

  test('prints every reason, waiver, warning and note as text that cannot mark up, link or call anybody', () => {
    const text = gateMarkdown(GATE_VIEW);
    expect(text).toContain('- NO_DATA slippage_bps has no value: no taker fill');
    expect(text).toContain('- INCONCLUSIVE at best: only 3 of 5');
    expect(text).toContain(
      '- waiver of net_bps by ann &lt;ann&#64;example.org> until 2026-12-31, makes its FAIL a WARN',
    );
    expect(text).toContain('fees &amp; "spreads" rise \\| \\`soon\\`');
    expect(text).toContain('EXPIRED on 2026-11-22, ignored');
    expect(text).toContain('- warning: the recording has gaps=2');
    expect(text).toContain('- the judged iterations ran with 2 parameter vectors');
    expect(text).toContain('- net_bps: 1 \\[0.5, 1.5\\] at 90 %; n 1000');
    expect(text).not.toContain('@');
  });

  test('stays small enough for a comment, and says what it left out', () => {
    const text = gateMarkdown({ ...GATE_VIEW, notes: ['x'.repeat(70_000)] });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('A section was left out');
    expect(text).toMatch(/^## FAIL/u);
  });
});
