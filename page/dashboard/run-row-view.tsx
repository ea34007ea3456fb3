// One run in the list.

import type { VNode } from 'preact';
import type { RunRow } from '../../src/dashboard/run-row.ts';
import { Spark } from '../parts/spark.tsx';
import { VerdictBadge } from '../parts/verdict-badge.tsx';
import { KpiCell } from './kpi-cell.tsx';
import { useNow } from './live-runs.ts';
import type { LiveRuns } from './live-runs.ts';
import { hrefOf } from './route.ts';
import { marketTitle } from './run-title.ts';
import { StateBadge } from './state-badge.tsx';
import { agoText, timeText } from './time-text.ts';
import { VerdictBars } from './verdict-bars.tsx';

interface RunRowViewProps {
  readonly row: RunRow;
  readonly live: LiveRuns;
  readonly isChosen: boolean;
  readonly onChoose: (id: string, isChosen: boolean) => void;
}

export function RunRowView({ row, live, isChosen, onChoose }: RunRowViewProps): VNode {
  const { id, plan, state, course, message, verdict } = row;
  return (
    <tr class={state}>
      <td class="choose">
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={`compare ${id}`}
          onChange={(event) => onChoose(id, event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <a href={hrefOf({ kind: 'run', id })}>{id}</a>
        <span class="below">
          {marketTitle(row)}
          {plan === undefined ? '' : `, seed ${plan.seed}`}
        </span>
        <span class="below">started {timeText(course.startedAt)}</span>
      </th>
      <td data-label="state">
        <StateBadge state={state} />
        <Progress row={row} live={live} />
        {message === undefined ? null : <span class="below message">{message}</span>}
      </td>
      <td data-label="verdict">
        {verdict === undefined ? <span class="below">none yet</span> : <VerdictBadge verdict={verdict.verdict} />}
        {verdict?.scope === 'iteration' ? <span class="below">newest iteration</span> : null}
        <VerdictBars verdicts={row.verdicts} />
      </td>
      <KpiCell row={row} name="net_bps" label="net, bps" />
      <td class="course" data-label="net over iterations">
        <Spark values={row.netBps} label={`net_bps over the newest ${row.netBps.length} iterations`} />
      </td>
      <KpiCell row={row} name="risk_ratio" label="risk" />
      <KpiCell row={row} name="maker_taker_ratio" label="maker share" />
      <KpiCell row={row} name="p95_latency_ms" label="p95 latency, ms" />
      <td data-label="guards">
        <Guards row={row} />
      </td>
    </tr>
  );
}

function Progress({ row: { id, plan, course, state }, live }: Pick<RunRowViewProps, 'row' | 'live'>): VNode | null {
  const nowMs = useNow(live);
  if (plan === undefined) return null;
  const done = `${course.completed} of ${plan.iterations}`;
  return (
    <>
      <progress value={course.completed} max={plan.iterations} aria-label={`iterations of ${id}`} />
      <span class="below">
        {done}
        {state === 'running' ? `, newest ${agoText(course.aliveAt, nowMs)}` : ''}
        {course.resumes === 0 ? '' : `, resumed ${course.resumes === 1 ? 'once' : `${course.resumes} times`}`}
      </span>
    </>
  );
}

function Guards({ row: { id, tuning, plan } }: { readonly row: RunRow }): VNode {
  const { granted, trimmed, refused, reverts, frozenUntil, heldBecause } = tuning;
  const filter = new URLSearchParams({ run: id });
  if (plan?.tune === false) return <span class="below">not tuned</span>;
  return (
    <>
      <a href={hrefOf({ kind: 'decisions', filter })}>
        {granted} granted, {trimmed} trimmed, {refused} refused<span class="unseen">, decisions of {id}</span>
      </a>
      {reverts === 0 ? null : <span class="below strong">{reverts === 1 ? 'one panic' : `${reverts} panics`}</span>}
      {frozenUntil === undefined ? null : <span class="below">frozen until iteration {frozenUntil}</span>}
      {heldBecause === undefined ? null : <span class="below">held: {heldBecause}</span>}
    </>
  );
}
