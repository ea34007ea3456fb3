// The dashboard as its users have it: the program that ships, a real browser, real soaks that are begun, killed and resumed beside it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { axeViolations, NO_BROWSER, openBrowser, visit } from './support/browser.ts';
import type { WatchedPage } from './support/browser.ts';
import { MEGABYTE, storeHostileRun } from './support/hostile-run.ts';
import { interrupt, startPlimsoll } from './support/plimsoll-process.ts';
import type { Running } from './support/plimsoll-process.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const LONG_MS = 60_000;
const HOSTILE_ID = '<img src=x onerror="document.title=1">';

function plimsoll(cwd: string, ...argv: readonly string[]): string {
  return execFileSync(process.execPath, [PROGRAM, ...argv], { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function soak(cwd: string, runId: string, ...argv: readonly string[]): void {
  plimsoll(cwd, 'soak', '--iteration-duration', '10m', '--run-id', runId, '--quiet', ...argv);
}

async function startDashboard(cwd: string): Promise<{ readonly running: Running; readonly port: number }> {
  const running = startPlimsoll(['dashboard', '--port', '0'], cwd);
  const [, port = ''] = await running.prints(/http:\/\/127\.0\.0\.1:(\d+)\/$/mu);
  return { running, port: Number(port) };
}

/** Status of an answer to a request with headers that a browser would not send. */
function statusOf(port: number, headers: Record<string, string>, method = 'GET', path = '/api/runs'): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once('error', reject)
      .end();
  });
}

/** Nothing that a browser complains of, and nothing asked of anybody but the dashboard. */
function expectClean({ complaints, requests }: WatchedPage, address: string): void {
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(address))).toEqual([]);
}

describe('the dashboard as a server', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-dashboard-'));
  const hostile = join(cwd, 'artifacts/soak');
  let running: Running;
  let port = 0;

  beforeAll(async () => {
    storeHostileRun(hostile, HOSTILE_ID, '<script>document.title=1</script>');
    storeHostileRun(hostile, 'traversing', '../../etc/passwd');
    ({ running, port } = await startDashboard(cwd));
  }, LONG_MS);
  afterAll(() => interrupt(running), LONG_MS);

  it('answers its own page, and none of another host, origin or method', async () => {
    expect(await statusOf(port, {})).toBe(200);
    expect(await statusOf(port, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(port, { host: `evil.example:${port}` })).toBe(403);
    expect(await statusOf(port, { origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf(port, {}, 'POST')).toBe(405);
  });

  it.each(['/../../etc/passwd', '/api/runs/..%2f..%2f..%2fetc%2fpasswd', '/api/runs/%2e%2e', '/api/runs/x%00y'])(
    'has nothing at %s',
    async (path) => {
      expect(await statusOf(port, {}, 'GET', path)).toBe(404);
    },
  );

  it('answers texts of a megabyte with a few hundred letters of them', async () => {
    const address = `http://127.0.0.1:${port}`;
    for (const path of ['/api/runs', `/api/runs/${encodeURIComponent(HOSTILE_ID)}`, '/api/decisions', '/metrics']) {
      const answer = await fetch(`${address}${path}`);
      const text = await answer.text();
      expect(answer.status, path).toBe(200);
      expect(text.length, path).toBeLessThan(200_000);
      expect(text, path).not.toContain(MEGABYTE.slice(0, 20_000));
    }
  });

  it('says what is wrong with a port that is taken, before anything else happens, and ends with 2', async () => {
    const second = startPlimsoll(['dashboard', '--port', String(port)], cwd);
    expect(await second.ended).toBe(2);
    expect(second.printed()).toContain(`--port: 127.0.0.1:${port} is in use by another program`);
    const run = startPlimsoll(['soak', '--metrics-port', String(port), '--run-id', 'refused'], cwd);
    expect(await run.ended).toBe(2);
    expect(run.printed()).toContain(`--metrics-port: 127.0.0.1:${port} is in use by another program`);
    expect(() => plimsoll(cwd, 'report', 'refused', '--json')).toThrow(/There is no run/u);
  });

  it('ends on Ctrl-C with 0 and an open stream, and leaves no port open', async () => {
    const other = await startDashboard(cwd);
    const stream = await fetch(`http://127.0.0.1:${other.port}/api/events`);
    await stream.body?.getReader().read();
    expect(await interrupt(other.running)).toBe(0);
    await expect(fetch(`http://127.0.0.1:${other.port}/`)).rejects.toThrow(/fetch failed/u);
  });
});

describe.skipIf(NO_BROWSER !== undefined)(`the dashboard in a browser${NO_BROWSER ?? ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, LONG_MS);
  afterAll(() => browser.close());

  describe('over finished runs', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-dashboard-'));
    let running: Running;
    let address = '';

    beforeAll(async () => {
      soak(cwd, 'one', '--iterations', '8');
      soak(cwd, 'two', '--iterations', '8', '--seed', '7', '--profile', 'aggressive');
      const started = await startDashboard(cwd);
      running = started.running;
      address = `http://127.0.0.1:${started.port}/`;
    }, LONG_MS);
    afterAll(() => interrupt(running), LONG_MS);

    it('leads from the list to a run, its decisions filtered, and a comparison', async () => {
      const watched = await visit(browser, address, { scheme: 'light', width: 1440 });
      const { page } = watched;
      await page.getByRole('searchbox', { name: 'Find' }).fill('seed-less');
      await page.getByText('No run fits.').waitFor();
      await page.getByRole('searchbox', { name: 'Find' }).fill('steady');
      await page.getByRole('link', { name: 'one', exact: true }).click();
      await page.getByRole('heading', { name: 'steady_safe on sim/calm, seed 42' }).waitFor();
      await page.getByRole('link', { name: 'decisions', exact: true }).click();
      await page.getByLabel('Outcome').selectOption('granted');
      await page.waitForURL(/run=one&outcome=granted/u);
      await page.locator('td.outcome', { hasNotText: 'granted' }).first().waitFor({ state: 'hidden' });
      expect(await page.locator('td.outcome', { hasText: 'granted' }).count()).toBeGreaterThan(0);
      await page.goBack();
      await page.getByRole('link', { name: 'Runs' }).click();
      for (const id of ['one', 'two']) await page.getByLabel(`compare ${id}`).check();
      await page.getByRole('link', { name: 'Compare the two' }).click();
      const kpi = page.getByRole('row', { name: /^net_bps/u });
      await kpi.waitFor();
      expect(await page.getByRole('row', { name: /^profile/u }).textContent()).toContain('aggressive');
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByRole('heading', { name: 'aggressive on sim/calm' }).waitFor();
      expectClean(watched, address);
      await page.context().close();
    });

    it('shows the numbers that plimsoll gate gives', async () => {
      const gate = GATE.parse(JSON.parse(plimsoll(cwd, 'gate', 'one', '--mode', 'soft', '--format', 'json')));
      const { rows } = RUNS.parse(await (await fetch(`${address}api/runs`)).json());
      const row = rows.find(({ id }) => id === 'one');
      expect(row?.verdict).toEqual({ scope: 'run', verdict: gate.verdict });
      for (const { name, value, n, lower, upper } of row?.kpis ?? []) {
        const kpi = gate.kpis[name];
        expect({ name, value, n, lower, upper }).toEqual({
          name,
          value: kpi?.value,
          n: kpi?.n,
          ...bounds(kpi?.interval),
        });
      }
      expect(row?.kpis).toHaveLength(4);
    });

    it.each([
      ['dark', 1440],
      ['light', 390],
    ] as const)(
      'has no fault that axe finds on any page, and nothing wider than the window: %s, %i px',
      async (scheme, width) => {
        const watched = await visit(browser, address, { scheme, width });
        const { page } = watched;
        for (const [hash, sign] of PAGES) {
          await page.goto(`${address}#/${hash}`);
          await page.getByRole('heading', { name: sign }).first().waitFor();
          expect(await axeViolations(page), hash).toEqual([]);
          expect(Number(await page.evaluate('document.documentElement.scrollWidth')), hash).toBeLessThanOrEqual(width);
        }
        expectClean(watched, address);
        await page.context().close();
      },
      LONG_MS,
    );

    it('is reached by keyboard alone', async () => {
      const { page } = await visit(browser, address, { scheme: 'light', width: 1440 });
      await page.getByLabel('compare one').waitFor();
      const reached: string[] = [];
      for (let press = 0; press < 30; press += 1) {
        await page.keyboard.press('Tab');
        reached.push(String(await page.evaluate(NAME_OF_FOCUS)));
      }
      for (const name of [
        'Skip to the content',
        'Runs',
        'History',
        'Decisions',
        'Find',
        'State',
        'Verdict',
        'compare one',
        'one',
        'two',
      ]) {
        expect(reached, name).toContain(name);
      }
      await page.getByRole('link', { name: 'one', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'steady_safe on sim/calm, seed 42' }).waitFor();
      await page.context().close();
    });
  });

  it(
    'follows a soak that is begun, killed and resumed, without being loaded again',
    async () => {
      const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-dashboard-'));
      const { running, port } = await startDashboard(cwd);
      const address = `http://127.0.0.1:${port}/`;
      const watched = await visit(browser, address, { scheme: 'dark', width: 1440 });
      const { page } = watched;
      await page.getByText('There is no run here yet.').waitFor();
      await page.evaluate('window.loadedOnce = true');
      const begun = startPlimsoll(
        ['soak', '--iterations', '60', '--iteration-duration', '20m', '--run-id', 'followed'],
        cwd,
      );
      const row = page.getByRole('row', { name: /followed/u });
      await row.getByText('running').waitFor();
      await row.getByText(/[2-9] of 60/u).waitFor();
      begun.child.kill('SIGKILL');
      await row.getByText('cut off').waitFor();
      // The run's own page follows too.
      await page.getByRole('link', { name: 'followed', exact: true }).click();
      await page
        .getByText(/was cut off after/u)
        .first()
        .waitFor();
      const resumed = startPlimsoll(['soak', '--resume', 'followed', '--metrics-port', '0'], cwd);
      await page.getByText('running', { exact: true }).waitFor();
      await page.getByText('The run completed all 60 iterations.').waitFor({ timeout: LONG_MS });
      await page.getByRole('link', { name: 'Runs' }).click();
      await row.getByText('completed').waitFor();
      await row.getByText(/resumed once/u).waitFor();
      expect(await page.evaluate('window.loadedOnce')).toBe(true);
      await resumed.ended;
      expectClean(watched, address);
      await page.context().close();
      await interrupt(running);
    },
    2 * LONG_MS,
  );

  it(
    'shows markup in names as text, and runs none of it',
    async () => {
      const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-dashboard-'));
      const out = join(cwd, 'artifacts/soak');
      storeHostileRun(out, HOSTILE_ID, '<script>document.title=1</script>');
      storeHostileRun(out, 'traversing', '../../etc/passwd');
      const { running, port } = await startDashboard(cwd);
      const address = `http://127.0.0.1:${port}/`;
      const watched = await visit(browser, address, { scheme: 'light', width: 390 });
      const { page } = watched;
      await page.getByRole('link', { name: HOSTILE_ID, exact: true }).waitFor();
      await page.getByText('<script>document.title=1</script>').first().waitFor();
      await page.getByText('../../etc/passwd').first().waitFor();
      await expectHarmless(page);
      await page.getByRole('link', { name: HOSTILE_ID, exact: true }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectHarmless(page);
      for (const hash of [
        'history',
        'decisions',
        `compare/${encodeURIComponent(HOSTILE_ID)}/traversing`,
        'run/..%2f..%2fetc%2fpasswd',
        '%',
      ]) {
        await page.goto(`${address}#/${hash}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await expectHarmless(page);
      }
      expectClean(watched, address);
      await page.context().close();
      await interrupt(running);
    },
    LONG_MS,
  );
});

/** No text became an element, and none of it ran. */
async function expectHarmless(page: Page): Promise<void> {
  expect(await page.locator('img, iframe, object, embed').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.title()).not.toBe('1');
  expect(String(await page.evaluate('document.body.innerHTML.length')).length).toBeLessThan(7);
}

const PAGES = [
  ['', 'Runs'],
  ['run/one', 'steady_safe on sim/calm, seed 42'],
  ['compare/one/two', 'KPIs of the judged iterations'],
  ['history', 'steady_safe on sim/calm'],
  ['decisions?run=one', 'Decisions of the guards'],
  ['run/nothing', 'nothing'],
] as const;

/** What a screen reader would say of what has the focus. */
const NAME_OF_FOCUS = `(() => {
  const element = document.activeElement;
  const label = element?.closest('label')?.firstChild?.textContent;
  return (element?.getAttribute('aria-label') ?? label ?? element?.textContent ?? '').trim();
})()`;

const INTERVAL = z.object({ lower: z.number(), upper: z.number() });
const GATE = z.object({
  verdict: z.string(),
  kpis: z.record(
    z.string(),
    z.object({ value: z.number().optional(), n: z.number().optional(), interval: INTERVAL.optional() }),
  ),
});
const RUNS = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      verdict: z.object({ scope: z.string(), verdict: z.string() }).optional(),
      kpis: z.array(
        z.object({
          name: z.string(),
          value: z.number().optional(),
          n: z.number().optional(),
          lower: z.number().optional(),
          upper: z.number().optional(),
        }),
      ),
    }),
  ),
});

function bounds(interval: z.infer<typeof INTERVAL> | undefined): Record<'lower' | 'upper', number | undefined> {
  return { lower: interval?.lower, upper: interval?.upper };
}
