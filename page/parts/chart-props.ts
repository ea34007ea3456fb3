// What a chart is given.

import type { Column } from '../../src/report/page/run-page.ts';
import type { Layer } from './chart-layers.ts';

export interface ChartLine {
  readonly label: string;
  readonly column: Column;
  /** Name of a colour of the style sheet. */
  readonly colour: string;
  readonly dash?: readonly number[];
  /** `none` draws no line, because a layer does. */
  readonly shape?: 'line' | 'none';
}

export interface ChartProps {
  readonly title: string;
  readonly unit: string;
  /** A sentence below the title. */
  readonly note?: string;
  readonly x: readonly number[];
  /** `iteration`, `hour`. */
  readonly xName: string;
  readonly range: readonly [number, number];
  readonly lines: readonly ChartLine[];
  readonly layers?: readonly Layer[];
  readonly height?: number;
  readonly format: (value: number) => string;
  /** Shorter, for the axis. */
  readonly tick?: (value: number) => string;
  /** Values that the y axis must reach, such as thresholds. */
  readonly include?: readonly number[];
  /** The axis reaches to where nearly all values lie; how many lie beyond is said. */
  readonly isClipped?: boolean;
  /** Charts with the same name move their cursors together. */
  readonly sync?: string;
  /** Without the room for legend and table, for small charts in a row. */
  readonly small?: boolean;
}
