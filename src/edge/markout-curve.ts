// What the mid does after our fills: of each fill, how far it went against us within each of some horizons. Sums alone are kept, so memory
// does not grow with the window; a fill whose horizon does not end within its window is left out of that horizon and counted there.

import { CompensatedSum, sumOf } from '../std/compensated-sum.ts';
import type { MarkoutPoint } from './edge-report.ts';
import { MARKOUT_US } from './settled-fill.ts';
import type { SettledFill } from './settled-fill.ts';

/** Microseconds, ascending. The one of `adverse_bps` is among them. */
export const MARKOUT_HORIZONS_US: readonly number[] = [
  100_000,
  250_000,
  500_000,
  MARKOUT_US,
  2_000_000,
  5_000_000,
  10_000_000,
  30_000_000,
];

/** Of one instrument and horizon, in half ticks x lots. */
export interface MarkoutSums {
  readonly horizonUs: number;
  readonly fills: number;
  readonly notionalUnits: number;
  readonly costUnits: number;
  readonly leftOut: number;
}

interface Horizon {
  readonly us: number;
  readonly notionalUnits: CompensatedSum;
  readonly costUnits: CompensatedSum;
  /** Fills before this index are marked. */
  marked: number;
}

export class MarkoutCurve {
  #horizons: readonly Horizon[] = [];
  /** No fill reaches a horizon at or before this time: until it has passed there is nothing to do. */
  #dueUs = Number.POSITIVE_INFINITY;

  open(): void {
    this.#horizons = MARKOUT_HORIZONS_US.map((us) => ({
      us,
      notionalUnits: new CompensatedSum(),
      costUnits: new CompensatedSum(),
      marked: 0,
    }));
    this.#dueUs = Number.POSITIVE_INFINITY;
  }

  filled(timeUs: number): void {
    this.#dueUs = Math.min(this.#dueUs, timeUs + (MARKOUT_HORIZONS_US[0] ?? Number.NaN));
  }

  /**
   * Marks at `midHalfTicks`, the mid in force until `timeUs`, whatever became due before that time; `fills` are the window's so far. Called
   * with every mid: allocates nothing.
   */
  advance(timeUs: number, midHalfTicks: number, fills: readonly SettledFill[]): void {
    if (timeUs <= this.#dueUs) return;
    let dueUs = Number.POSITIVE_INFINITY;
    for (const horizon of this.#horizons) dueUs = Math.min(dueUs, markDue(horizon, timeUs, midHalfTicks, fills));
    this.#dueUs = dueUs;
  }

  settle(fills: number): readonly MarkoutSums[] {
    return this.#horizons.map(({ us, notionalUnits, costUnits, marked }) => ({
      horizonUs: us,
      fills: marked,
      notionalUnits: notionalUnits.value(),
      costUnits: costUnits.value(),
      leftOut: fills - marked,
    }));
  }
}

/** All instruments together: of each its sums, and what one of its units is worth in quote currency. */
export function markoutPoints(
  instruments: readonly { readonly unit: number; readonly markouts: readonly MarkoutSums[] }[],
): readonly MarkoutPoint[] {
  return MARKOUT_HORIZONS_US.map((horizonUs, index) => {
    const sums = instruments.flatMap(({ unit, markouts }) => {
      const own = markouts[index];
      return own === undefined ? [] : [{ ...own, notional: own.notionalUnits * unit, cost: own.costUnits * unit }];
    });
    return markoutPoint(horizonUs, {
      fills: sumOf(sums.map(({ fills }) => fills)),
      left_out: sumOf(sums.map(({ leftOut }) => leftOut)),
      notional: sumOf(sums.map(({ notional }) => notional)),
      cost: sumOf(sums.map(({ cost }) => cost)),
    });
  });
}

/** Several windows together, each with the same horizons. */
export function poolMarkouts(windows: readonly (readonly MarkoutPoint[])[]): readonly MarkoutPoint[] {
  return MARKOUT_HORIZONS_US.map((horizonUs) => {
    const points = windows.flat().filter(({ horizon_us }) => horizon_us === horizonUs);
    const total = (field: 'fills' | 'left_out' | 'notional' | 'cost'): number =>
      sumOf(points.map((point) => point[field]));
    return markoutPoint(horizonUs, {
      fills: total('fills'),
      left_out: total('left_out'),
      notional: total('notional'),
      cost: total('cost'),
    });
  });
}

function markoutPoint(
  horizonUs: number,
  sums: Pick<MarkoutPoint, 'fills' | 'left_out' | 'notional' | 'cost'>,
): MarkoutPoint {
  const point = { horizon_us: horizonUs, ...sums, cost: sums.cost + 0 };
  return sums.notional > 0 ? { ...point, adverse_bps: (sums.cost / sums.notional) * 10_000 + 0 } : point;
}

/** Answers when the horizon's next fill is due. The mid in force at a time is the one after every event at it. */
function markDue(horizon: Horizon, timeUs: number, midHalfTicks: number, fills: readonly SettledFill[]): number {
  for (let fill = fills[horizon.marked]; fill !== undefined; fill = fills[horizon.marked]) {
    const dueUs = fill.time_us + horizon.us;
    if (dueUs >= timeUs) return dueUs;
    horizon.notionalUnits.add(2 * fill.price_ticks * fill.lots);
    horizon.costUnits.add(fill.side * (fill.mid_before_half_ticks - midHalfTicks) * fill.lots);
    horizon.marked += 1;
  }
  return Number.POSITIVE_INFINITY;
}
