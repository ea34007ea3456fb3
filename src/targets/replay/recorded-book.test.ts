import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordedBook } from './recorded-book.ts';
import { diff, snapshot } from './recorded-messages.fixture.ts';

const START = snapshot({ lastId: 10, bids: [100, 5, 99, 7], asks: [101, 4, 102, 6] });

function best(book: RecordedBook): readonly number[] {
  return [book.bids.bestTicks, book.bids.bestLots, book.asks.bestTicks, book.asks.bestLots];
}

describe('a recorded book', () => {
  it('waits for a snapshot, drops the diffs that it contains and applies those behind', () => {
    const book = new RecordedBook();
    expect(book.applyDiff(diff({ firstId: 7, lastId: 9, bids: [100, 1] }))).toBe('none');
    expect(book.applyDiff(diff({ firstId: 10, lastId: 12, bids: [100, 2] }))).toBe('none');
    expect(book.applyDiff(diff({ firstId: 13, lastId: 13, asks: [101, 0] }))).toBe('none');
    expect(book.valid).toBe(false);
    expect(book.applySnapshot(START)).toBe('synced');
    expect(best(book)).toStrictEqual([100, 2, 102, 6]);
    expect(book.lastId).toBe(13);
    expect(book.counts).toStrictEqual({ gaps: 0, crossed: 0, applied: 2 });
  });

  it('does not believe a snapshot older than the diffs that it has', () => {
    const book = new RecordedBook();
    book.applyDiff(diff({ firstId: 12, lastId: 14 }));
    expect(book.applySnapshot(START)).toBe('none');
    expect(book.valid).toBe(false);
    expect(book.counts.gaps).toBe(0);
    expect(book.applySnapshot(snapshot({ lastId: 11, bids: [90, 1] }))).toBe('synced');
    expect(book.lastId).toBe(14);
  });

  it('ignores a diff that it contains already', () => {
    const book = new RecordedBook();
    book.applySnapshot(START);
    expect(book.applyDiff(diff({ firstId: 9, lastId: 10, bids: [100, 1] }))).toBe('none');
    expect(best(book)).toStrictEqual([100, 5, 101, 4]);
  });

  it('is lost where an update id is missing, and says which', () => {
    const book = new RecordedBook();
    book.applySnapshot(START);
    expect(book.applyDiff(diff({ firstId: 11, lastId: 12 }))).toBe('updated');
    expect(book.applyDiff(diff({ firstId: 14, lastId: 15, line: 33, receivedUs: 9, file: 'b.gz' }))).toBe('lost');
    expect(book.latestGap).toStrictEqual({ file: 'b.gz', line: 33, receivedUs: 9, expectedId: 13, foundId: 14 });
    expect(book.valid).toBe(false);
    expect(book.counts.gaps).toBe(1);
  });

  it('is rebuilt after a gap from a later snapshot and the diffs since the gap', () => {
    const book = new RecordedBook();
    book.applySnapshot(START);
    book.applyDiff(diff({ firstId: 12, lastId: 13, bids: [100, 9] }));
    book.applyDiff(diff({ firstId: 14, lastId: 14, asks: [101, 8] }));
    expect(best(book)).toStrictEqual([100, 5, 101, 4]);
    expect(book.applySnapshot(snapshot({ lastId: 12, bids: [100, 1], asks: [101, 1] }))).toBe('synced');
    expect(best(book)).toStrictEqual([100, 9, 101, 8]);
    expect(book.applyDiff(diff({ firstId: 15, lastId: 15 }))).toBe('updated');
    expect(book.counts.gaps).toBe(1);
  });

  it('is lost again where a second gap lies among the diffs that waited', () => {
    const book = new RecordedBook();
    book.applyDiff(diff({ firstId: 11, lastId: 11 }));
    book.applyDiff(diff({ firstId: 13, lastId: 13 }));
    expect(book.applySnapshot(START)).toBe('none');
    expect(book.valid).toBe(false);
    expect(book.counts.gaps).toBe(1);
    expect(book.applySnapshot(snapshot({ lastId: 13, bids: [100, 1], asks: [101, 1] }))).toBe('synced');
  });

  it('counts states in which the best bid is not below the best ask', () => {
    const book = new RecordedBook();
    book.applySnapshot(START);
    book.applyDiff(diff({ firstId: 11, lastId: 11, bids: [101, 1] }));
    expect(book.counts.crossed).toBe(1);
    book.applyDiff(diff({ firstId: 12, lastId: 12, bids: [101, 0] }));
    expect(book.counts.crossed).toBe(1);
  });

  it('has another hash for another quantity or update id, and the same for the same book', () => {
    const hashAfter = (lastId: number, lots: number): string => {
      const book = new RecordedBook();
      book.applySnapshot(START);
      book.applyDiff(diff({ firstId: 11, lastId, bids: [98, lots] }));
      return book.hash();
    };
    expect(hashAfter(11, 1)).toBe(hashAfter(11, 1));
    expect(new Set([hashAfter(11, 1), hashAfter(12, 1), hashAfter(11, 2)]).size).toBe(3);
  });

  it('holds after any diffs what a plain map holds', () => {
    const level = fc.tuple(fc.integer({ min: 50, max: 150 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(fc.array(level, { maxLength: 8 }), { maxLength: 40 }), (diffs) => {
        const book = new RecordedBook();
        book.applySnapshot(snapshot({ lastId: 0 }));
        const plain = new Map<number, number>();
        for (const [index, levels] of diffs.entries()) {
          book.applyDiff(diff({ firstId: index + 1, lastId: index + 1, bids: levels.flat(), asks: levels.flat() }));
          for (const [price, lots] of levels) {
            if (lots === 0) plain.delete(price);
            else plain.set(price, lots);
          }
        }
        const prices = [...plain.keys()].toSorted((a, b) => a - b);
        expect(book.bids.bestTicks).toBe(prices.at(-1) ?? 0);
        expect(book.asks.bestTicks).toBe(prices[0] ?? 0);
        const seen: number[] = [];
        book.asks.walk((price, lots) => {
          expect(lots).toBe(plain.get(price));
          seen.push(price);
          return true;
        });
        expect(seen).toStrictEqual(prices);
        for (let price = 50; price <= 150; price += 1) expect(book.bids.lotsAt(price)).toBe(plain.get(price) ?? 0);
        const within = prices.filter((price) => price >= (prices.at(-1) ?? 0) - 10);
        expect(book.bids.depth(10)).toBe(within.reduce((sum, price) => sum + (plain.get(price) ?? 0), 0));
      }),
    );
  });
});
