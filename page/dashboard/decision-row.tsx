// One decision: a mark as in the charts, the change, and why.

import type { VNode } from 'preact';
import type { DecisionAnswer } from '../../src/dashboard/decision-answer.ts';
import { hrefOf } from './route.ts';

type Decision = DecisionAnswer['decisions'][number];

const MARKS: { readonly [outcome in Decision['outcome']]: VNode } = {
  granted: <circle cx="6" cy="6" r="4.4" fill="var(--mark-granted)" />,
  trimmed: (
    <g>
      <circle cx="6" cy="6" r="4" fill="none" stroke="var(--mark-trimmed)" stroke-width="1.6" />
      <path d="M6 2a4 4 0 0 0 0 8z" fill="var(--mark-trimmed)" />
    </g>
  ),
  refused: <path d="M2.4 2.4l7.2 7.2M9.6 2.4L2.4 9.6" stroke="var(--mark-refused)" stroke-width="1.8" />,
  revert: <path d="M10 3H4.5a3 3 0 0 0 0 6H8M6 .8L3.4 3 6 5.2" fill="none" stroke="var(--fail)" stroke-width="1.6" />,
};

export function DecisionRow({ decision }: { readonly decision: Decision }): VNode {
  const { at, run, iteration, outcome, parameter, guard, reason } = decision;
  return (
    <tr>
      <td data-label="when">
        <time dateTime={at}>{at.slice(0, 19).replace('T', ' ')}</time>
      </td>
      <td data-label="run">
        <a href={hrefOf({ kind: 'run', id: run })}>{run}</a>
      </td>
      <td class="number" data-label="iteration">
        {iteration}
      </td>
      <td class="outcome" data-label="outcome">
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          {MARKS[outcome]}
        </svg>{' '}
        {outcome}
      </td>
      <td data-label="parameter">{parameter === undefined ? '' : <code>{parameter}</code>}</td>
      <td class="change" data-label="change">
        {changeText(decision)}
      </td>
      <td data-label="guard">{guard === undefined ? '' : guard.replace('_', ' ')}</td>
      <td class="why" data-label="why">
        {reason}
      </td>
    </tr>
  );
}

function changeText({ outcome, from, wanted, to }: Decision): string {
  if (from === undefined || to === undefined) return '';
  if (outcome === 'refused') return `${from}, wanted ${wanted ?? ''}`;
  return outcome === 'trimmed' ? `${from} → ${to}, wanted ${wanted ?? ''}` : `${from} → ${to}`;
}
