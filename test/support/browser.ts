// A real browser for tests of pages: Debian's Chromium without a window. Everything that a page asks for or complains of is written down, so that a
// test can say that it did neither. A machine without the browser skips these tests and says why.

import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const CHROMIUM = process.env['PLIMSOLL_CHROMIUM'] ?? '/usr/bin/chromium';

/** For `describe.skipIf`, and for the title that then says why. */
export const NO_BROWSER = existsSync(CHROMIUM)
  ? undefined
  : `[SKIPPED: there is no ${CHROMIUM}; apt-get install chromium, or PLIMSOLL_CHROMIUM=/path/to/one]`;

type Scheme = 'dark' | 'light';

export interface Viewer {
  readonly scheme: Scheme;
  readonly width: number;
  readonly height?: number;
  /** `reduce` by default, so that a picture is of what comes to rest. */
  readonly motion?: 'reduce' | 'no-preference';
}

export interface WatchedPage {
  readonly page: Page;
  /** What the console called an error, and exceptions that nobody caught. */
  readonly complaints: readonly string[];
  /** Every address that was asked for, the page's own included. */
  readonly requests: readonly string[];
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page of its own in a window of its own, at that address. The caller closes the browser. */
export async function visit(
  browser: Browser,
  address: string,
  { scheme, width, height = 900, motion = 'reduce' }: Viewer,
): Promise<WatchedPage> {
  const context = await browser.newContext({
    colorScheme: scheme,
    reducedMotion: motion,
    viewport: { width, height },
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address);
  return { page, complaints, requests };
}

/** What axe-core finds against WCAG 2.2 A and AA and good practice: one line for each kind of fault with the first elements that have it. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  // Written as text because what runs in the page knows other globals than this file.
  const found: unknown =
    await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.map(({ id, impact, nodes }) =>
      id + ' (' + impact + '): ' + nodes.slice(0, 3).map(({ target, failureSummary }) => target.join(' ') + ' ' + failureSummary).join(' | ')))`);
  return Array.isArray(found) ? found.map(String) : [`axe answered ${String(found)}`];
}
