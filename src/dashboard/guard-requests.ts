// Who may read a dashboard: pages that it served itself, and programs that ask it by the name it is bound to. A foreign name in `Host` is how a
// page elsewhere would read through DNS rebinding; a foreign `Origin` is a page elsewhere that says so. Nothing here is secret from who may open
// a connection: bound to more than loopback, the network in front of it decides that.

import type { MiddlewareHandler } from 'hono';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export interface Binding {
  /** What was asked to bind to, such as `127.0.0.1`, `0.0.0.0` or a name. */
  readonly host: string;
  /** Names besides by which it may be asked, such as that of a proxy in front. */
  readonly names: readonly string[];
}

const HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

export function guardRequests(binding: Binding): MiddlewareHandler {
  const names = new Set(
    [...LOOPBACK_NAMES, bracketed(binding.host), ...binding.names].map((name) => name.toLowerCase()),
  );
  return async (context, next) => {
    const refusal = refuse(context.req.method, (name) => context.req.header(name), names);
    if (refusal === undefined) await next();
    else context.res = context.text(`${refusal.sentence}\n`, refusal.status);
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

interface Refusal {
  readonly status: 403 | 405;
  readonly sentence: string;
}

function refuse(
  method: string,
  header: (name: string) => string | undefined,
  names: ReadonlySet<string>,
): Refusal | undefined {
  const host = header('host');
  if (host === undefined || !names.has(nameOf(host))) {
    return {
      status: 403,
      sentence: 'This dashboard does not answer to that host name; --allow-host NAME allows one more.',
    };
  }
  const origin = header('origin');
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return { status: 403, sentence: 'Pages of another origin may not read this dashboard.' };
  }
  const site = header('sec-fetch-site');
  if (site === 'cross-site' && header('sec-fetch-mode') !== 'navigate') {
    return { status: 403, sentence: 'Pages of another site may not read this dashboard.' };
  }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, sentence: 'This dashboard is read-only.' };
  return undefined;
}

/** Without the port, in lower case. */
function nameOf(host: string): string {
  return host.replace(/:\d{1,5}$/u, '').toLowerCase();
}

/** As a name stands in a `Host` header: an IPv6 address in brackets. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
