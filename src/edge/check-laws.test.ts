import { describe, expect, it } from 'vitest';
import { RandomStream } from '../std/random.ts';
import { checkLaws } from './check-laws.ts';
import { EdgeAccount } from './edge-account.ts';
import type { EdgeReport } from './edge-report.ts';
import type { MoneyWindow } from './money-ledger.ts';
import { MoneyLedger } from './money-ledger.ts';
import type { Fill } from '../market/event-sink.ts';

const INSTRUMENT = { symbol: 'BTCUSDT', tickSize: 0.01, lotSize: 0.1 };
const END_US = 20_000_000;

/** A sound window with fills of both roles, and the ledger behind it. */
function window(): { readonly report: EdgeReport; readonly money: MoneyWindow } {
  const account = new EdgeAccount([INSTRUMENT]);
  const ledger = new MoneyLedger(INSTRUMENT);
  account.openWindow(0);
  ledger.open(0);
  const sink = account.sinkFor('BTCUSDT');
  const random = new RandomStream(3, 'laws');
  for (let timeUs = 0; timeUs < END_US; timeUs += 500_000) {
    const mid = 20_000 + random.below(21) - 10;
    sink.mid(timeUs, mid);
    ledger.mid(timeUs, mid);
    const fill: Fill = {
      timeUs,
      orderId: 1,
      side: random.below(2) === 0 ? 1 : -1,
      priceTicks: 9_995 + random.below(11),
      lots: 1 + random.below(5),
      role: random.below(4) === 0 ? 'taker' : 'maker',
      fee: 0.01 * random.uniform(),
      midBeforeHalfTicks: mid,
    };
    sink.fill(fill);
    ledger.fill(fill);
    sink.decision(timeUs, 1, random.below(3) === 0 ? 'risk' : 'allowed');
  }
  const money = ledger.settle(END_US);
  if (money === undefined) throw new Error('the ledger saw a mid');
  return { report: account.settle(END_US, { confidence: 0.9, blockUs: 1_000_000 }).report, money };
}

describe('the laws of accounting', () => {
  const { report, money } = window();
  const { kpis, totals, symbols } = report;
  const btc = symbols['BTCUSDT'];
  if (btc === undefined) throw new Error('the window has an account');

  it('hold for a sound window', () => {
    expect(() => checkLaws(report, [money])).not.toThrow();
  });

  const heldMore = (block: EdgeReport['blocks'][number]): typeof block => ({
    ...block,
    inventory: block.inventory + 1,
    inventory_max: block.inventory_max + 1,
  });
  const off = (amount: number): number => amount * (1 + 1e-6);
  const kpi = (value: number): EdgeReport['kpis']['net_bps'] => ({ kind: 'value', value, n: 1 });
  const net = kpis.net_bps.kind === 'value' ? kpis.net_bps.value : Number.NaN;
  const cases: readonly (readonly [string, EdgeReport, MoneyWindow, RegExp])[] = [
    ['net_bps is off', { ...report, kpis: { ...kpis, net_bps: kpi(off(net)) } }, money, /net_bps x notional/],
    ['a component KPI is off', { ...report, kpis: { ...kpis, gross_bps: kpi(0) } }, money, /components sum to net_bps/],
    [
      'a component is missing',
      { ...report, kpis: { ...kpis, adverse_bps: { kind: 'absent', reason: '' } } },
      money,
      /present/,
    ],
    [
      'a component of money is off',
      { ...report, totals: { ...totals, fees: off(totals.fees) } },
      money,
      /gross - fees/,
    ],
    [
      'cash is off',
      { ...report, symbols: { BTCUSDT: { ...btc, cash_end: off(btc.cash_end) } } },
      money,
      /cash \+ position x mid/,
    ],
    [
      'the position is not what was traded',
      report,
      { ...money, positionEndLots: money.positionEndLots + 1 },
      /signed fills/,
    ],
    ['the run bought something else', report, { ...money, netBoughtLots: money.netBoughtLots - 1 }, /all signed fills/],
    ['a block is lost', { ...report, blocks: report.blocks.slice(1) }, money, /blocks sum/],
    ['a share exceeds 1', { ...report, kpis: { ...kpis, risk_ratio: kpi(1.01) } }, money, /risk_ratio is a share/],
    [
      'a bound of a share is negative',
      {
        ...report,
        kpis: {
          ...kpis,
          risk_ratio: { kind: 'value', value: 0.1, n: 9, interval: { lower: -0.1, upper: 0.2, confidence: 0.9 } },
        },
      },
      money,
      /risk_ratio is a share/,
    ],
    [
      'the markout curve is off at one second',
      { ...report, markouts: report.markouts.map((point) => ({ ...point, cost: off(point.cost) })) },
      money,
      /markout at one second/,
    ],
    [
      'a fill is missing in the markout curve',
      { ...report, markouts: report.markouts.map((point) => ({ ...point, fills: point.fills - 1 })) },
      money,
      /marked or left out/,
    ],
    [
      'a block ends with more than it held',
      { ...report, blocks: report.blocks.map((block) => ({ ...block, inventory_max: block.inventory_min - 1 })) },
      money,
      /lies within what it held/,
    ],
    [
      'the last block ends with something else than the window',
      { ...report, blocks: report.blocks.toSpliced(-1, 1, ...report.blocks.slice(-1).map(heldMore)) },
      money,
      /last block ends with/,
    ],
    ['NaN stands anywhere', { ...report, kpis: { ...kpis, ws_lag_p95_ms: kpi(Number.NaN) } }, money, /ws_lag_p95_ms/],
    ['-0 stands anywhere', { ...report, kpis: { ...kpis, throttle_ratio: kpi(-0) } }, money, /throttle_ratio/],
  ];

  it.each(cases)('are broken when %s', (_title, broken, ledger, law) => {
    expect(() => checkLaws(broken, [ledger])).toThrow(law);
    expect(() => checkLaws(broken, [ledger])).toThrow(expect.objectContaining({ name: 'AssertionError' }));
  });
});
