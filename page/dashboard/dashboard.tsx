// The frame around every page: where one is, where one can go, and whether what one sees is live.

import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ThemeToggle } from '../parts/theme-toggle.tsx';
import { CompareView } from './compare-view.tsx';
import { DecisionsView } from './decisions-view.tsx';
import { HistoryView } from './history-view.tsx';
import { useLive } from './live-runs.ts';
import type { Connection, LiveRuns } from './live-runs.ts';
import { hrefOf, useRoute } from './route.ts';
import type { Route } from './route.ts';
import { RunView } from './run-view.tsx';
import { RunsView } from './runs-view.tsx';

export function Dashboard({ live }: { readonly live: LiveRuns }): VNode {
  const route = useRoute();
  const { connection } = useLive(live);
  const title = titleOf(route);
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(title);
  useEffect(() => {
    document.title = `${title} - Plimsoll`;
    // Who listens rather than looks is told that another page is there; the first page needs no telling.
    if (shown.current !== title) place.current?.focus();
    shown.current = title;
  }, [title]);
  return (
    <>
      <a class="skip" href="#content" onClick={(event) => skipTo(event, place.current)}>
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href={hrefOf({ kind: 'runs' })}>
          <Mark /> Plimsoll
        </a>
        <nav aria-label="Pages">
          <NavLink to={{ kind: 'runs' }} at={route} name="Runs" />
          <NavLink to={{ kind: 'history' }} at={route} name="History" />
          <NavLink to={{ kind: 'decisions', filter: new URLSearchParams() }} at={route} name="Decisions" />
        </nav>
        <ConnectionSign connection={connection} />
        {route.kind === 'run' || route.kind === 'compare' ? null : <ThemeToggle />}
      </header>
      <div id="content" ref={place} tabIndex={-1}>
        <View route={route} live={live} />
      </div>
    </>
  );
}

function View({ route, live }: { readonly route: Route; readonly live: LiveRuns }): VNode {
  switch (route.kind) {
    case 'runs':
      return <RunsView live={live} />;
    case 'run':
      return <RunView key={route.id} id={route.id} live={live} />;
    case 'compare':
      return <CompareView key={route.ids.join('/')} ids={route.ids} live={live} />;
    case 'history':
      return <HistoryView live={live} />;
    case 'decisions':
      return <DecisionsView filter={route.filter} live={live} />;
    case 'unknown':
      return (
        <main>
          <h1>There is no such page</h1>
          <p>
            <a href={hrefOf({ kind: 'runs' })}>All runs</a>
          </p>
        </main>
      );
    default:
      return route satisfies never;
  }
}

interface NavLinkProps {
  readonly to: Extract<Route, { kind: 'runs' | 'history' | 'decisions' }>;
  readonly at: Route;
  readonly name: string;
}

function NavLink({ to, at, name }: NavLinkProps): VNode {
  return (
    <a href={hrefOf(to)} {...(to.kind === at.kind ? { 'aria-current': 'page' } : {})}>
      {name}
    </a>
  );
}

const CONNECTIONS: { readonly [state in Connection]: string } = {
  connecting: 'connecting',
  live: 'live',
  lost: 'connection lost, trying again',
};

function ConnectionSign({ connection }: { readonly connection: Connection }): VNode {
  return (
    <span class={`connection ${connection}`} role="status">
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {connection === 'live' ? <circle cx="5" cy="5" r="4.5" /> : <path d="M1 1l8 8M9 1L1 9" />}
      </svg>
      {CONNECTIONS[connection]}
    </span>
  );
}

/** The load line itself: a disc, and a line across it. */
function Mark(): VNode {
  return (
    <svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">
      <circle cx="12" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M1 8h22" stroke="currentColor" stroke-width="2" />
    </svg>
  );
}

/** The address is taken by the page that is shown, so the jump is made by hand. */
function skipTo(event: Event, place: HTMLElement | null): void {
  event.preventDefault();
  place?.focus();
}

function titleOf(route: Route): string {
  switch (route.kind) {
    case 'runs':
      return 'Runs';
    case 'run':
      return route.id;
    case 'compare':
      return `${route.ids[0]} against ${route.ids[1]}`;
    case 'history':
      return 'History';
    case 'decisions':
      return 'Decisions';
    case 'unknown':
      return 'No such page';
    default:
      return route satisfies never;
  }
}
