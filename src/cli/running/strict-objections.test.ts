import { expect, test } from 'vitest';
import type { FullApply } from '../../soak/verify-hand-over.ts';
import { strictObjections } from './strict-objections.ts';

const APPLIED: FullApply = { proposed: 60, granted: 40, trimmed: 0, refused: 20, pairs: 20, applied: 19, ratio: 0.95 };
const WHOLE = { ended: { record: { reason: 'completed' } } } as const;
const PAUSED = { ended: { record: { reason: 'paused' } } } as const;

test('nothing is held against a whole run that ran with what was granted, whatever was refused', () => {
  expect(strictObjections(WHOLE, APPLIED)).toEqual([]);
  const { ratio: _, ...untuned } = { ...APPLIED, pairs: 0, applied: 0 };
  expect(strictObjections(WHOLE, untuned)).toEqual([]);
});

test.each<[string, Parameters<typeof strictObjections>[0], FullApply]>([
  ['the run has not come to its end', {}, APPLIED],
  ['the run has not come to its end', PAUSED, APPLIED],
  ['the last line of its journal is only begun', { ...WHOLE, hasBegunLine: true }, APPLIED],
  ['the files of the iterations 1 to 50 are gone', { ...WHOLE, removed: { from: 1, through: 50 } }, APPLIED],
  ['the full-apply ratio is below 95 %', WHOLE, { ...APPLIED, applied: 18, ratio: 0.9 }],
])('%s', (objection, stored, applied) => {
  expect(strictObjections(stored, applied)).toEqual([objection]);
});
