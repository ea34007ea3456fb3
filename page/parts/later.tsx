// What is made only once it is opened: tables of thousands of numbers, charts that few look at.

import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';

export interface LaterProps {
  readonly summary: string;
  /** Of what; for who hears the page, to whom one summary says no more than the next. */
  readonly of?: string;
  readonly children: () => ComponentChildren;
}

export function Later({ summary, of, children }: LaterProps): VNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {summary}
        {of === undefined ? null : <span class="unseen"> of {of}</span>}
      </summary>
      {isOpen ? children() : null}
    </details>
  );
}
