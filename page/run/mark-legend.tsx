// What the marks and bands in the charts mean.

import type { VNode } from 'preact';
import type { PageDecision } from '../../src/report/page/run-page.ts';

const SHAPES: { readonly [outcome in PageDecision['outcome']]: VNode } = {
  granted: <circle cx="6" cy="6" r="4.4" fill="var(--mark-granted)" />,
  trimmed: (
    <g>
      <circle cx="6" cy="6" r="4" fill="none" stroke="var(--mark-trimmed)" stroke-width="1.6" />
      <path d="M6 2a4 4 0 0 0 0 8z" fill="var(--mark-trimmed)" />
    </g>
  ),
  refused: <path d="M2.4 2.4l7.2 7.2M9.6 2.4L2.4 9.6" stroke="var(--mark-refused)" stroke-width="1.8" />,
  revert: (
    <path
      d="M10 9.5V6.5a3 3 0 0 0-3-3H2.5M5 1L2.2 3.5 5 6"
      fill="none"
      stroke="var(--mark-refused)"
      stroke-width="1.6"
    />
  ),
};

export function OutcomeMark({ outcome }: { readonly outcome: PageDecision['outcome'] }): VNode {
  return (
    <svg class="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {SHAPES[outcome]}
    </svg>
  );
}

export function MarkLegend(): VNode {
  return (
    <ul class="legend">
      {(['granted', 'trimmed', 'refused'] as const).map((outcome) => (
        <li key={outcome}>
          <OutcomeMark outcome={outcome} /> {outcome}
        </li>
      ))}
      <li>
        <span class="band freeze" /> frozen
      </li>
      <li>
        <span class="band panic" /> held after a panic
      </li>
      <li>
        <span class="band judged" /> judged
      </li>
    </ul>
  );
}
