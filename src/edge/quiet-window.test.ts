// A window in which nothing is traded while a position is held: its blocks go up and down with the mid and sum to nothing.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUY } from '../market/side.ts';
import { EdgeAccount } from './edge-account.ts';

const INSTRUMENT = { symbol: 'TESTUSD', tickSize: 0.01, lotSize: 0.001 };
const SECOND_US = 1_000_000;
const MID = 2_000_000;
const OPTIONS = { confidence: 0.95, blockUs: SECOND_US };

test('a mid that goes and comes back leaves nothing, whatever is held', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: -999, max: 999 }), { minLength: 2, maxLength: 8 }),
      (lots, moves) => {
        const account = new EdgeAccount([INSTRUMENT]);
        const sink = account.sinkFor(INSTRUMENT.symbol);
        account.openWindow(0);
        sink.mid(0, MID);
        sink.fill({
          timeUs: 1,
          orderId: 1,
          side: BUY,
          priceTicks: MID / 2,
          lots,
          role: 'maker',
          fee: 0,
          midBeforeHalfTicks: MID,
        });
        account.settle(10 * SECOND_US, OPTIONS);
        account.openWindow(10 * SECOND_US);
        for (const [index, move] of [...moves, 0].entries()) sink.mid((10.5 + index) * SECOND_US, MID + move);
        expect(account.settle(20 * SECOND_US, OPTIONS).report.totals.pnl).toBe(0);
      },
    ),
  );
});
