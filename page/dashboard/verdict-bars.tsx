// The verdicts of the newest iterations as a row of bars: the worse the verdict, the taller the bar, so that colour only helps.

import type { VNode } from 'preact';
import type { Verdict } from '../../src/gates/judgement.ts';
import { VERDICTS } from '../../src/gates/judgement.ts';

const WIDTH = 96;
const HEIGHT = 12;
const WIDEST = 8;

export function VerdictBars({ verdicts }: { readonly verdicts: readonly Verdict[] }): VNode | null {
  if (verdicts.length < 2) return null;
  const pitch = Math.min(WIDEST, WIDTH / verdicts.length);
  const said = VERDICTS.map((one) => [one, verdicts.filter((verdict) => verdict === one).length] as const)
    .filter(([, count]) => count > 0)
    .map(([one, count]) => `${count} ${one}`);
  return (
    <svg
      class="bars"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`newest iterations: ${said.join(', ')}`}
    >
      <title>{`newest iterations: ${said.join(', ')}`}</title>
      {verdicts.map((verdict, index) => {
        const height = ((VERDICTS.indexOf(verdict) + 1) / VERDICTS.length) * HEIGHT;
        return (
          <rect
            key={index}
            class={verdict}
            x={index * pitch}
            y={HEIGHT - height}
            width={Math.max(1, pitch - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}
