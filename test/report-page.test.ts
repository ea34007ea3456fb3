// The report page in a real browser, made by the program that ships: what it shows, asks for and complains of.

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert } from '../src/std/assert.ts';
import { axeViolations, NO_BROWSER, openBrowser, visit } from './support/browser.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** What it printed. A verdict that is no pass is no failure here. */
function plimsoll(cwd: string, ...argv: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
  assert(
    status === 0 || status === 3 || status === 4,
    () => `plimsoll ${argv.join(' ')} ended with ${status}: ${stderr}`,
  );
  return stdout;
}

describe.skipIf(NO_BROWSER !== undefined)(`the report page in a browser${NO_BROWSER ?? ''}`, () => {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  const report = pathToFileURL(join(cwd, 'report.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    plimsoll(cwd, 'soak', '--iterations', '12', '--iteration-duration', '10m', '--run-id', 'shown', '--quiet');
    plimsoll(cwd, 'report', 'shown', '--html', '--file', 'report.html');
    plimsoll(
      cwd,
      'soak',
      '--iterations',
      '3',
      '--iteration-duration',
      '5m',
      '--seed',
      '7',
      '--run-id',
      'other',
      '--quiet',
    );
    browser = await openBrowser();
  }, 60_000);

  afterAll(() => browser.close());

  it.each([
    ['dark', 1440],
    ['light', 1440],
    ['dark', 390],
    ['light', 390],
  ] as const)(
    'complains of nothing, asks for nothing and has no fault that axe finds: %s, %i px wide',
    async (scheme, width) => {
      const { page, complaints, requests } = await visit(browser, report, { scheme, width });
      expect(await page.locator('h1').textContent()).toContain('steady_safe on sim/calm');
      expect(await axeViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(requests).toEqual([report]);
      await page.context().close();
    },
  );

  it('shows the numbers of plimsoll gate --format json', async () => {
    const { page } = await visit(browser, report, { scheme: 'light', width: 1440 });
    const shown: unknown = JSON.parse((await page.locator('#run-page').textContent()) ?? '');
    const gate: unknown = JSON.parse(plimsoll(cwd, 'gate', 'shown', '--format', 'json'));
    assert(isJudged(gate) && isShown(shown), 'both are documents of a judged run');
    expect(shown.verdict).toMatchObject({ verdict: gate.judgement.verdict, gateLine: gate.gate_line });
    for (const [index, rule] of gate.judgement.rules.entries()) {
      const { value, n, verdict, reason } = rule;
      expect(shown.gates[index]).toMatchObject({ value, n, verdict, reason });
      const card = page.locator('.gate').nth(index);
      expect(await card.locator('.badge').textContent()).toBe(verdict.replace('_', ' '));
      expect(await card.locator('.figure b').textContent()).toBe(shown.gates[index]?.text.value);
    }
    await page.context().close();
  });

  it('is walked and read by the keyboard alone', async () => {
    const { page } = await visit(browser, report, { scheme: 'light', width: 1440 });
    const theme = page.locator('html');
    await page.locator('button.quiet').focus();
    await page.keyboard.press('Enter');
    expect(await theme.getAttribute('data-theme')).toBe('dark');
    const chart = page.locator('[role=slider]').first();
    await chart.focus();
    const newest = await chart.getAttribute('aria-valuetext');
    await page.keyboard.press('Home');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^iteration 1: net /u);
    await page.keyboard.press('ArrowRight');
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^iteration 2: net /u);
    expect(newest).toMatch(/^iteration 12: /u);
    const outcome = page.locator('select').first();
    await outcome.selectOption('refused');
    const outcomes = await page.locator('.decisions .outcome').allTextContents();
    expect(new Set(outcomes.map((text) => text.trim()))).toEqual(new Set(['refused']));
    await page.context().close();
  });

  it('two runs side by side complain of nothing either', async () => {
    plimsoll(cwd, 'report', 'shown', 'other', '--html');
    const { page, complaints, requests } = await visit(browser, pathToFileURL(join(cwd, 'comparison.html')).href, {
      scheme: 'dark',
      width: 390,
    });
    expect(await page.locator('h2').first().textContent()).toContain('seed 42');
    expect(await axeViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests).toHaveLength(1);
    await page.context().close();
  });
});

interface Rule {
  readonly value?: number;
  readonly n?: number;
  readonly verdict: string;
  readonly reason: string;
}

function isJudged(value: unknown): value is {
  readonly gate_line: string;
  readonly judgement: { readonly verdict: string; readonly rules: readonly Rule[] };
} {
  return typeof value === 'object' && value !== null && 'judgement' in value && 'gate_line' in value;
}

function isShown(value: unknown): value is {
  readonly verdict: object;
  readonly gates: readonly (Rule & { readonly text: { readonly value: string } })[];
} {
  return typeof value === 'object' && value !== null && 'gates' in value && 'verdict' in value;
}
