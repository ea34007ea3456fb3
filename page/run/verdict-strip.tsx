// The verdict of every iteration as one row of tiles, each with the letter of its verdict where there is room for it.

import type { VNode } from 'preact';
import { VERDICTS } from '../../src/gates/judgement.ts';
import type { PageSeries } from '../../src/report/page/run-page.ts';
import { VerdictIcon } from '../parts/verdict-badge.tsx';

/** With more tiles than this there is no room for signs in them. */
const MOST_SIGNS = 60;

export function VerdictStrip({ series }: { readonly series: PageSeries }): VNode {
  const { verdicts, iterations, counts } = series;
  const isDense = verdicts.length > MOST_SIGNS;
  const said = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => `${verdict} ${counts[verdict]}`);
  return (
    <div class="strip-box">
      <div
        class={isDense ? 'strip dense' : 'strip'}
        role="img"
        aria-label={`Verdicts of the iterations: ${said.join(', ')}`}
      >
        {verdicts.map((verdict, index) => (
          <span key={iterations[index]} class={`tile ${verdict}`} title={`iteration ${iterations[index]}: ${verdict}`}>
            {isDense ? null : <VerdictIcon verdict={verdict} size={12} />}
          </span>
        ))}
      </div>
      <p class="counts">
        <span>Each iteration by itself, which is often too short to decide:</span>
        {VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => (
          <span key={verdict}>
            <VerdictIcon verdict={verdict} size={12} /> {verdict.replace('_', ' ')} {counts[verdict]}
          </span>
        ))}
      </p>
    </div>
  );
}
