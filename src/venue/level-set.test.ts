import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelSet, NO_PLACE } from './level-set.ts';

const SIZE = 4096;

/** The first occupied place met going round in steps of `step`, other than the start: a plain walk. */
function walk(plain: ReadonlySet<number>, start: number, step: number): number {
  for (let distance = 1; distance < SIZE; distance += 1) {
    const place = (start + distance * step + SIZE) % SIZE;
    if (plain.has(place)) return place;
  }
  return NO_PLACE;
}

describe('LevelSet', () => {
  it('finds the neighbours that a walk around the ring finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ add: fc.boolean(), level: fc.integer({ min: 0, max: SIZE - 1 }) }), { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: SIZE - 1 }), { minLength: 1, maxLength: 10 }),
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
          for (const probe of [...probes, ...plain, 0, 31, 32, 1023, 1024, SIZE - 1]) {
            expect(set.has(probe)).toBe(plain.has(probe));
            expect(set.below(probe)).toBe(walk(plain, probe, -1));
            expect(set.above(probe)).toBe(walk(plain, probe, 1));
          }
        },
      ),
    );
  });

  it('holds nothing after it was cleared', () => {
    const set = new LevelSet(1024);
    set.add(7);
    set.clear();
    expect([set.has(7), set.below(9), set.above(1)]).toEqual([false, NO_PLACE, NO_PLACE]);
  });
});
