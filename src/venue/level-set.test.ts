import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelSet } from './level-set.ts';

const SIZE = 4096;

describe('LevelSet', () => {
  it('finds the neighbours that a sorted list finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ add: fc.boolean(), level: fc.integer({ min: 0, max: SIZE - 1 }) }), { maxLength: 200 }),
        fc.array(fc.integer({ min: 0, max: SIZE - 1 }), { minLength: 1, maxLength: 20 }),
        (changes, probes) => {
          const set = new LevelSet(SIZE);
          const plain = new Set<number>();
          for (const { add, level } of changes) {
            if (add) {
              set.add(level);
              plain.add(level);
            } else {
              set.remove(level);
              plain.delete(level);
            }
          }
          const sorted = [...plain].toSorted((a, b) => a - b);
          for (const probe of [...probes, 0, 31, 32, 1023, 1024, SIZE - 1]) {
            expect(set.below(probe)).toBe(sorted.findLast((level) => level < probe) ?? -1);
            expect(set.above(probe)).toBe(sorted.find((level) => level > probe) ?? -1);
          }
        },
      ),
    );
  });
});
