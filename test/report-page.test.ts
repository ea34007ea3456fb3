// The report page in a real browser, made by the program that ships: what it shows, asks for and complains of.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, NO_BROWSER, openBrowser, visit } from './support/browser.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

function plimsoll(cwd: string, ...argv: readonly string[]): string {
  return execFileSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8' });
}

describe.skipIf(NO_BROWSER !== undefined)(`the report page in a browser${NO_BROWSER ?? ''}`, () => {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-report-'));
  const report = pathToFileURL(join(cwd, 'report.html')).href;
  let browser: Browser;

  beforeAll(async () => {
    plimsoll(cwd, 'soak', '--iterations', '12', '--iteration-duration', '10m', '--run-id', 'shown', '--quiet');
    plimsoll(cwd, 'report', 'shown', '--html', '--file', 'report.html');
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
});
