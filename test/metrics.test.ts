// Metrics as their users have them: a real Prometheus scrapes a real soak and a real dashboard, its own tool checks and tries the alert rules, and
// every query of the Grafana dashboard finds data. Needs Debian's package `prometheus`; without it the tests say so and are skipped.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { interrupt, startPlimsoll, startProgram } from './support/plimsoll-process.ts';
import type { Running } from './support/plimsoll-process.ts';

const OPS = fileURLToPath(new URL('../ops', import.meta.url));
const RULES = join(OPS, 'prometheus/alerts.yml');
const hasPrometheus = ['prometheus', 'promtool'].every((name) => spawnSync(name, ['--version']).status === 0);
const without = hasPrometheus ? '' : ' (skipped: no prometheus here; apt-get install prometheus)';

function promtool(...argv: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync('promtool', argv, { encoding: 'utf8', cwd: join(OPS, 'prometheus') });
  return { status, text: `${stdout}${stderr}` };
}

/** What Grafana's dashboard model asks of a file that it imports, as far as this one uses it; nothing else may stand there. */
const DATA_SOURCE = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });
const PANEL = z.strictObject({
  id: z.number().int().positive(),
  type: z.enum(['stat', 'timeseries', 'state-timeline']),
  title: z.string().min(1),
  description: z.string().min(1),
  datasource: DATA_SOURCE,
  gridPos: z.strictObject({
    x: z.number().int().min(0),
    y: z.number().int().min(0),
    w: z.number().int().min(1).max(24),
    h: z.number().int().min(1),
  }),
  fieldConfig: z.strictObject({
    defaults: z.record(z.string(), z.unknown()),
    overrides: z.array(
      z.strictObject({
        matcher: z.strictObject({ id: z.literal('byRegexp'), options: z.string() }),
        properties: z.array(z.strictObject({ id: z.string(), value: z.unknown() })),
      }),
    ),
  }),
  options: z.record(z.string(), z.unknown()),
  targets: z
    .array(
      z.strictObject({
        refId: z.string().regex(/^[A-Z]$/u),
        datasource: DATA_SOURCE,
        expr: z.string().min(1),
        legendFormat: z.string().min(1),
      }),
    )
    .min(1),
});
const GRAFANA = z.strictObject({
  title: z.string().min(1),
  uid: z.string().regex(/^[\w-]{1,40}$/u),
  description: z.string(),
  tags: z.array(z.string()),
  timezone: z.literal('browser'),
  schemaVersion: z.number().int().min(36),
  version: z.number().int(),
  editable: z.boolean(),
  refresh: z.string().regex(/^\d+[smh]$/u),
  graphTooltip: z.number().int().min(0).max(2),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  annotations: z.strictObject({ list: z.array(z.unknown()) }),
  links: z.array(z.unknown()),
  templating: z.strictObject({
    list: z.array(z.looseObject({ name: z.string(), type: z.enum(['datasource', 'query']), query: z.unknown() })),
  }),
  panels: z.array(PANEL).min(1),
});

const ALERTS = [...readFileSync(RULES, 'utf8').matchAll(/^ +- alert: (\w+)$/gmu)].map(([, name = '']) => name);

describe.skipIf(!hasPrometheus)(`the alert rules${without}`, () => {
  it('are rules that Prometheus takes, beside a configuration that it takes', () => {
    for (const argv of [
      ['check', 'rules', 'alerts.yml'],
      ['check', 'config', 'prometheus.yml'],
    ]) {
      const { status, text } = promtool(...argv);
      expect(status, text).toBe(0);
    }
  });

  it('each fire where they should, and are silent over a healthy run', () => {
    const { status, text } = promtool('test', 'rules', 'alerts.test.yml');
    expect(status, text).toBe(0);
    const tests = readFileSync(join(OPS, 'prometheus/alerts.test.yml'), 'utf8');
    for (const name of ALERTS)
      expect(tests).toMatch(new RegExp(`alertname: ${name}\n +exp_alerts:\n +- exp_labels`, 'u'));
  });
});

describe('what the rules and the Grafana dashboard ask for', () => {
  it('is on the page that lists the metrics, and the rules have a paragraph there each', () => {
    const page = readFileSync(fileURLToPath(new URL('../docs/watching.md', import.meta.url)), 'utf8');
    const asked = `${readFileSync(RULES, 'utf8')}${readFileSync(join(OPS, 'grafana/plimsoll.json'), 'utf8')}`;
    const names = new Set(
      [...asked.matchAll(/\b(plimsoll_[a-z0-9_]+?)(?:_bucket|_sum|_count)?\{/gu)].map(([, name = '']) => name),
    );
    expect(names.size).toBeGreaterThan(20);
    for (const name of names) expect(page).toContain(name.replace(/_(?:lower|upper|threshold)$/u, ''));
    for (const name of ALERTS) expect(page).toContain(`\`${name}\``);
  });

  it('the Grafana file has the shape that Grafana loads', () => {
    const { panels, templating } = readGrafana();
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'run']);
    // No panel lies over another one.
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

describe.skipIf(!hasPrometheus)(`a Prometheus that scrapes a soak and a dashboard${without}`, () => {
  const running: Running[] = [];
  let folder = '';
  let address = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-metrics-'));
    writeFileSync(join(folder, 'strict.json'), STRICT_POLICY);
    const dashboard = startPlimsoll(['dashboard', '--port', '0'], folder);
    const soak = startPlimsoll(
      [
        'soak',
        '--iterations',
        '400',
        '--iteration-duration',
        '15m',
        '--metrics-port',
        '0',
        '--policy',
        'strict.json',
        '--run-id',
        'watched',
      ],
      folder,
    );
    running.push(dashboard, soak);
    const [, dashboardPort = ''] = await dashboard.prints(/127\.0\.0\.1:(\d+)\/metrics/u);
    const [, soakPort = ''] = await soak.prints(/127\.0\.0\.1:(\d+)\/metrics/u);
    copyFileSync(RULES, join(folder, 'alerts.yml'));
    writeFileSync(join(folder, 'prometheus.yml'), configuration(dashboardPort, soakPort));
    const prometheus = startProgram(
      'prometheus',
      ['--config.file=prometheus.yml', '--storage.tsdb.path=data', '--web.listen-address=127.0.0.1:0'],
      folder,
    );
    running.push(prometheus);
    const [, port = ''] = await prometheus.prints(/TLS is disabled.*address=(?:127\.0\.0\.1):(\d+)/u);
    address = `http://127.0.0.1:${port}`;
  }, 60_000);

  afterAll(async () => {
    await Promise.all(running.map((one) => interrupt(one)));
  }, 60_000);

  it('finds both, and the same KPIs at both', async () => {
    const up = await until('up == 1', (found) => found.length === 2);
    expect(new Set(up.map(({ metric }) => metric['job']))).toEqual(new Set(['plimsoll', 'plimsoll_soak']));
    await until('count by (job) (plimsoll_net_bps{run="watched"})', (found) => found.length === 2);
    await until('count by (job) (soak_net_bps)', (found) => found.length === 2);
  }, 60_000);

  it('sees the iterations go on', async () => {
    await until('changes(plimsoll_iterations_total{job="plimsoll_soak"}[1m]) >= 2', (found) => found.length === 1);
  }, 60_000);

  it('fires the alert of a run whose iterations fail', async () => {
    const fired = await eventually(
      async () => {
        const { alerts } = z
          .object({ alerts: z.array(z.object({ labels: LABELS, state: z.string() })) })
          .parse(await ask('/api/v1/alerts'));
        return alerts.filter(
          ({ labels, state }) => labels['alertname'] === 'PlimsollIterationFailed' && state === 'firing',
        );
      },
      (found) => found.length > 0,
    );
    expect(fired[0]?.labels).toMatchObject({ run: 'watched', severity: 'warning' });
  }, 60_000);

  it.each(grafanaQueries())(
    'answers the query of %s',
    async (_, query) => {
      await until(query, (found) => found.length > 0);
    },
    60_000,
  );

  async function until(query: string, isThere: (found: readonly Found[]) => boolean): Promise<readonly Found[]> {
    return eventually(
      async () => RESULT.parse(await ask(`/api/v1/query?query=${encodeURIComponent(query)}`)).result,
      isThere,
      query,
    );
  }

  async function ask(path: string): Promise<unknown> {
    const answer = await fetch(`${address}${path}`);
    const text = await answer.text();
    return z.object({ status: z.literal('success', text), data: z.unknown() }).parse(JSON.parse(text)).data;
  }
});

const STRICT_POLICY = JSON.stringify({
  name: 'strict',
  min_samples: 10,
  last_iterations: 4,
  confidence: 0.9,
  rules: [
    { kpi: 'net_bps', good: 'above', soft: 60, hard: 50 },
    { kpi: 'risk_ratio', good: 'below', soft: 0.4, hard: 0.5 },
    { kpi: 'maker_taker_ratio', good: 'above', soft: 0.9, hard: 0.85 },
    { kpi: 'p95_latency_ms', good: 'below', soft: 350, hard: 400 },
  ],
});

function configuration(dashboardPort: string, soakPort: string): string {
  const job = (name: string, port: string): string =>
    `  - job_name: ${name}\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`;
  return [
    'global: { scrape_interval: 1s, evaluation_interval: 1s }\n',
    'rule_files: [alerts.yml]\n',
    'scrape_configs:\n',
    job('plimsoll', dashboardPort),
    job('plimsoll_soak', soakPort),
  ].join('');
}

const LABELS = z.record(z.string(), z.string());
const RESULT = z.object({ result: z.array(z.object({ metric: LABELS, value: z.tuple([z.number(), z.string()]) })) });
type Found = z.infer<typeof RESULT>['result'][number];

/** Asks again until the answer is there; a scrape comes once a second. */
async function eventually<T>(look: () => Promise<T>, isThere: (found: T) => boolean, what = 'the answer'): Promise<T> {
  const endMs = performance.now() + 45_000;
  for (;;) {
    const found = await look();
    if (isThere(found)) return found;
    if (performance.now() > endMs) throw new Error(`${what} did not come: ${JSON.stringify(found)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 250);
    });
  }
}

function readGrafana(): z.infer<typeof GRAFANA> {
  return GRAFANA.parse(JSON.parse(readFileSync(join(OPS, 'grafana/plimsoll.json'), 'utf8')));
}

/** With what Grafana puts in place of its variables. */
function grafanaQueries(): (readonly [string, string])[] {
  return readGrafana().panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, refId }) => [`${title} ${refId}`, expr.replaceAll('$run', '.*')] as const),
  );
}
