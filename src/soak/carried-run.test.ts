import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunRecord } from '../artifacts/run-record.ts';
import { EdgeAccount } from '../edge/edge-account.ts';
import { eventStream, INSTRUMENTS, playWindow } from '../edge/event-stream.fixture.ts';
import { carriedMoney } from './carried-run.ts';
import { instrumentRecord } from './run-record.ts';

const OPTIONS = { confidence: 0.9, blockUs: 1_000_000 };

it('an account that is carried over from reports goes on as the one that was lost', () => {
  fc.assert(
    fc.property(eventStream, fc.nat({ max: 5 }), (windows, at) => {
      const cut = 1 + (at % Math.max(1, windows.length - 1));
      const whole = new EdgeAccount(INSTRUMENTS);
      const reports = windows.map((window) => playWindow(whole, window, OPTIONS).report);
      const summaries = reports.slice(0, cut).map((edge) => ({ edge }));
      const instruments: RunRecord['target']['instruments'] = INSTRUMENTS.map(instrumentRecord);
      const carried = new EdgeAccount(INSTRUMENTS);
      for (const [symbol, money] of carriedMoney(instruments, summaries)) carried.carry(symbol, money);
      // Orders that rested across the cut are gone with the bot, so that only money is alike.
      const alone = windows.slice(cut).map((window) => {
        const events = window.events.filter(({ kind }) => kind === 'mid' || kind === 'fill');
        return playWindow(carried, { ...window, events }, OPTIONS).report;
      });
      for (const [index, report] of alone.entries()) {
        const expected = reports[cut + index];
        for (const [symbol, account] of Object.entries(report.symbols)) {
          const other = expected?.symbols[symbol];
          expect(account.position_start).toBe(other?.position_start);
          expect(account.position_end).toBe(other?.position_end);
          expect(account.mid_start).toBe(other?.mid_start);
          expect(account.pnl).toBeCloseTo(other?.pnl ?? Number.NaN, 6);
          expect(account.cash_end).toBeCloseTo(other?.cash_end ?? Number.NaN, 6);
        }
        expect(Object.keys(report.symbols)).toEqual(Object.keys(expected?.symbols ?? {}));
      }
    }),
    { numRuns: 200 },
  );
});

it('a run of which nothing counts yet starts from what the bot held', () => {
  const [first] = INSTRUMENTS.map(instrumentRecord);
  if (first === undefined) throw new Error('there is an instrument');
  const money = carriedMoney([{ ...first, position: -0.0005 }], []);
  expect(money.get(first.symbol)).toEqual({ positionLots: -50, cashUnits: 0, fees: 0, midHalfTicks: undefined });
});
