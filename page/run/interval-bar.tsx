// A KPI's interval drawn against its lines: where it is good, where it warns, where it fails, and which part of that the measurement leaves open.

import type { VNode } from 'preact';
import type { PageGate } from '../../src/report/page/run-page.ts';

const WIDTH = 260;
const HEIGHT = 50;
const BAR_TOP = 16;
const BAR_HEIGHT = 14;

export function IntervalBar({ gate }: { readonly gate: PageGate }): VNode | null {
  const { value, interval, soft, hard, good, text } = gate;
  const points = [value, interval?.lower, interval?.upper, soft, hard].filter((point) => point !== undefined);
  if (points.length < 2) return null;
  const [low, high] = [Math.min(...points), Math.max(...points)];
  const air = high > low ? (high - low) * 0.16 : Math.max(Math.abs(high) * 0.1, 1e-6);
  const at = (point: number): number => ((point - low + air) / (high - low + 2 * air)) * WIDTH;
  const better = (point: number): number => (good === 'above' ? at(point) : WIDTH - at(point));
  // From left to right worse to better, whichever side is good: a bar reads the same way for every KPI.
  const zone = (from: number | undefined, to: number | undefined, look: string): VNode | null => {
    const [left, right] = [from === undefined ? 0 : better(from), to === undefined ? WIDTH : better(to)];
    return right <= left ? null : (
      <rect class={`zone ${look}`} x={left} y={BAR_TOP} width={right - left} height={BAR_HEIGHT} />
    );
  };
  const middle = BAR_TOP + BAR_HEIGHT / 2;
  const ends = interval === undefined ? [] : [better(interval.lower), better(interval.upper)];
  return (
    <svg
      class="interval"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${gate.name} ${text.value}, interval ${text.interval}, soft line ${text.soft}, hard line ${text.hard}; to the right is better`}
    >
      {hard === undefined ? null : zone(undefined, hard, 'fail')}
      {soft === undefined ? null : zone(hard, soft, 'warn')}
      {zone(soft ?? hard, undefined, 'good')}
      {hard === undefined ? null : <LineMark x={better(hard)} label={text.hard} look="hard" />}
      {soft === undefined ? null : <LineMark x={better(soft)} label={text.soft} look="soft" />}
      {ends.length === 0 ? null : (
        <path
          class="whisker"
          d={`M${Math.min(...ends)} ${middle}H${Math.max(...ends)}M${ends[0]} ${middle - 5}v10M${ends[1]} ${middle - 5}v10`}
        />
      )}
      {value === undefined ? null : <circle class="value" cx={better(value)} cy={middle} r="4" />}
    </svg>
  );
}

function LineMark({
  x,
  label,
  look,
}: {
  readonly x: number;
  readonly label: string;
  readonly look: 'soft' | 'hard';
}): VNode {
  const anchor = x < 34 ? 'start' : x > WIDTH - 34 ? 'end' : 'middle';
  return (
    <g class={`line ${look}`}>
      <path d={`M${x} ${BAR_TOP - 3}V${BAR_TOP + BAR_HEIGHT + 3}`} />
      <text x={x} y={look === 'soft' ? BAR_TOP - 6 : BAR_TOP + BAR_HEIGHT + 14} text-anchor={anchor}>
        {look} {label.replace('<=', '≤').replace('>=', '≥')}
      </text>
    </g>
  );
}
