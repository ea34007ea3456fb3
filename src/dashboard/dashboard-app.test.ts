import { beforeEach, describe, expect, test } from 'vitest';
import type { Hono } from 'hono';
import { storeRun } from '../artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { useTemporaryFolder } from '../files/temporary-folder.fixture.ts';
import { dashboardApp } from './dashboard-app.ts';
import { FollowedFolder } from './followed-folder.ts';
import { MetricsPage } from './metrics/metrics-page.ts';
import { RunPages } from './run-pages.ts';
import { servedPage } from './served-page.ts';

const HTML = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'" /><p>page</p>';
const inFolder = useTemporaryFolder();
const mistakes: Error[] = [];
let app: Hono;
let folder: FollowedFolder;
let stop: AbortController;

beforeEach(() => {
  folder = new FollowedFolder({ disk: nodeDisk, out: inFolder('soak') });
  stop = new AbortController();
  mistakes.length = 0;
  const nowMs = (): number => Date.UTC(2026, 0, 1);
  app = dashboardApp({
    folder,
    pages: new RunPages((path) => Promise.resolve({ json: JSON.stringify({ path }) }), nowMs),
    metrics: new MetricsPage(folder, nowMs),
    page: servedPage(HTML),
    binding: { host: '127.0.0.1', names: ['soak.lan'] },
    version: '1.2.3',
    stop: stop.signal,
    nowMs,
    onMistake: (error) => mistakes.push(error),
  });
});

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return Promise.resolve(app.request(path, { method, headers: { host: '127.0.0.1:8177', ...headers } }));
}

describe('who may read', () => {
  test.each([
    ['127.0.0.1:8177', 200],
    ['localhost:8177', 200],
    ['LOCALHOST', 200],
    ['[::1]:8177', 200],
    ['soak.lan', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['localhost.evil.example:8177', 403],
    ['', 403],
  ])('asked as %j it answers %i', async (host, status) => {
    expect((await get('/api/runs', { host })).status).toBe(status);
  });

  test.each([
    [{ origin: 'http://127.0.0.1:8177' }, 200],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://127.0.0.1:9999' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
  ])('with %j it answers %i', async (headers, status) => {
    const answer = await get('/api/runs', headers);
    expect(answer.status).toBe(status);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is refused', async (method) => {
    expect((await get('/api/runs', {}, method)).status).toBe(405);
  });

  test('every answer forbids guessing its type, framing it, keeping it, and running anything in it', async () => {
    for (const path of ['/', '/api/runs', '/metrics', '/nothing', '/api/runs/nothing']) {
      const { headers } = await get(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('cache-control'), path).toMatch(/no-store|no-cache/u);
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    }
  });
});

describe('what is answered', () => {
  test('the list has every run, and says which clock it goes by', async () => {
    storeRun(inFolder('soak'), 'a');
    await folder.look();
    const list = await (await get('/api/runs')).json();
    expect(list).toMatchObject({
      rows: [{ id: 'a' }],
      gone: [],
      runsThere: 1,
      isCaughtUp: true,
      now: '2026-01-01T00:00:00.000Z',
    });
  });

  test('a run is found by its name alone, whatever the name is', async () => {
    storeRun(inFolder('soak'), '<script>alert(1)<');
    await folder.look();
    const id = encodeURIComponent('<script>alert(1)<');
    const answer = await get(`/api/runs/${id}`);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toEqual({ path: inFolder('soak', 'runs', '<script>alert(1)<') });
  });

  test.each(['..%2f..%2fetc%2fpasswd', '%2e%2e', '%00', '..%5c..', '%ff'])('%s is no run', async (name) => {
    storeRun(inFolder('soak'), 'a');
    await folder.look();
    const answer = await get(`/api/runs/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain(inFolder());
  });

  test('the stream begins with all runs, then has those that changed, and ends with the dashboard', async () => {
    storeRun(inFolder('soak'), 'a');
    await folder.look();
    const reader = messagesOf(await get('/api/events'));
    expect(await reader.next()).toMatchObject({ rows: [{ id: 'a' }] });
    storeRun(inFolder('soak'), 'b');
    await folder.look();
    expect(await reader.next()).toMatchObject({ rows: [{ id: 'b' }] });
    stop.abort();
    expect(await reader.next()).toBeUndefined();
    expect(mistakes).toEqual([]);
  });
});

/** The data of each message of a stream, one by one. */
function messagesOf(answer: Response): { next(): Promise<unknown> } {
  const reader = answer.body?.getReader();
  return {
    async next() {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) return undefined;
      const [, data] = /^data: (.*)$/mu.exec(new TextDecoder().decode(piece.value)) ?? [];
      return data === undefined ? undefined : JSON.parse(data);
    },
  };
}
