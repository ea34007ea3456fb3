// What the marks and bands in the charts mean.

import type { VNode } from 'preact';

export function MarkLegend(): VNode {
  return (
    <ul class="legend">
      <li>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="4.4" fill="var(--mark-granted)" />
        </svg>
        granted
      </li>
      <li>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" fill="none" stroke="var(--mark-trimmed)" stroke-width="1.6" />
          <path d="M6 2a4 4 0 0 0 0 8z" fill="var(--mark-trimmed)" />
        </svg>
        trimmed
      </li>
      <li>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d="M2.4 2.4l7.2 7.2M9.6 2.4L2.4 9.6" stroke="var(--mark-refused)" stroke-width="1.8" />
        </svg>
        refused
      </li>
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
