// A machine for tests whose clock moves only when somebody waits, and on which a scripted bot lives: at every wait it is given the time and may
// write events. Its files are real, its process is not.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { nodeDisk } from '../../files/node-disk.ts';
import type { BotExit, BotMachine, BotOrder, BotProcess } from './machine.ts';

export interface ScriptedBot {
  /** Called whenever time has passed. */
  live(world: BotWorld): void;
}

/** What a bot sees and can do. */
export interface BotWorld {
  readonly nowUs: number;
  readonly environment: { readonly [name: string]: string };
  readonly tell: (event: object) => void;
  readonly exit: (exit: BotExit) => void;
}

const BEGAN_US = 1_800_000_000_000_000;

export class FakeMachine implements BotMachine {
  readonly disk = nodeDisk;
  /** What Plimsoll's own work between two waits takes. */
  stepUs = 0;
  stopping = false;
  /** How often a bot was started, and how often it was signalled. */
  starts = 0;
  readonly signals: string[] = [];
  #nowUs = BEGAN_US;
  readonly #bots: { readonly order: BotOrder; readonly bot: ScriptedBot; exit?: BotExit }[] = [];
  readonly #script: (start: number) => ScriptedBot;

  /** `script` gives the bot of each start, counted from 1. */
  constructor(script: (start: number) => ScriptedBot) {
    this.#script = script;
  }

  wallUs(): number {
    this.#nowUs += this.stepUs;
    return this.#nowUs;
  }

  sleep(milliseconds: number): Promise<void> {
    return this.rest(milliseconds);
  }

  rest(milliseconds: number): Promise<void> {
    this.#nowUs += Math.round(milliseconds * 1000);
    for (const one of this.#bots) {
      if (one.exit !== undefined) continue;
      one.bot.live({
        nowUs: this.#nowUs,
        environment: one.order.environment,
        tell: (event) => tell(one.order, event, this.#nowUs),
        exit: (exit) => {
          one.exit = exit;
        },
      });
    }
    return Promise.resolve();
  }

  stopRequested(): boolean {
    return this.stopping;
  }

  spawn(order: BotOrder): Promise<BotProcess> {
    this.starts += 1;
    const one: { order: BotOrder; bot: ScriptedBot; exit?: BotExit } = { order, bot: this.#script(this.starts) };
    this.#bots.push(one);
    return Promise.resolve({
      pid: 4_000_000 + this.starts,
      exit: () => one.exit,
      signal: (name) => {
        this.signals.push(name);
        one.exit ??= { code: undefined, signal: name };
      },
      isAlive: () => one.exit === undefined,
    });
  }

  leftBehind(): BotProcess {
    throw new Error('nothing was left behind');
  }

  /** A laptop's lid. */
  suspend(seconds: number): void {
    this.#nowUs += seconds * 1e6;
  }
}

function tell({ environment }: BotOrder, event: object, nowUs: number): void {
  const file = environment['PLIMSOLL_EVENTS'] ?? '';
  if (existsSync(file)) appendFileSync(file, `${JSON.stringify({ t_us: nowUs, ...event })}\n`);
}

/** A bot that keeps the contract and trades by the parameters: every step a book, every few steps a fill in turn. */
export function tradingBot(): ScriptedBot {
  let [seq, step, position] = [0, 0, 0];
  let lots = 1;
  return {
    live({ environment, tell: say }) {
      if (step === 0) {
        const told: unknown = JSON.parse(environment['PLIMSOLL_POSITIONS'] ?? '{}');
        position = Number(Object(told)['FAKE-USD'] ?? 0);
        const instrument = { symbol: 'FAKE-USD', tick_size: 0.01, lot_size: 0.001, position };
        say({ kind: 'ready', contract: 1, instruments: [instrument] });
      }
      const overrides = JSON.parse(readFileSync(environment['PLIMSOLL_OVERRIDES'] ?? '', 'utf8'));
      if (overrides.seq > seq) {
        seq = overrides.seq;
        say({ kind: 'parameters_applied', seq, parameters: overrides.parameters });
        lots = Math.round(overrides.parameters.impact_cap_ratio * 100);
      }
      const bid = 100 + (step % 5) / 100;
      say({ kind: 'book', bid, ask: bid + 0.02 });
      if (step % 4 === 3) {
        const side = position > 0 ? 'sell' : 'buy';
        const qty = side === 'sell' ? position : lots / 1000;
        say({ kind: 'fill', side, price: bid, qty, fee: 0, role: 'maker' });
        position = side === 'sell' ? 0 : Number((position + qty).toFixed(3));
        say({ kind: 'position', position });
      }
      step += 1;
    },
  };
}
