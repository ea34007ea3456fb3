// One run: its report, filling in while it is at work.

import type { VNode } from 'preact';
import { VERDICTS } from '../../src/gates/judgement.ts';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { VerdictBadge } from '../parts/verdict-badge.tsx';
import { RunReport } from '../run/run-report.tsx';
import { useLive, useNow } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';
import { StateBadge } from './state-badge.tsx';
import { agoText } from './time-text.ts';
import { useRunPage } from './use-run-page.ts';

export function RunView({ id, live }: { readonly id: string; readonly live: LiveRuns }): VNode {
  const { rows, isCaughtUp } = useLive(live);
  const nowMs = useNow(live);
  const row = rows.find((one) => one.id === id);
  const { page, failure } = useRunPage(id, row?.revision);
  const aside =
    row === undefined ? null : (
      <div class="aside">
        <StateBadge state={row.state} />
        {row.state === 'running' ? (
          <span class="small">newest iteration {agoText(row.course.aliveAt, nowMs)}</span>
        ) : null}
        {row.state === 'running' && page !== undefined ? <SoFar page={page} /> : null}
        <a href={hrefOf({ kind: 'decisions', filter: new URLSearchParams({ run: id }) })}>decisions</a>
      </div>
    );
  if (page !== undefined) return <RunReport page={page} aside={row === undefined ? <Gone /> : aside} />;
  return (
    <main>
      <h1>{id}</h1>
      {aside}
      <p class="empty panel">{failure ?? row?.message ?? waitingText(row !== undefined, isCaughtUp)}</p>
      <p>
        <a href={hrefOf({ kind: 'runs' })}>All runs</a>
      </p>
    </main>
  );
}

/** A run that has not come to its end is judged INCONCLUSIVE at best; what its gates say until now tells whether it is healthy. */
function SoFar({ page: { gates } }: { readonly page: RunPage }): VNode | null {
  const worst = VERDICTS.findLast((verdict) => gates.some((gate) => gate.verdict === verdict));
  if (worst === undefined) return null;
  return (
    <span>
      gates so far <VerdictBadge verdict={worst} />
    </span>
  );
}

function Gone(): VNode {
  return <span class="small">this run is no longer in the folder; what is shown is what was there last</span>;
}

function waitingText(isThere: boolean, isCaughtUp: boolean): string {
  if (isThere) return 'Reading the run.';
  return isCaughtUp ? 'There is no such run in the folder.' : 'Reading the folder.';
}
