// A market maker on a small market of its own, on Node alone. All that speaks to Plimsoll is in `Contract`; a real bot keeps that and
// trades on a real venue. Compile it with `npx tsc --outDir built examples/maker.ts`, or run it as it is on Node 22.18 and newer:
//     plimsoll soak --target command --iterations 6 --iteration-duration 10s -- node examples/maker.ts

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const INSTRUMENT = { symbol: 'SIM-USD', tick_size: 0.01, lot_size: 0.001 };
const STEP_MS = 20;

type Side = 'buy' | 'sell';
interface Overrides {
  readonly seq: number;
  readonly parameters: { readonly [name: string]: number };
}

/** Events out, parameters in, and when to stop. */
class Contract {
  stopped = false;
  #seq = 0;
  #parameters: Overrides['parameters'] = {};

  constructor(position: number) {
    process.on('SIGTERM', () => {
      this.stopped = true;
    });
    this.tell('ready', { contract: 1, instruments: [{ ...INSTRUMENT, position }] });
  }

  tell(kind: string, fields: object = {}): void {
    appendFileSync(variable('PLIMSOLL_EVENTS'), `${JSON.stringify({ kind, t_ms: Date.now(), ...fields })}\n`);
  }

  /** Reads the parameters again, and acknowledges new ones. */
  parameter(name: string): number {
    const overrides: Overrides = JSON.parse(readFileSync(variable('PLIMSOLL_OVERRIDES'), 'utf8'));
    if (overrides.seq > this.#seq) {
      this.#seq = overrides.seq;
      this.#parameters = overrides.parameters;
      this.tell('parameters_applied', { seq: this.#seq, parameters: this.#parameters });
    }
    return this.#parameters[name] ?? Number.NaN;
  }

  shouldStop(): boolean {
    return this.stopped || existsSync(variable('PLIMSOLL_STOP'));
  }
}

interface Quote {
  readonly order: number;
  readonly price: number;
  readonly qty: number;
  readonly sinceMs: number;
}

class Maker {
  #position: number;
  readonly #contract: Contract;
  readonly #quotes = new Map<Side, Quote>();
  #midTicks = 10_000;
  #orders = 0;
  #changedMs = 0;

  constructor() {
    const positions: { readonly [symbol: string]: number } = JSON.parse(variable('PLIMSOLL_POSITIONS'));
    this.#position = positions[INSTRUMENT.symbol] ?? 0;
    this.#contract = new Contract(this.#position);
  }

  async run(): Promise<void> {
    while (!this.#contract.shouldStop()) {
      this.#moveMarket();
      this.#quote('buy');
      this.#quote('sell');
      this.#trade();
      await sleep(STEP_MS);
    }
    for (const side of this.#quotes.keys()) this.#cancel(side);
  }

  #moveMarket(): void {
    const draw = Math.random();
    this.#midTicks += draw < 0.1 ? -1 : draw > 0.9 ? 1 : 0;
    this.#contract.tell('book', { bid: this.#price(-1), ask: this.#price(1), venue_ms: Date.now() - 3 });
  }

  #price(ticks: number): number {
    return Number(((this.#midTicks + ticks) * INSTRUMENT.tick_size).toFixed(2));
  }

  /** A new quote where the old one is gone or too old, unless the limits say no. */
  #quote(side: Side): void {
    const contract = this.#contract;
    const nowMs = Date.now();
    const quote = this.#quotes.get(side);
    if (quote !== undefined && nowMs - quote.sinceMs < contract.parameter('tail_age_ms')) return;
    const held = side === 'buy' ? this.#position : -this.#position;
    const isTooMuch = held >= 5 * contract.parameter('max_delta_ratio');
    const isTooSoon = nowMs - this.#changedMs < contract.parameter('min_interval_ms') / 2;
    contract.tell('decision', { side, outcome: isTooMuch ? 'risk' : isTooSoon ? 'min_interval' : 'allowed' });
    if (isTooMuch || isTooSoon) return;
    if (quote !== undefined) this.#cancel(side);
    this.#place(side, nowMs);
  }

  #place(side: Side, nowMs: number): void {
    const contract = this.#contract;
    this.#orders += 1;
    const ticks = 5 + Math.round(10 * contract.parameter('base_spread_bps_delta'));
    const price = this.#price(side === 'buy' ? -ticks : ticks);
    const qty = Number(contract.parameter('impact_cap_ratio').toFixed(3));
    contract.tell('order_sent', { action: 'place', order: this.#orders, side, qty });
    contract.tell('order_acknowledged', { order: this.#orders });
    this.#quotes.set(side, { order: this.#orders, price, qty, sinceMs: nowMs });
    this.#changedMs = nowMs;
  }

  #cancel(side: Side): void {
    const order = this.#quotes.get(side)?.order;
    this.#quotes.delete(side);
    this.#contract.tell('order_sent', { action: 'cancel', order });
    this.#contract.tell('order_acknowledged', { order });
  }

  /** Now and then somebody takes one of our quotes. */
  #trade(): void {
    const side: Side = Math.random() < 0.5 ? 'buy' : 'sell';
    const quote = this.#quotes.get(side);
    if (quote === undefined || Math.random() > 0.3) return;
    this.#quotes.delete(side);
    const { order, price, qty } = quote;
    this.#position = Number((this.#position + (side === 'buy' ? qty : -qty)).toFixed(3));
    this.#contract.tell('fill', { side, price, qty, fee: -0.00002 * price * qty, role: 'maker', order });
    this.#contract.tell('position', { position: this.#position });
  }
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start this bot with plimsoll soak --target command`);
  return value;
}

await new Maker().run();
