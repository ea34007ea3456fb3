// `plimsoll dashboard`: every run of a folder in a browser, live, and as metrics, until Ctrl-C. Reads and never writes.

import { relative, resolve } from 'node:path';
import { dashboardApp } from '../../dashboard/dashboard-app.ts';
import { FollowedFolder } from '../../dashboard/followed-folder.ts';
import { MetricsPage } from '../../dashboard/metrics/metrics-page.ts';
import { PageThread } from '../../dashboard/page-thread.ts';
import { RunPages } from '../../dashboard/run-pages.ts';
import { servedPage } from '../../dashboard/served-page.ts';
import { serveApp } from '../../dashboard/serve-app.ts';
import { parsePort } from '../arguments/port.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { readConfiguration } from '../running/read-configuration.ts';

export interface DashboardOptions {
  readonly dir?: string;
  readonly port: string;
  readonly host: string;
  readonly allowHost?: readonly string[];
}

export async function dashboardCommand(host: Host, options: DashboardOptions): Promise<ExitCode> {
  const { host: name, allowHost: names = [] } = options;
  const wanted = parsePort(options.port, '--port');
  const out = resolve(host.cwd, options.dir ?? readConfiguration(host, []).settings.out);
  const nowMs = (): number => host.wallClockMs();
  const stop = new AbortController();
  const folder = new FollowedFolder({ disk: host.disk, out });
  const metrics = new MetricsPage(folder, nowMs);
  const thread = new PageThread();
  const app = dashboardApp({
    folder,
    pages: new RunPages(thread.build, nowMs),
    metrics,
    page: servedPage(host.pageTemplate('dashboard')),
    binding: { host: name, names },
    version: host.version,
    stop: stop.signal,
    nowMs,
    onMistake: (error) => host.stderr.write(`${error.stack ?? error.message}\n`),
  });
  const look = async (): Promise<void> => {
    await folder.look();
    await metrics.refresh();
  };
  const served = await serveApp(app, { host: name, port: wanted, portFlag: '--port', look }, stop);
  const stopped = new Promise<void>((done) => {
    const release = host.onInterrupt(() => {
      release();
      done();
    });
  });
  host.stdout.write(`${banner(host, { out, name, port: served.port })}\n`);
  await Promise.race([stopped, served.looking]);
  await served.close();
  await thread.close();
  return EXIT_CODES.ok;
}

function banner(
  host: Host,
  { out, name, port }: { readonly out: string; readonly name: string; readonly port: number },
): string {
  const address = `http://${name.includes(':') ? `[${name}]` : name}:${port}/`;
  const shown = relative(host.cwd, out) || '.';
  const isOpen = !['127.0.0.1', '::1', 'localhost'].includes(name);
  return [
    `dashboard of ${shown}: ${address}`,
    `metrics for Prometheus: ${address}metrics`,
    ...(isOpen ? ['whoever reaches this address reads every run; nobody is asked for a password'] : []),
    'Ctrl-C ends it; nothing is ever written',
  ].join('\n');
}
