import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { WindowSchedule } from './window-schedule.ts';

const SECOND = 1_000_000;

it('a day of windows drifts no further than one, however late each is begun', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3600 }),
      fc.integer({ min: 0, max: 600 }),
      fc.array(fc.integer({ min: 0, max: SECOND - 1 }), { minLength: 24, maxLength: 200 }),
      (seconds, pause, lateUs) => {
        const schedule = new WindowSchedule(seconds * SECOND, pause * SECOND);
        const began = 1_800_000_000 * SECOND;
        for (const [index, late] of lateUs.entries()) {
          const planned = began + index * (seconds + pause) * SECOND;
          // The first anchors all others.
          const now = index === 0 ? planned : planned + late;
          expect(schedule.begin(index + 1, now)).toEqual({ startUs: planned, slippedUs: 0 });
        }
      },
    ),
  );
});

it('a window that was missed whole begins when it is asked for, says so, and moves those behind it', () => {
  const schedule = new WindowSchedule(10 * SECOND, 0);
  schedule.begin(1, 0);
  expect(schedule.begin(2, 95 * SECOND)).toEqual({ startUs: 95 * SECOND, slippedUs: 85 * SECOND });
  expect(schedule.begin(3, 106 * SECOND)).toEqual({ startUs: 105 * SECOND, slippedUs: 0 });
});

it('a run that goes on anchors its windows anew, at whatever number', () => {
  const schedule = new WindowSchedule(10 * SECOND, 5 * SECOND);
  expect(schedule.begin(7, 3 * SECOND).startUs).toBe(3 * SECOND);
  expect(schedule.begin(8, 4 * SECOND).startUs).toBe(18 * SECOND);
});
