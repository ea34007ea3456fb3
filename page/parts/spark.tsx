// A line as small as a word: the course of one quantity, with its last value marked.

import type { VNode } from 'preact';

const WIDTH = 96;
const HEIGHT = 24;
const EDGE = 3;

export interface SparkProps {
  readonly values: readonly (number | null)[];
  readonly label: string;
}

export function Spark({ values, label }: SparkProps): VNode | null {
  const present = values.filter((value) => value !== null);
  if (present.length < 2) return null;
  const [low, high] = [Math.min(...present), Math.max(...present)];
  const x = (index: number): number => EDGE + (index / (values.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number =>
    high > low ? HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE) : HEIGHT / 2;
  let path = '';
  let isPenUp = true;
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isPenUp = true;
      continue;
    }
    path += `${isPenUp ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    isPenUp = false;
  }
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <path d={path} />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.2" />
    </svg>
  );
}
