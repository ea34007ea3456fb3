// The first thing that is read: may it trade, why, and how far the run is.

import type { ComponentChildren, VNode } from 'preact';
import { durationText } from '../../src/report/duration-text.ts';
import type { RunPage } from '../../src/report/page/run-page.ts';
import { ThemeToggle } from '../parts/theme-toggle.tsx';
import { VerdictIcon } from '../parts/verdict-badge.tsx';

export function VerdictHead({ page, aside }: { readonly page: RunPage; readonly aside?: ComponentChildren }): VNode {
  const { verdict, plan, course, identity } = page;
  return (
    <header class={`head ${verdict.verdict}`}>
      <div class="title">
        <h1>{plan.title}</h1>
        <p class="small">
          {identity === undefined ? null : `${identity.runId}, started ${day(identity.startedAt)} · `}
          {planText(plan)}
        </p>
      </div>
      <div class="tools">
        {aside}
        <ThemeToggle />
      </div>
      <div class="verdict">
        <VerdictIcon verdict={verdict.verdict} size={52} />
        <div>
          <p class="word">
            {verdict.verdict.replace('_', ' ')} <span>{verdict.headline}</span>
          </p>
          <p class="decisive">{sentence(verdict.decisive)}</p>
        </div>
      </div>
      <div class="course">
        <p>{sentence(course.ending)}</p>
        <progress value={course.completed} max={plan.iterations} aria-label="iterations completed" />
        <p class="small">{judgedText(page)}</p>
      </div>
      {verdict.warnings.map((warning) => (
        <p key={warning} class="warning">
          <VerdictIcon verdict="WARN" size={14} /> {sentence(warning)}
        </p>
      ))}
    </header>
  );
}

function judgedText({ verdict: { judged }, plan, course }: RunPage): string {
  const [first, last] = [judged[0], judged.at(-1)];
  if (first === undefined || last === undefined)
    return `Judged by the policy ${plan.policy}, once there is something to judge.`;
  const which = first === last ? `iteration ${first}` : `iterations ${first} to ${last} together`;
  const rest = course.state === 'open' ? ', which is not the end yet' : '';
  return `Judged by the policy ${plan.policy} over ${which}${rest}.`;
}

function planText({ iterations, iterationUs, tune, tuner, guards, policy }: RunPage['plan']): string {
  const length = `${iterations} iterations of ${durationText(iterationUs)}`;
  return [length, tune ? `tuner ${tuner}` : 'no tuning', guards ? 'guards on' : 'GUARDS OFF', `policy ${policy}`].join(
    ' · ',
  );
}

/** `2026-11-22 18:58 UTC` */
function day(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** A name such as `net_bps` stays as it is, wherever it stands. */
function sentence(text: string): string {
  const start = /^\w*_/u.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/u.test(start) ? start : `${start}.`;
}
