// Computes `net_bps` and its components of every iteration of a run again, from FILLS_<n>.jsonl and the position and mids at the window's
// ends in ITER_SUMMARY_<n>.json alone, and says how far it is from what the run reported. It shares no code with Plimsoll: the formulas are written anew from their definitions,
// once as the change of cash and inventory and once as the sum of the five components. Reads only. From Node 22.18 on it runs as it is:
// `node test/recompute-net-bps.ts RUN_FOLDER`; elsewhere the test beside it calls `recomputeRun`.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export interface Recomputed {
  readonly iteration: number;
  readonly fills: number;
  /** Absent where nothing was traded, and then it must be absent in the report too. */
  readonly reported: number | undefined;
  readonly fromValue: number | undefined;
  readonly fromComponents: number | undefined;
  /**
   * The largest difference between what was reported and computed, of `net_bps` both ways and of the five components, as a share of the
   * reported `net_bps` or, if that is smaller, of 1 bps of all that was traded and carried.
   */
  readonly disagreement: number;
}

const COMPONENTS = ['gross_bps', 'fees_eff_bps', 'slippage_bps', 'adverse_bps', 'inventory_bps'] as const;
type Figure = 'net_bps' | (typeof COMPONENTS)[number];

const header = z.object({
  instruments: z.array(z.object({ symbol: z.string(), tick_size: z.number(), lot_size: z.number() })),
  window: z.object({ start_us: z.int(), end_us: z.int() }),
});
type Header = z.infer<typeof header>;

const fillLine = z.object({
  symbol: z.string(),
  time_us: z.int(),
  side: z.literal([1, -1]),
  price_ticks: z.int(),
  lots: z.int(),
  role: z.literal(['maker', 'taker']),
  fee: z.number(),
  mid_before_half_ticks: z.int(),
  markout_time_us: z.int(),
  mid_markout_half_ticks: z.int(),
});
type FillLine = z.infer<typeof fillLine>;

const summary = z.object({
  edge: z.object({
    kpis: z.record(z.string(), z.object({ value: z.number().optional() })),
    symbols: z.record(
      z.string(),
      z.object({ position_start: z.number(), position_end: z.number(), mid_start: z.number(), mid_end: z.number() }),
    ),
  }),
});

/** Every iteration of the run in that folder, by number. Throws where a file is missing or a fill contradicts its window. */
export function recomputeRun(folder: string): readonly Recomputed[] {
  return readdirSync(folder)
    .flatMap((name) => /^FILLS_(\d+)\.jsonl$/.exec(name)?.slice(1, 2) ?? [])
    .map(Number)
    .toSorted((left, right) => left - right)
    .map((iteration) => recomputeIteration(folder, iteration));
}

function recomputeIteration(folder: string, iteration: number): Recomputed {
  const [headerLine = '', ...lines] = readFileSync(join(folder, `FILLS_${iteration}.jsonl`), 'utf8')
    .trimEnd()
    .split('\n');
  const { instruments, window } = header.parse(JSON.parse(headerLine));
  const fills = lines.map((line) => fillLine.parse(JSON.parse(line)));
  const summaryText = readFileSync(join(folder, `ITER_SUMMARY_${iteration}.json`), 'utf8');
  const { kpis, symbols } = summary.parse(JSON.parse(summaryText)).edge;

  let notional = 0;
  let carried = 0;
  let valueChange = 0;
  const parts = { gross_bps: 0, fees_eff_bps: 0, slippage_bps: 0, adverse_bps: 0, inventory_bps: 0 };
  for (const { symbol, tick_size, lot_size } of instruments) {
    const own = fills.filter((fill) => fill.symbol === symbol);
    const account = symbols[symbol];
    if (account === undefined) {
      if (own.length > 0) throw new Error(`iteration ${iteration}: ${symbol} has fills but no account`);
      continue;
    }
    const { position_start, position_end, mid_start, mid_end } = account;
    let cash = 0;
    let position = position_start;
    for (const fill of own) {
      assertWithin(fill, window, iteration);
      const price = fill.price_ticks * tick_size;
      const quantity = fill.lots * lot_size;
      const midBefore = (fill.mid_before_half_ticks * tick_size) / 2;
      const midMarkout = (fill.mid_markout_half_ticks * tick_size) / 2;
      notional += price * quantity;
      cash -= fill.side * price * quantity + fill.fee;
      position += fill.side * quantity;
      if (fill.role === 'maker') parts.gross_bps += fill.side * (midBefore - price) * quantity;
      else parts.slippage_bps -= fill.side * (midBefore - price) * quantity;
      parts.fees_eff_bps += fill.fee;
      parts.adverse_bps -= fill.side * (midMarkout - midBefore) * quantity;
      parts.inventory_bps -= fill.side * (mid_end - midMarkout) * quantity;
    }
    if (Math.abs(position - position_end) > 1e-9 * (1 + Math.abs(position_end))) {
      throw new Error(`iteration ${iteration}: ${symbol} ends with ${position_end}, its fills say ${position}`);
    }
    parts.inventory_bps -= position_start * (mid_end - mid_start);
    valueChange += cash + position * mid_end - position_start * mid_start;
    carried += Math.abs(position_start) * mid_start;
  }

  const reported = kpis['net_bps']?.value;
  if (notional === 0) {
    const disagreement = reported === undefined ? 0 : Number.POSITIVE_INFINITY;
    return { iteration, fills: 0, reported, fromValue: undefined, fromComponents: undefined, disagreement };
  }
  const toBps = (amount: number): number => (amount / notional) * 10_000;
  const { gross_bps, fees_eff_bps, slippage_bps, adverse_bps, inventory_bps } = parts;
  const fromValue = toBps(valueChange);
  const fromComponents = toBps(gross_bps - fees_eff_bps - slippage_bps - adverse_bps - inventory_bps);
  const scale = Math.max(Math.abs(reported ?? 0), (notional + carried) / notional);
  const distance = (figure: Figure, computed: number): number =>
    Math.abs(computed - (kpis[figure]?.value ?? Number.POSITIVE_INFINITY)) / scale;
  const disagreement = Math.max(
    distance('net_bps', fromValue),
    distance('net_bps', fromComponents),
    ...COMPONENTS.map((component) => distance(component, toBps(parts[component]))),
  );
  return { iteration, fills: fills.length, reported, fromValue, fromComponents, disagreement };
}

/** A fill lies in its window, and was marked one second later or at the window's end. */
function assertWithin(fill: FillLine, window: Header['window'], iteration: number): void {
  const inside = fill.time_us >= window.start_us && fill.time_us < window.end_us;
  const marked = fill.markout_time_us === Math.min(fill.time_us + 1_000_000, window.end_us);
  if (!inside || !marked)
    throw new Error(`iteration ${iteration}: the fill at ${fill.time_us} us is not of this window`);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const one of recomputeRun(argv[2] ?? '.')) {
    const { iteration, fills, reported, disagreement } = one;
    console.log(
      `iteration ${iteration}: ${fills} fills, net_bps ${reported ?? 'absent'}, disagreement ${disagreement}`,
    );
  }
}
