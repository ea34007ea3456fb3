// Alerts of a real soak to a real server on this machine: what arrives, and that no server, however it behaves, changes a byte of the run.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { ALERT } from '../src/alerts/alert.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { assert } from '../src/std/assert.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const SOAK = ['soak', '--iterations', '3', '--iteration-duration', '10m', '--run-id', 'alerted', '--quiet'];
const TOKEN = 'T0KEN';

interface Received {
  readonly path: string;
  readonly body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** `answer` is told how many requests came before. */
function listen(
  answer: (response: ServerResponse, earlier: number) => void,
): Promise<{ readonly url: string; readonly received: readonly Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      received.push({ path: request.url ?? '', body });
      answer(response, received.length - 1);
    });
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      assert(typeof address === 'object' && address !== null, 'a server that listens has a port');
      resolve({ url: `http://127.0.0.1:${address.port}/hook/${TOKEN}`, received });
    });
  });
}

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cwd: string;
  readonly tookMs: number;
}

function plimsoll(argv: readonly string[], env: NodeJS.ProcessEnv): Promise<Finished> {
  const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-alerts-'));
  const startedMs = performance.now();
  const running = spawn(process.execPath, [PROGRAM, ...argv], { cwd, env: { PATH: process.env['PATH'], ...env } });
  let stdout = '';
  let stderr = '';
  running.stdout.on('data', (chunk) => (stdout += String(chunk)));
  running.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => {
    running.once('close', (status) => {
      resolve({ status, stdout, stderr, cwd, tookMs: performance.now() - startedMs });
    });
  });
}

const FOLDER = 'artifacts/soak/runs/alerted';

/** Every artifact by name, but for wall-clock time, and for those two that say where each setting came from. */
function artifactsOf({ cwd }: Finished): { readonly [name: string]: string } {
  const folder = join(cwd, FOLDER);
  const names = readdirSync(folder).filter((name) => name !== 'run.json' && name !== 'report.html');
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll(/"(?:at|seal)":"[^"]*"/gu, '')]),
  );
}

const ok = (response: ServerResponse): unknown => response.writeHead(204).end();

describe('a soak', () => {
  test('alerts in the documented form, and leaves no trace of the address', async () => {
    const { url, received } = await listen(ok);
    const ran = await plimsoll(SOAK, { PLIMSOLL_ALERT_URL: url, PLIMSOLL_HEARTBEAT_URL: `${url}/beat` });
    expect(ran.stderr).toBe('');
    const alerts = received
      .filter(({ path }) => !path.endsWith('/beat'))
      .map(({ body }) => ALERT.parse(JSON.parse(body)));
    const end = alerts.at(-1);
    expect(end).toMatchObject({
      event: 'end',
      iteration: 3,
      run: { run_id: 'alerted', market: 'calm', iterations: 3 },
    });
    expect(ran.stdout).toContain(`verdict: ${end?.verdict ?? ''}`);
    expect(received.length).toBeGreaterThan(alerts.length);
    const files = readdirSync(join(ran.cwd, FOLDER)).map((name) => readFileSync(join(ran.cwd, FOLDER, name), 'utf8'));
    expect(files.some((text) => text.includes('PLIMSOLL_ALERT_URL'))).toBe(true);
    for (const text of [...files, ran.stdout]) expect(text.includes(TOKEN)).toBe(false);
  });

  test('alerts of nothing that is switched off', async () => {
    const { url, received } = await listen(ok);
    await plimsoll(SOAK, { PLIMSOLL_ALERT_URL: url, PLIMSOLL_ALERT_EVENTS: 'none' });
    expect(received).toEqual([]);
    await plimsoll(SOAK, { PLIMSOLL_ALERT_URL: url, PLIMSOLL_ALERT_EVENTS: 'end' });
    expect(received.map(({ body }) => ALERT.parse(JSON.parse(body)).event)).toEqual(['end']);
  });

  test('tries again where the server fails at first', async () => {
    const { url, received } = await listen((response, earlier) => response.writeHead(earlier === 0 ? 500 : 200).end());
    const ran = await plimsoll(SOAK, { PLIMSOLL_ALERT_URL: url, PLIMSOLL_ALERT_EVENTS: 'end' });
    expect(received).toHaveLength(2);
    expect(received[1]).toEqual(received[0]);
    expect(ran.stderr).toBe('');
  });

  test('has the same bytes and verdict with a server that hangs, fails or is not there, and says what was lost', async () => {
    const alone = await plimsoll(SOAK, {});
    const hanging = await listen(() => undefined);
    const failing = await listen((response) => response.writeHead(500).end());
    const gone = await listen(ok);
    servers.pop()?.close();
    for (const [url, why] of [
      [hanging.url, 'it did not answer before the run was over'],
      [failing.url, 'it answered 500'],
      [gone.url, 'the connection was refused'],
    ] as const) {
      const ran = await plimsoll(SOAK, { PLIMSOLL_ALERT_URL: url, PLIMSOLL_ALERT_EVENTS: 'end' });
      expect(ran.status).toBe(alone.status);
      expect(ran.stdout).toBe(alone.stdout);
      const [bytes, expected] = [artifactsOf(ran), artifactsOf(alone)];
      expect(Object.keys(bytes)).toEqual(Object.keys(expected));
      for (const name of Object.keys(expected)) expect(bytes[name] === expected[name], name).toBe(true);
      expect(ran.stderr).toMatch(
        new RegExp(`^warning: 1 of 1 alerts did not reach http://127\\.0\\.0\\.1:\\d+: ${why}\n$`, 'u'),
      );
      expect(ran.stderr).not.toContain(TOKEN);
      // Three seconds of grace and no more, on however busy a machine.
      expect(ran.tookMs).toBeLessThan(3 * alone.tookMs + 8000);
    }
  });
});

test('plimsoll alerts test sends one of each in the form of the service, and ends with 2 where one did not arrive', async () => {
  const { url, received } = await listen(ok);
  const slack = await plimsoll(['alerts', 'test'], { PLIMSOLL_ALERT_URL: url, PLIMSOLL_ALERT_SHAPE: 'slack' });
  expect(slack.status).toBe(0);
  expect(slack.stdout.match(/delivered: it answered 204/gu)).toHaveLength(6);
  for (const { body } of received) expect(Object.keys(JSON.parse(body))).toEqual(['text']);
  const refused = await listen((response) => response.writeHead(404).end());
  const lost = await plimsoll(['alerts', 'test'], { PLIMSOLL_ALERT_URL: refused.url, PLIMSOLL_ALERT_EVENTS: 'end' });
  expect(lost.status).toBe(2);
  expect(lost.stdout).toContain('not delivered: it answered 404');
  expect(refused.received).toHaveLength(1);
  expect((await plimsoll(['alerts', 'test'], {})).status).toBe(2);
});

test('the page about alerts shows a body that fits the schema, and every setting with its default', () => {
  const page = readFileSync(new URL('../docs/alerts.md', import.meta.url), 'utf8');
  const [, example = ''] = /```json\n(.*?)```/su.exec(page) ?? [];
  expect(ALERT.parse(JSON.parse(example))).toBeDefined();
  for (const { name, environment, default: standard } of Object.values(SETTINGS)) {
    if (!/^(?:alert|heartbeat)_/u.test(name)) continue;
    const shown = name === 'alert_events' || standard === undefined ? '' : `\`${standard}\``;
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| \`${environment?.name ?? ''}\` \\|.*${shown}`, 'mu'));
  }
});
