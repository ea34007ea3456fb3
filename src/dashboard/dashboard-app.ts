// What a dashboard answers: the page, the list of runs, one run, the log of decisions, the live stream and the metrics. Reads the followed folder
// and nothing else; a run is found by its name in the listing, so that no request spells a path.

import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SSEStreamingApi } from 'hono/streaming';
import { answerDecisions } from './decision-log.ts';
import type { FollowedFolder } from './followed-folder.ts';
import { guardRequests } from './guard-requests.ts';
import type { Binding } from './guard-requests.ts';
import type { MetricsPage } from './metrics/metrics-page.ts';
import { METRICS_CONTENT_TYPE } from './metrics/metric-family.ts';
import type { ServedPage } from './served-page.ts';
import type { RunPages } from './run-pages.ts';
import type { RunsMessage } from './runs-message.ts';

export interface Dashboard {
  readonly folder: FollowedFolder;
  readonly pages: RunPages;
  readonly metrics: MetricsPage;
  readonly page: ServedPage;
  readonly binding: Binding;
  /** Of Plimsoll. */
  readonly version: string;
  /** Aborted when the dashboard is to end. */
  readonly stop: AbortSignal;
  readonly nowMs: () => number;
  /** Hears of a mistake of ours that a request ran into. */
  readonly onMistake: (error: Error) => void;
}

const MOST_STREAMS = 64;
/** A stream says something at least so often, so that a page knows that it still stands. */
const KEEP_ALIVE_MS = 5000;

export function dashboardApp(dashboard: Dashboard): Hono {
  const { folder, pages, metrics, page, binding } = dashboard;
  const app = new Hono();
  let streams = 0;
  app.use(guardRequests(binding));
  app.notFound((context) => context.json({ error: 'There is nothing at this address.' }, 404));
  app.onError((error, context) => {
    dashboard.onMistake(error);
    return context.json({ error: 'The dashboard made a mistake; its terminal tells which.' }, 500);
  });

  app.get('/', (context) => context.html(page.html, 200, { 'Content-Security-Policy': page.policy }));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'Content-Type': METRICS_CONTENT_TYPE }),
  );
  app.get('/api/runs', (context) => context.json(messageSince(dashboard, 0)));
  app.get('/api/runs/:id', async (context) => {
    const run = folder.run(context.req.param('id'));
    if (run === undefined) return context.json({ error: 'There is no such run.' }, 404);
    const answer = await pages.of(run);
    return 'failure' in answer
      ? context.json({ error: answer.failure }, 422)
      : context.body(answer.json, 200, { 'Content-Type': 'application/json', 'X-Revision': String(answer.revision) });
  });
  app.get('/api/decisions', (context) => {
    const { run, guard, parameter, outcome } = context.req.query();
    return context.json(answerDecisions(folder.runs, { run, guard, parameter, outcome }));
  });
  app.get('/api/events', (context) => {
    if (streams >= MOST_STREAMS) return context.json({ error: 'Too many pages are open.' }, 503);
    streams += 1;
    return streamSSE(context, async (stream) => {
      try {
        await streamChanges(dashboard, stream);
      } finally {
        streams -= 1;
      }
    });
  });
  return app;
}

/** Ends when the page is closed or the dashboard is. A page that reads slowly gets the newest rows, and none in between. */
async function streamChanges(dashboard: Dashboard, stream: SSEStreamingApi): Promise<void> {
  const { folder, stop } = dashboard;
  const closed = new AbortController();
  stream.onAbort(() => closed.abort());
  const over = AbortSignal.any([stop, closed.signal]);
  let sent = -1;
  while (!over.aborted) {
    const message = messageSince(dashboard, sent < 0 ? 0 : sent);
    const isNews = sent < 0 || message.revision > sent;
    await stream.writeSSE(
      isNews ? { event: 'runs', data: JSON.stringify(message) } : { event: 'alive', data: message.now },
    );
    sent = message.revision;
    const wait = new AbortController();
    const timer = setTimeout(() => wait.abort(), KEEP_ALIVE_MS);
    await folder.changed(AbortSignal.any([over, wait.signal]));
    clearTimeout(timer);
  }
}

function messageSince({ folder, version, nowMs }: Dashboard, revision: number): RunsMessage {
  const rows = folder.runs.map(({ row }) => row);
  return {
    revision: folder.revision,
    rows: rows.filter((row) => row.revision > revision),
    gone: revision === 0 ? [] : folder.goneSince(revision),
    runsThere: folder.runsThere,
    isCaughtUp: folder.isCaughtUp,
    now: new Date(nowMs()).toISOString(),
    version,
  };
}
