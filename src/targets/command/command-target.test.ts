import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../config/profiles.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { EdgeAccount } from '../../edge/edge-account.ts';
import type { SettledWindow } from '../../edge/edge-account.ts';
import { assert } from '../../std/assert.ts';
import { RecordingSink } from '../../../test/support/recording-sink.ts';
import { describeTarget } from '../target.conformance.ts';
import type { Target, WindowOutcome } from '../target.ts';
import type { CommandTargetOptions } from './command-options.ts';
import { openCommandTarget, reopenCommandTarget } from './command-target.ts';
import { FakeMachine, tradingBot } from './fake-machine.fixture.ts';
import type { BotWorld, ScriptedBot } from './fake-machine.fixture.ts';

const inFolder = useTemporaryFolder();
const SECOND = 1_000_000;
const LIMITS = { readySeconds: 5, heartbeatSeconds: 5, applySeconds: 5, stopSeconds: 5, restarts: 0 };
let opened = 0;

function optionsFor(changes: Partial<CommandTargetOptions> = {}): CommandTargetOptions {
  const parameters = BUILT_IN_PROFILES['steady_safe'];
  assert(parameters !== undefined, 'there is a profile steady_safe');
  opened += 1;
  return {
    command: ['./bot'],
    lifetime: 'run',
    limits: LIMITS,
    iterationUs: 10 * SECOND,
    pauseUs: 0,
    parameters,
    botFolder: join(inFolder(), `bot-${opened}`),
    probe: () => ({ rssMb: 50, openFiles: 7, cpuSeconds: 1 }),
    ...changes,
  };
}

describeTarget('command', {
  open: () => openCommandTarget(optionsFor(), new FakeMachine(tradingBot)),
  windowUs: 10 * SECOND,
});
describeTarget('command, a process for each iteration', {
  open: () => openCommandTarget(optionsFor({ lifetime: 'iteration' }), new FakeMachine(tradingBot)),
  windowUs: 10 * SECOND,
});

interface Ran {
  readonly outcome: WindowOutcome;
  readonly settled: SettledWindow | undefined;
}

/** Runs so many windows, as the runner does. */
async function windows(target: Target, count: number, stop: () => boolean = () => false): Promise<readonly Ran[]> {
  const account = new EdgeAccount(target.describe().instruments);
  const ran: Ran[] = [];
  for (let iteration = 1; iteration <= count; iteration += 1) {
    await target.readBack();
    const [startUs, endUs] = [(iteration - 1) * 10 * SECOND, iteration * 10 * SECOND];
    account.openWindow(startUs);
    const outcome = await target.run(
      { iteration, startUs, endUs },
      { sinkFor: (symbol) => account.sinkFor(symbol), breathe: () => Promise.resolve(), stopRequested: stop },
    );
    const settled =
      outcome.kind === 'completed' ? account.settle(endUs, { confidence: 0.9, blockUs: SECOND }) : undefined;
    ran.push({ outcome, settled });
  }
  return ran;
}

/** A good bot that at some step does something else. */
function botThat(atStep: number, misbehave: (world: BotWorld) => void): ScriptedBot {
  const good = tradingBot();
  let step = 0;
  return {
    live(world) {
      step += 1;
      if (step === atStep) misbehave(world);
      else good.live(world);
    },
  };
}

describe('a command in stepped time', () => {
  it('its windows lie on the schedule over a day, though all of Plimsoll takes its time', async () => {
    const machine = new FakeMachine(tradingBot);
    machine.stepUs = 137;
    const target = await openCommandTarget(optionsFor({ pauseUs: 2 * SECOND }), machine);
    const began = machine.wallUs();
    const ran = await windows(target, 40);
    const tookSeconds = (machine.wallUs() - began) / SECOND;
    expect(tookSeconds).toBeGreaterThan(40 * 12 - 2);
    expect(tookSeconds).toBeLessThan(40 * 12 - 1);
    expect(ran.map(({ settled }) => settled?.report.totals.fills ?? 0).every((fills) => fills > 20)).toBe(true);
    await target.close();
  });

  it('a machine that slept over windows goes on after it, and says by how much', async () => {
    const machine = new FakeMachine(tradingBot);
    const target = await openCommandTarget(optionsFor({ limits: { ...LIMITS, heartbeatSeconds: 3600 } }), machine);
    await windows(target, 1);
    machine.suspend(100);
    await target.readBack();
    const account = new EdgeAccount(target.describe().instruments);
    account.openWindow(10 * SECOND);
    const outcome = await target.run(
      { iteration: 2, startUs: 10 * SECOND, endUs: 20 * SECOND },
      { sinkFor: (symbol) => account.sinkFor(symbol), breathe: () => Promise.resolve(), stopRequested: () => false },
    );
    expect(outcome).toMatchObject({ kind: 'completed', facts: { schedule_slipped_ms: expect.any(Number) as unknown } });
    await target.close();
  });

  it('a stop is honoured at the next look, and the bot is asked to end', async () => {
    const machine = new FakeMachine(tradingBot);
    const target = await openCommandTarget(optionsFor(), machine);
    const began = machine.wallUs();
    const [ran] = await windows(target, 1, () => machine.wallUs() - began > 3 * SECOND);
    expect(ran?.outcome.kind).toBe('stopped');
    expect(machine.wallUs() - began).toBeLessThan(4 * SECOND);
    await target.close();
    expect(machine.signals).toEqual(['SIGTERM']);
  });

  it('a bot that died is started again within its budget, from the position that its fills left', async () => {
    const die = (): ScriptedBot => botThat(40, ({ exit }) => exit({ code: 1, signal: undefined }));
    const machine = new FakeMachine((start) => (start === 1 ? die() : tradingBot()));
    const target = await openCommandTarget(optionsFor({ limits: { ...LIMITS, restarts: 1 } }), machine);
    const [ran] = await windows(target, 1);
    expect(machine.starts).toBe(2);
    expect(ran?.outcome).toMatchObject({ kind: 'completed', facts: { bot_restarts: 1, bot_life: 2 } });
    await target.close();
  });

  it('beyond its budget the bot is gone', async () => {
    const machine = new FakeMachine(() => botThat(40, ({ exit }) => exit({ code: 1, signal: undefined })));
    const target = await openCommandTarget(optionsFor({ limits: { ...LIMITS, restarts: 2 } }), machine);
    await expect(windows(target, 1)).rejects.toThrow(
      'bot_died: the bot is gone: it ended with exit code 1, after 2 restarts',
    );
    expect(machine.starts).toBe(3);
    await target.close();
  });

  it.each([
    [
      'a price between ticks',
      { kind: 'book', bid: 100.005, ask: 100.02 },
      'a price of 100.005 is no whole number of ticks of 0.01',
    ],
    ['a crossed book', { kind: 'book', bid: 101, ask: 100 }, 'the bid 101 lies above the ask 100'],
    [
      'half a lot',
      { kind: 'fill', side: 'buy', price: 100, qty: 0.0005, fee: 0, role: 'maker' },
      'no whole number of lots',
    ],
    ['another instrument', { kind: 'position', symbol: 'ELSE', position: 0 }, 'ELSE is no instrument of this bot'],
    [
      'an order without a side',
      { kind: 'order_sent', action: 'place', order: 1 },
      'an order that is placed has a side',
    ],
    [
      'a second ready',
      { kind: 'ready', contract: 1, instruments: [{ symbol: 'A', tick_size: 1, lot_size: 1, position: 0 }] },
      'ready once',
    ],
    ['an unknown side', { kind: 'decision', side: 'long', outcome: 'allowed' }, 'bot_malformed_events: line'],
    ['no time', { kind: 'heartbeat', t_us: undefined }, 'it has to have a time, either t_ms or t_us'],
    ['seconds for milliseconds', { kind: 'heartbeat', t_us: 1_800_000_000 }, 'bot_back_in_time: line'],
    ['a time to come', { kind: 'heartbeat', t_us: 1_900_000_000_000_000 }, 'bot_clock_off: line'],
  ])('%s is a finding that names its line, and never a broken law of ours', async (_, event, message) => {
    const machine = new FakeMachine(() => botThat(20, ({ tell }) => tell(event)));
    const target = await openCommandTarget(optionsFor(), machine);
    await expect(windows(target, 1)).rejects.toThrow(message);
    await target.close();
  });

  it('kinds that the contract does not know are the business of the bot', async () => {
    const machine = new FakeMachine(() => botThat(20, ({ tell }) => tell({ kind: 'debug', note: 'hello' })));
    const target = await openCommandTarget(optionsFor(), machine);
    const [ran] = await windows(target, 1);
    expect(ran?.outcome).toMatchObject({ kind: 'completed', facts: { other_lines: 1 } });
    await target.close();
  });

  it('a bot that is told of late and a little out of order loses nothing', async () => {
    const machine = new FakeMachine(() =>
      botThat(20, ({ tell, nowUs }) => tell({ kind: 'book', mid: 100.5, t_us: nowUs - 90_000 })),
    );
    const target = await openCommandTarget(optionsFor(), machine);
    const [ran] = await windows(target, 1);
    expect(ran?.outcome).toMatchObject({ kind: 'completed', facts: { disordered_events: 1 } });
    await target.close();
  });

  it('what one look at the process showed is what the window says of it', async () => {
    const machine = new FakeMachine(tradingBot);
    const target = await openCommandTarget(optionsFor(), machine);
    const [ran] = await windows(target, 1);
    const used = ran?.outcome.kind === 'completed' ? ran.outcome.process : undefined;
    expect(used).toMatchObject({ rss_min_mb: { value: 50 }, open_files_min: { value: 7 }, cpu_s: { value: 0 } });
    await target.close();
  });

  it('an event of the next window waits for it', async () => {
    let quietUntilUs = 0;
    const good = tradingBot();
    const early: ScriptedBot = {
      live(world) {
        if (quietUntilUs > 0 && world.nowUs < quietUntilUs) return;
        if (quietUntilUs === 0 && world.nowUs > 1_800_000_009 * SECOND) {
          quietUntilUs = world.nowUs + 3 * SECOND;
          world.tell({ kind: 'book', mid: 777, t_us: quietUntilUs });
        } else good.live(world);
      },
    };
    const options = optionsFor();
    const target = await openCommandTarget(options, new FakeMachine(() => early));
    const [first, second] = await windows(target, 2);
    // Who goes on behind the first window reads it again.
    const lines = readFileSync(join(options.botFolder, 'events-1.jsonl'), 'utf8').split('\n');
    const waited = lines.findIndex((line) => line.includes('777'));
    expect(first?.outcome).toMatchObject({ facts: { bot_events_lines: waited } });
    expect(first?.settled?.report.symbols['FAKE-USD']?.mid_end).toBeLessThan(101);
    expect(second?.settled?.report.symbols['FAKE-USD']?.mid_start).toBeLessThan(101);
    expect(second?.outcome).toMatchObject({ kind: 'completed', facts: { late_events: 0 } });
    await target.close();
  });

  it('a bot that says nothing for too long is silent, however busy it is', async () => {
    const good = tradingBot();
    const machine = new FakeMachine(() => ({
      live: (world) => {
        if (world.nowUs < 1_800_000_002 * SECOND) good.live(world);
      },
    }));
    const target = await openCommandTarget(optionsFor(), machine);
    await expect(windows(target, 1)).rejects.toThrow('bot_silent: the bot runs, and has told nothing for 5 s');
    await target.close();
  });

  it('a bot that is started anew with another position than its fills left is found', async () => {
    const die = botThat(40, ({ exit }) => exit({ code: 1, signal: undefined }));
    const liar = botThat(1, ({ tell }) => {
      tell({
        kind: 'ready',
        contract: 1,
        instruments: [{ symbol: 'FAKE-USD', tick_size: 0.01, lot_size: 0.001, position: 7 }],
      });
    });
    const machine = new FakeMachine((start) => (start === 1 ? die : liar));
    const target = await openCommandTarget(optionsFor({ limits: { ...LIMITS, restarts: 1 } }), machine);
    await expect(windows(target, 1)).rejects.toThrow(
      'bot_lies_about_position: started anew, the bot says that it holds 7',
    );
    await target.close();
  });

  it('orders of a bot that died leave the book with it', async () => {
    const die = botThat(40, ({ tell, exit }) => {
      tell({ kind: 'order_sent', action: 'place', order: 'a', side: 'buy' });
      tell({ kind: 'order_acknowledged', order: 'a' });
      exit({ code: 1, signal: undefined });
    });
    const machine = new FakeMachine((start) => (start === 1 ? die : tradingBot()));
    const target = await openCommandTarget(optionsFor({ limits: { ...LIMITS, restarts: 1 } }), machine);
    const sink = new RecordingSink();
    await target.run(
      { iteration: 1, startUs: 0, endUs: 10 * SECOND },
      { sinkFor: () => sink, breathe: () => Promise.resolve(), stopRequested: () => false },
    );
    expect(sink.lives).toHaveLength(1);
    expect(sink.openOrders).toBe(0);
    await target.close();
  });

  it('a run that was cut off in a window goes on with all that the bot did since the last whole one', async () => {
    const machine = new FakeMachine(tradingBot);
    const options = optionsFor();
    const target = await openCommandTarget(options, machine);
    const [whole] = await windows(target, 1);
    assert(whole?.outcome.kind === 'completed', 'the first window was completed');
    const account = whole.settled?.report.symbols['FAKE-USD'];
    assert(account !== undefined, 'the instrument has an account');
    // Cut off in the second window, while the bot trades on.
    const began = machine.wallUs();
    const observer = { breathe: () => Promise.resolve(), stopRequested: () => machine.wallUs() - began > 7 * SECOND };
    const lost = new RecordingSink();
    await target.run({ iteration: 2, startUs: 10 * SECOND, endUs: 20 * SECOND }, { ...observer, sinkFor: () => lost });
    await target.close();
    expect(lost.fills.length).toBeGreaterThan(10);

    machine.suspend(3600);
    const again = reopenCommandTarget(options, machine, target.describe().instruments);
    await again.carryOn?.({
      iteration: 2,
      parameters: options.parameters,
      positions: { 'FAKE-USD': account.position_end },
      mids: { 'FAKE-USD': account.mid_end },
      facts: whole.outcome.facts,
    });
    await again.readBack();
    const sink = new RecordingSink();
    const resumed = await again.run(
      { iteration: 2, startUs: 10 * SECOND, endUs: 20 * SECOND },
      { sinkFor: () => sink, breathe: () => Promise.resolve(), stopRequested: () => false },
    );
    expect(resumed.kind).toBe('completed');
    const before = sink.fills.filter(({ timeUs }) => timeUs === 10 * SECOND);
    expect(before.slice(0, lost.fills.length).map(({ side, lots }) => [side, lots])).toEqual(
      lost.fills.map(({ side, lots }) => [side, lots]),
    );
    expect(before.length).toBeLessThanOrEqual(lost.fills.length + 2);
    await again.close();
  });
});
