import { describe, expect, it } from 'vitest';
import { parseMessage, payloadOf, splitLine, type MessageFormat } from './collector-message.ts';
import { DecimalScale } from './decimal-scale.ts';

const FORMAT: MessageFormat = {
  symbol: 'BTCUSDT',
  price: new DecimalScale(0.01),
  quantity: new DecimalScale(0.00001),
  zeroUs: 1_723_161_253_937_085,
};
const STAMP = { file: 'a.gz', line: 7, receivedUs: 42 };

const TRADE = {
  e: 'trade',
  E: 1_723_161_255_343,
  s: 'BTCUSDT',
  t: 9,
  p: '61837.63000000',
  q: '0.02000000',
  T: 1_723_161_255_342,
  m: true,
  M: true,
};
const DIFF = { e: 'depthUpdate', E: 1_723_161_255_208, s: 'BTCUSDT', U: 5, u: 8, b: [['1.50', '0.00000']], a: [] };
const TICKER = { u: 11, s: 'BTCUSDT', b: '1.00', B: '2.00000', a: '1.01', A: '3.00000' };

function parse(payload: unknown): unknown {
  const read = payloadOf(JSON.stringify(payload));
  return read === undefined ? undefined : parseMessage(read, STAMP, FORMAT);
}

describe('a line of the collector', () => {
  it('keeps its receive time exact to the microsecond, though nanoseconds exceed what a number holds', () => {
    expect(Number('1723161253937085999')).not.toBe(1_723_161_253_937_085_999n);
    expect(splitLine('1723161253937085999 {}')).toStrictEqual({ receivedUs: 1_723_161_253_937_085, json: '{}' });
  });

  it.each([
    '',
    '{}',
    '17231612539370859 {}',
    ' 1723161253937085768 {}',
    '1723161253937085768{}',
    '17231612539370857xx {}',
  ])('without a receive time in nanoseconds is none: "%s"', (text) => {
    expect(splitLine(text)).toBeUndefined();
  });
});

describe('a message of the collector', () => {
  it('is a trade whose taker sold when the buyer was the maker', () => {
    expect(parse({ stream: 'btcusdt@trade', data: TRADE })).toStrictEqual({
      ...STAMP,
      kind: 'trade',
      eventUs: 1_723_161_255_342_000 - FORMAT.zeroUs,
      tradeId: 9,
      side: -1,
      priceTicks: 6_183_763,
      lots: 2000,
    });
    expect(parse({ ...TRADE, m: false })).toMatchObject({ side: 1 });
  });

  it('is a diff with absolute quantities by level', () => {
    expect(parse(DIFF)).toStrictEqual({
      ...STAMP,
      kind: 'diff',
      eventUs: 1_723_161_255_208_000 - FORMAT.zeroUs,
      firstId: 5,
      lastId: 8,
      bids: [150, 0],
      asks: [],
    });
  });

  it('is a book ticker, which names no event type', () => {
    const touch = { bidTicks: 100, bidLots: 200_000, askTicks: 101, askLots: 300_000 };
    expect(parse({ stream: 'btcusdt@bookTicker', data: TICKER })).toStrictEqual({
      ...STAMP,
      kind: 'ticker',
      updateId: 11,
      ...touch,
    });
  });

  it('is a bare REST snapshot', () => {
    expect(parse({ lastUpdateId: 4, bids: [['1.00', '2.00000']], asks: [['1.01', '1.00000']] })).toStrictEqual({
      ...STAMP,
      kind: 'snapshot',
      lastId: 4,
      bids: [100, 200_000],
      asks: [101, 100_000],
    });
  });

  it.each([[{ result: null, id: 1 }], [{ e: 'kline', s: 'BTCUSDT' }], [{ stream: 'x', data: { e: 'aggTrade' } }]])(
    'of a stream without use is known as such: %j',
    (payload) => {
      expect(parse(payload)).toStrictEqual({ ...STAMP, kind: 'other' });
    },
  );

  it.each<[payload: unknown, why: string]>([
    [[1], 'an array'],
    [null, 'null'],
    ['text', 'a text'],
    [{ ...TRADE, m: 1 }, 'a side that is no boolean'],
    [{ ...TRADE, p: 61_837.63 }, 'a price that is a number'],
    [{ ...TRADE, q: 'x' }, 'a quantity that is no decimal'],
    [{ ...TRADE, T: '1' }, 'a time that is text'],
    [{ ...TRADE, s: undefined }, 'no symbol'],
    [{ ...DIFF, b: [['1.00']] }, 'a level without a quantity'],
    [{ ...DIFF, a: 'x' }, 'levels that are text'],
    [{ ...DIFF, u: 2 ** 53 }, 'an id too large to be exact'],
    [{ ...TICKER, B: null }, 'a missing size'],
  ])('is garbage as %j: %s', (payload) => {
    expect(parse(payload)).toBeUndefined();
  });

  it('is garbage where the JSON breaks off', () => {
    expect(payloadOf(JSON.stringify(TRADE).slice(0, -1))).toBeUndefined();
  });

  it('counts a displayed quantity finer than a lot as a whole lot, never as nothing', () => {
    const bids = [
      ['1.00', '0.000001'],
      ['1.01', '0.000010'],
      ['1.02', '0.000011'],
      ['1.03', '0.000000'],
    ];
    expect(parse({ ...DIFF, b: bids })).toMatchObject({ bids: [100, 1, 101, 1, 102, 2, 103, 0] });
  });

  it('of another symbol is refused with its place', () => {
    expect(() => parse({ ...DIFF, s: 'ETHUSDT' })).toThrow('a.gz:7 is of ETHUSDT, the recording is of BTCUSDT');
  });

  it('of a futures market is refused, for its diffs follow another rule', () => {
    expect(() => parse({ ...DIFF, pu: 4 })).toThrow('a.gz:7 is of a futures market');
  });

  it('finer than the tick or, where somebody traded, the lot, is refused with its place, never rounded', () => {
    expect(() => parse({ ...TRADE, q: '0.000001' })).toThrow('the quantity 0.000001 at a.gz:7 is finer');
    expect(() => parse({ ...TICKER, b: '1.005' })).toThrow(
      'the price 1.005 at a.gz:7 is finer than the instrument allows',
    );
  });
});
