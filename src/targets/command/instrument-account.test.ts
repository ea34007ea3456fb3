import { describe, expect, it } from 'vitest';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { InstrumentAccount, symbolOf } from './instrument-account.ts';
import type { MarketEvent } from './event-inbox.ts';

const INSTRUMENT = { symbol: 'BTC-USD', tickSize: 0.01, lotSize: 0.001 };
/** The run's clock is a thousand seconds behind the wall's. */
const AHEAD_US = 1_000_000_000;

class Told {
  readonly sink = new RecordingSink();
  readonly account = new InstrumentAccount(INSTRUMENT, 0);

  at(runUs: number, event: MarketEvent): this {
    const received = { event, wallUs: runUs + AHEAD_US, place: 'line 1', before: { bytes: 0, lines: 0 } };
    this.account.take(received, this.sink, { atUs: runUs, toRun: (wallUs) => wallUs - AHEAD_US });
    return this;
  }
}

const BOOK: MarketEvent = { kind: 'book', bid: 100, ask: 100.02 };
const BUY: MarketEvent = { kind: 'fill', side: 'buy', price: 100, qty: 0.5, fee: 0.01, role: 'maker' };

describe('orders', () => {
  it('rest from their acknowledgement until they are cancelled, replaced, closed or filled whole', () => {
    const { sink } = new Told()
      .at(0, BOOK)
      .at(10, { kind: 'order_sent', action: 'place', order: 'a', side: 'buy', qty: 0.5 })
      .at(30, { kind: 'order_acknowledged', order: 'a' })
      .at(40, { kind: 'order_sent', action: 'replace', order: 'b', replaces: 'a', side: 'buy', qty: 0.5 })
      .at(70, { kind: 'order_acknowledged', order: 'b' })
      .at(80, { ...BUY, order: 'b', qty: 0.2 })
      .at(90, { ...BUY, order: 'b', qty: 0.3 })
      .at(100, { kind: 'order_sent', action: 'place', order: 3, side: 'sell' })
      .at(110, { kind: 'order_acknowledged', order: 3 })
      .at(120, { kind: 'order_closed', order: 3 })
      .at(130, { kind: 'order_sent', action: 'place', order: 4, side: 'sell' })
      .at(140, { kind: 'order_acknowledged', order: 4 })
      .at(150, { kind: 'order_sent', action: 'cancel', order: 4 })
      .at(190, { kind: 'order_acknowledged', order: 4 });
    expect(sink.lives.map(({ openedUs, closedUs }) => [openedUs, closedUs])).toEqual([
      [30, 70],
      [70, 90],
      [110, 120],
      [140, 190],
    ]);
    expect(sink.latenciesUs).toEqual([20, 30, 10, 10, 40]);
    expect(sink.sentMessages.map(({ kind }) => kind)).toEqual(['place', 'replace', 'place', 'place', 'cancel']);
    expect(sink.openOrders).toBe(0);
  });

  it('that were filled before their acknowledgement came never rest', () => {
    const { sink } = new Told()
      .at(0, BOOK)
      .at(10, { kind: 'order_sent', action: 'place', order: 'a', side: 'buy', qty: 0.5 })
      .at(20, { ...BUY, order: 'a' })
      .at(30, { kind: 'order_acknowledged', order: 'a' });
    expect(sink.openOrders).toBe(0);
    expect(sink.latenciesUs).toEqual([20]);
  });

  it('leave the book with the bot that sent them', () => {
    const told = new Told()
      .at(10, { kind: 'order_sent', action: 'place', order: 'a', side: 'buy' })
      .at(20, { kind: 'order_acknowledged', order: 'a' });
    told.account.forgetOrders(told.sink, 50);
    expect(told.sink.lives).toMatchObject([{ openedUs: 20, closedUs: 50 }]);
  });
});

describe('fills', () => {
  it('are counted in ticks and lots, against the last mid or the one that they tell', () => {
    const { sink, account } = new Told()
      .at(0, BOOK)
      .at(10, BUY)
      .at(20, { ...BUY, side: 'sell', qty: 0.2, mid: 100.5 });
    expect(sink.fills).toMatchObject([
      { side: 1, priceTicks: 10_000, lots: 500, fee: 0.01, role: 'maker', midBeforeHalfTicks: 20_002 },
      { side: -1, lots: 200, midBeforeHalfTicks: 20_100 },
    ]);
    expect(account.positionLots).toBe(300);
  });

  it('need a book, or a mid of their own', () => {
    expect(() => new Told().at(0, BUY)).toThrow('bot_breaks_contract: line 1: a fill comes after a first book');
  });

  it('a quantity that arithmetic blurred is still whole', () => {
    expect(new Told().at(0, BOOK).at(1, { ...BUY, qty: 0.1 + 0.2 }).account.positionLots).toBe(300);
  });
});

describe('a position', () => {
  const claim = (position: number): MarketEvent => ({ kind: 'position', position });

  it('that comes before its fill is forgiven for a second, and not for longer', () => {
    const told = new Told().at(0, BOOK).at(10, claim(0.5));
    told.at(900_000, BUY).at(5_000_000, BOOK);
    expect(() => told.at(6_000_000, claim(0.4)).at(7_000_001, BOOK)).toThrow(
      'bot_lies_about_position: line 1: the bot holds 0.4 BTC-USD by its own word, and 0.5 by its fills',
    );
  });

  it('that is corrected in time is forgotten', () => {
    const told = new Told().at(0, BOOK).at(10, claim(0.5)).at(20, claim(0)).at(5_000_000, BOOK);
    expect(() => told.account.refuseContradiction(9_000_000_000)).not.toThrow();
  });
});

it('the feed is as late as the difference of venue time and receipt', () => {
  expect(new Told().at(9_000, { ...BOOK, venue_ms: (AHEAD_US + 4_000) / 1000 }).sink.feedLagsUs).toEqual([5_000]);
});

it('an event of a bot with several instruments names one of them', () => {
  expect(symbolOf(BOOK, ['A'], 'line 1')).toBe('A');
  expect(() => symbolOf(BOOK, ['A', 'B'], 'line 1')).toThrow('line 1: it names no symbol');
});
