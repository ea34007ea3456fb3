// A verdict as a shape, a colour and a word: any one of them is enough. What is undecided has a wave in its diamond; a question mark there
// would be taken for a character that could not be shown.

import type { VNode } from 'preact';
import type { Verdict } from '../../src/gates/judgement.ts';

const SHAPES: { readonly [verdict in Verdict]: VNode } = {
  PASS: (
    <g>
      <circle cx="8" cy="8" r="7.2" />
      <path class="sign" d="M4.4 8.3l2.5 2.5 4.8-5.2" />
    </g>
  ),
  WARN: (
    <g>
      <path d="M8 .9l7.4 13.4H.6z" />
      <path class="sign" d="M8 5.4v4.2M8 11.6v1" />
    </g>
  ),
  FAIL: (
    <g>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" />
      <path class="sign" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" />
    </g>
  ),
  INCONCLUSIVE: (
    <g>
      <path d="M8 .4L15.6 8 8 15.6.4 8z" />
      <path class="sign" d="M4.6 8.7c1-1.9 2.4-1.9 3.4-.7s2.4 1.2 3.4-.7" />
    </g>
  ),
  NO_DATA: (
    <g>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2" />
      <path class="sign" d="M4.6 8h6.8" />
    </g>
  ),
};

export function VerdictIcon({ verdict, size = 16 }: { readonly verdict: Verdict; readonly size?: number }): VNode {
  return (
    <svg class={`icon ${verdict}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {SHAPES[verdict]}
    </svg>
  );
}

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <span class={`badge ${verdict}`}>
      <VerdictIcon verdict={verdict} size={14} />
      {verdict.replace('_', ' ')}
    </span>
  );
}
