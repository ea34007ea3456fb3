// What stands in a chart besides its lines: stretches of iterations, thresholds and marks. Each is told from the others by shape or hatching, so that
// colour only helps.

import type uPlot from 'uplot';
import { colour } from './theme.ts';

/** Draws into the plot's own canvas; called again whenever anything changed. */
export interface Layer {
  readonly under: boolean;
  readonly draw: (plot: uPlot) => void;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly look: 'freeze' | 'panic' | 'judged';
}

/** How far apart the lines of a hatching are, and how thick. */
const HATCHES = { freeze: [6, 0.7], panic: [4, 1.4] } as const;

/** Stretches of the x axis, from the one value to the other. */
export function stretches(list: readonly Stretch[]): Layer {
  return {
    under: true,
    draw(plot) {
      for (const { from, to, look } of list) {
        const [left, right] = [clampX(plot, from), clampX(plot, to)];
        if (right - left < 1) continue;
        inPlot(plot, (ctx, { top, height }) => {
          if (look === 'judged') {
            ctx.fillStyle = colour('judged');
            ctx.fillRect(left, top, right - left, 3 * ratio());
            return;
          }
          ctx.fillStyle = colour(`band-${look}`);
          ctx.fillRect(left, top, right - left, height);
          const hatch = HATCHES[look];
          ctx.beginPath();
          ctx.rect(left, top, right - left, height);
          ctx.clip();
          hatchOver(
            ctx,
            { left, top, width: right - left, height },
            hatch[0] * ratio(),
            hatch[1] * ratio(),
            `hatch-${look}`,
          );
        });
      }
    },
  };
}

export interface Threshold {
  readonly value: number;
  readonly look: 'soft' | 'hard';
}

/** Lines across the plot: the hard one whole, the soft one dashed. */
export function thresholds(list: readonly Threshold[]): Layer {
  return {
    under: false,
    draw(plot) {
      for (const { value, look } of list) {
        const y = Math.round(plot.valToPos(value, 'y', true));
        inPlot(plot, (ctx, { left, width }) => {
          ctx.strokeStyle = colour(look === 'hard' ? 'fail' : 'warn');
          ctx.lineWidth = ratio();
          ctx.setLineDash(look === 'hard' ? [] : [5 * ratio(), 4 * ratio()]);
          ctx.beginPath();
          ctx.moveTo(left, y);
          ctx.lineTo(left + width, y);
          ctx.stroke();
        });
      }
    },
  };
}

/** A value that holds from one iteration on until the next step: [iteration, value]. */
export function levels(steps: readonly (readonly [number, number])[], [, end]: readonly [number, number]): Layer {
  return {
    under: false,
    draw(plot) {
      inPlot(plot, (ctx) => {
        ctx.strokeStyle = colour('accent');
        ctx.lineWidth = 1.8 * ratio();
        ctx.lineJoin = 'round';
        ctx.beginPath();
        for (const [index, [from, value]] of steps.entries()) {
          const [left, y] = [plot.valToPos(from - 0.5, 'x', true), plot.valToPos(value, 'y', true)];
          if (index === 0) ctx.moveTo(left, y);
          else ctx.lineTo(left, y);
          ctx.lineTo(plot.valToPos((steps[index + 1]?.[0] ?? end + 0.5) - 0.5, 'x', true), y);
        }
        ctx.stroke();
      });
    },
  };
}

export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly look: 'granted' | 'trimmed' | 'refused';
}

const FEW_MARKS = 120;

/** A full circle where a change was granted, half a circle where it was trimmed, a cross where it was refused. */
export function marks(list: readonly Mark[]): Layer {
  return {
    under: false,
    draw(plot) {
      const size = (list.length > FEW_MARKS ? 2.2 : 3.4) * ratio();
      for (const { x, y, look } of list) {
        const [left, top] = [plot.valToPos(x, 'x', true), plot.valToPos(y, 'y', true)];
        inPlot(plot, (ctx) => drawMark(ctx, left, top, look, size), 6);
      }
    },
  };
}

function drawMark(ctx: CanvasRenderingContext2D, x: number, y: number, look: Mark['look'], size: number): void {
  ctx.strokeStyle = colour(`mark-${look}`);
  ctx.fillStyle = colour(look === 'refused' ? 'panel' : `mark-${look}`);
  ctx.lineWidth = size * 0.5;
  ctx.beginPath();
  if (look === 'refused') {
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
    return;
  }
  ctx.arc(x, y, size, 0, 2 * Math.PI);
  if (look === 'granted') {
    ctx.fill();
    return;
  }
  ctx.fillStyle = colour('panel');
  ctx.fill();
  ctx.stroke();
  ctx.beginPath();
  ctx.fillStyle = colour('mark-trimmed');
  ctx.arc(x, y, size, Math.PI / 2, (3 * Math.PI) / 2);
  ctx.fill();
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Diagonal lines over an area that the caller has clipped to. */
export function hatchOver(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height }: Area,
  step: number,
  thick: number,
  name: string,
): void {
  ctx.strokeStyle = colour(name);
  ctx.lineWidth = thick;
  ctx.beginPath();
  for (let x = left - height; x < left + width; x += step) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
}

/** Pixels of the canvas for each of the page. */
export function ratio(): number {
  return devicePixelRatio;
}

/** Draws with nothing outside the plot touched, but for `margin` pixels. */
export function inPlot(plot: uPlot, draw: (ctx: CanvasRenderingContext2D, area: Area) => void, margin = 0): void {
  const { ctx, bbox } = plot;
  const around = margin * ratio();
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left - around, bbox.top - around, bbox.width + 2 * around, bbox.height + 2 * around);
  ctx.clip();
  draw(ctx, bbox);
  ctx.restore();
}

function clampX(plot: uPlot, value: number): number {
  const { left, width } = plot.bbox;
  return Math.max(left, Math.min(left + width, plot.valToPos(value, 'x', true)));
}
