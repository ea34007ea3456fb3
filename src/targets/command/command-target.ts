// The user's own bot as a target: a process that runs beside us by the wall clock, is handed parameters through a file, and tells what it
// does through another. What it is to its accounts and to our watch stands in the files beside; here they are put into the order of a run.

import { basename } from 'node:path';
import type { Parameters } from '../../config/parameters.ts';
import { ensureFolder } from '../../files/ensure-folder.ts';
import type { Instrument } from '../../market/instrument.ts';
import { assert } from '../../std/assert.ts';
import { Failure } from '../../std/failure.ts';
import type { CarriedRun, Target, TargetDescription, Window, WindowObserver, WindowOutcome } from '../target.ts';
import { BotAccounts } from './bot-accounts.ts';
import { botFiles, eventsFile, livesIn } from './bot-files.ts';
import type { BotFiles } from './bot-files.ts';
import { BotLife, endLeftBehind } from './bot-life.ts';
import { POLL_MS } from './bot-limits.ts';
import { commandAssumptions } from './command-assumptions.ts';
import type { CommandTargetOptions } from './command-options.ts';
import { EventInbox } from './event-inbox.ts';
import type { ReadMark } from './event-lines.ts';
import { finding } from './finding.ts';
import type { BotMachine } from './machine.ts';
import { ParameterHandOver, reportedParameters } from './parameter-hand-over.ts';
import { probeProcesses } from './probe-processes.ts';
import { ProcessTally } from './process-tally.ts';
import { WindowSchedule } from './window-schedule.ts';

/** Samples of the process per window, where it is long enough for so many seconds between them. */
const SAMPLES_PER_WINDOW = 20;
const SAMPLE_US = 1_000_000;

/** Starts the bot and waits until it is ready, or leaves nothing of it behind. Throws findings, and `Failure('interrupted')`. */
export async function openCommandTarget(options: CommandTargetOptions, machine: BotMachine): Promise<Target> {
  const target = new CommandTarget(options, machine);
  return target.whole(async () => {
    target.makeFolders();
    await target.begin();
    return target;
  });
}

/** The bot of a run that stopped; it is started once the run's lock is held, by `carryOn`. */
export function reopenCommandTarget(
  options: CommandTargetOptions,
  machine: BotMachine,
  known: readonly Instrument[],
): Target {
  return new CommandTarget(options, machine, known);
}

class CommandTarget implements Target {
  readonly #options: CommandTargetOptions;
  readonly #machine: BotMachine;
  readonly #files: BotFiles;
  readonly #schedule: WindowSchedule;
  readonly #tally = new ProcessTally();
  /** Of ended lives, oldest first: what no window has taken yet. */
  readonly #earlier: { readonly inbox: EventInbox; readonly life: number }[] = [];
  #accounts: BotAccounts | undefined;
  #instruments: readonly Instrument[] | undefined;
  #holdings: { readonly [symbol: string]: number } = {};
  #parametersOut: ParameterHandOver;
  #life: BotLife | undefined;
  #lives = 0;
  #restarts = 0;
  #parameters: Parameters;
  #iteration = 1;
  /** Since the last window the bot has said what it runs with. */
  #isReadBack = false;
  #sampledUs = 0;
  #mustBeKilled = false;

  constructor(options: CommandTargetOptions, machine: BotMachine, known?: readonly Instrument[]) {
    this.#options = options;
    this.#machine = machine;
    this.#files = botFiles(options.botFolder);
    this.#schedule = new WindowSchedule(options.iterationUs, options.pauseUs);
    this.#parametersOut = new ParameterHandOver(machine.disk, this.#files.overrides);
    this.#parameters = options.parameters;
    this.#instruments = known;
  }

  describe(): TargetDescription {
    assert(this.#instruments !== undefined, 'a bot is ready before it is described');
    return {
      kind: 'command',
      repeatable: false,
      clock: 'wall',
      ...(this.#options.legacyFolder === undefined ? {} : { acknowledges: false as const }),
      instruments: this.#instruments,
      holdings: this.#holdings,
      assumptions: commandAssumptions(this.#options),
    };
  }

  makeFolders(): void {
    const { disk } = this.#machine;
    if (disk.entryAt(this.#files.folder) !== undefined) {
      throw new Failure('usage', `The folder ${this.#files.folder} holds the files of a bot already.`, {
        hint: 'give this run another id',
      });
    }
    ensureFolder(disk, this.#files.workFolder);
  }

  /** The first life of a new run. */
  async begin(): Promise<void> {
    const life = await this.#start({});
    const ready = life.inbox.ready;
    assert(ready !== undefined, 'a bot that was started is ready');
    this.#instruments = ready.instruments.map(({ symbol, tick_size: tickSize, lot_size: lotSize }) => ({
      symbol,
      tickSize,
      lotSize,
    }));
    if (new Set(this.#instruments.map(({ symbol }) => symbol)).size !== this.#instruments.length) {
      throw finding('bot_breaks_contract', 'the event ready names an instrument twice');
    }
    this.#accounts = new BotAccounts(this.#instruments);
    for (const { symbol, position } of ready.instruments) this.#accounts.carry(symbol, position);
    this.#holdings = Object.fromEntries(ready.instruments.map(({ symbol, position }) => [symbol, position]));
  }

  async carryOn({ iteration, parameters, positions, mids, facts }: CarriedRun): Promise<void> {
    await this.whole(async () => {
      const { disk } = this.#machine;
      ensureFolder(disk, this.#files.workFolder);
      await endLeftBehind(this.#machine, this.#files, this.#options.limits.stopSeconds);
      this.#parameters = parameters;
      this.#iteration = iteration;
      this.#accounts = new BotAccounts(this.#instruments ?? []);
      for (const [symbol, position] of Object.entries(positions)) this.#accounts.carry(symbol, position, mids[symbol]);
      const from = { life: Number(facts['bot_life'] ?? 1), mark: markOf(facts) };
      for (const life of livesIn(disk.list(this.#files.folder))) {
        this.#lives = Math.max(this.#lives, life);
        if (life < from.life) continue;
        const path = eventsFile(this.#files, life);
        const mark = life === from.life ? from.mark : { bytes: 0, lines: 0 };
        const inbox = new EventInbox({ path, name: basename(path), from: mark }, this.#machine.wallUs());
        inbox.poll(this.#machine.wallUs());
        this.#earlier.push({ inbox, life });
      }
      this.#parametersOut = new ParameterHandOver(disk, this.#files.overrides, Number(facts['parameters_seq'] ?? 0));
      await this.#startAnew();
    });
  }

  async apply(parameters: Parameters): Promise<void> {
    this.#parameters = parameters;
    await this.#handOver();
  }

  async readBack(): Promise<Parameters> {
    if (!this.#isReadBack) await this.#handOver();
    // A legacy bot says nothing of its parameters, and every report says so.
    return this.#lifeOf().legacy === undefined ? reportedParameters(this.#lifeOf().inbox.applied) : this.#parameters;
  }

  async run(window: Window, observer: WindowObserver): Promise<WindowOutcome> {
    const machine = this.#machine;
    const lengthUs = window.endUs - window.startUs;
    if (!this.#isReadBack) await this.#handOver();
    if (this.#options.lifetime === 'iteration') this.#schedule.forget();
    const { startUs, slippedUs } = this.#schedule.begin(window.iteration, machine.wallUs());
    const endUs = startUs + lengthUs;
    const accounts = this.#accountsOf();
    accounts.open(window, startUs, (symbol) => observer.sinkFor(symbol));
    for (;;) {
      const nowUs = machine.wallUs();
      if (observer.stopRequested()) return { kind: 'stopped' };
      await this.#look(Math.min(nowUs, endUs));
      if (nowUs >= endUs) break;
      await observer.breathe(Math.min(window.endUs - 1, Math.max(window.startUs, window.startUs + nowUs - startUs)));
      await machine.sleep(Math.max(1, Math.min(POLL_MS, (endUs - nowUs) / 1000)));
    }
    // What was told just before the end may still be on its way to the file.
    await machine.sleep(POLL_MS);
    await this.#look(endUs);
    accounts.refuseContradictions(machine.wallUs());
    const life = this.#lifeOf();
    const reached = this.#reached();
    const process = this.#tally.settle();
    if (this.#options.lifetime === 'iteration') await this.#endLife();
    this.#isReadBack = false;
    this.#iteration = window.iteration + 1;
    return {
      kind: 'completed',
      process,
      facts: {
        bot_life: reached.life,
        bot_events_bytes: reached.mark.bytes,
        bot_events_lines: reached.mark.lines,
        bot_restarts: this.#restarts,
        parameters_seq: this.#parametersOut.seq,
        schedule_slipped_ms: Math.round(slippedUs / 1000),
        output_dropped_bytes: life.droppedBytes,
        ...accounts.counts,
        ...life.inbox.counts,
        ...life.legacy?.facts(),
      },
    };
  }

  /** Throws a finding where the bot had to be killed, now or after an iteration; nothing of it is left by then. */
  async close(): Promise<void> {
    try {
      await this.#endLife();
    } finally {
      for (const { inbox } of this.#earlier.splice(0)) inbox.close();
    }
    if (!this.#mustBeKilled) return;
    this.#mustBeKilled = false;
    throw finding(
      'bot_does_not_stop',
      `the bot did not end within ${this.#options.limits.stopSeconds} s of SIGTERM, and was killed`,
      'end on SIGTERM or when the file PLIMSOLL_STOP appears; bot_stop_seconds says how long to wait',
    );
  }

  /** Does it, or ends the bot: what failed to start leaves nothing behind. */
  async whole<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.close().catch(refuseBugs);
      throw error;
    }
  }

  /** Reads, watches, accounts for what happened before `untilUs`, and measures. */
  async #look(untilUs: number): Promise<void> {
    const life = await this.#living();
    life.poll();
    life.refuseSilence();
    this.#drain(untilUs);
    const nowUs = this.#machine.wallUs();
    const sampleUs = Math.min(SAMPLE_US, this.#options.iterationUs / SAMPLES_PER_WINDOW);
    if (nowUs - this.#sampledUs < sampleUs) return;
    this.#sampledUs = nowUs;
    this.#tally.note((this.#options.probe ?? probeProcesses)(life.pid));
  }

  #drain(untilUs: number): void {
    const accounts = this.#accountsOf();
    for (let first = this.#earlier[0]; first !== undefined; first = this.#earlier[0]) {
      for (let next = first.inbox.next(untilUs); next !== undefined; next = first.inbox.next(untilUs))
        accounts.take(next);
      if (first.inbox.waiting.length > 0) return;
      accounts.forgetOrders();
      first.inbox.close();
      this.#earlier.shift();
    }
    const inbox = this.#lifeOf().inbox;
    for (let next = inbox.next(untilUs); next !== undefined; next = inbox.next(untilUs)) accounts.take(next);
  }

  /** The bot, started again where it died and may be. */
  async #living(): Promise<BotLife> {
    const life = this.#lifeOf();
    const ended = life.ended();
    if (ended === undefined) return life;
    life.poll();
    life.inbox.refuseHalfLine();
    if (this.#restarts >= this.#options.limits.restarts) throw this.#died(ended);
    this.#restarts += 1;
    await this.#endLife();
    await this.#startAnew();
    await this.#handOver();
    return this.#lifeOf();
  }

  #died(how: string): Failure {
    const { restarts } = this.#options.limits;
    const again = restarts === 0 ? '' : `, after ${restarts} restarts`;
    return finding(
      'bot_died',
      `the bot is gone: ${how}${again}`,
      `${this.#files.output} holds what it printed; bot_restarts says how often it may be started again`,
    );
  }

  /** A bot that follows on another one must hold what the accounts hold. */
  async #startAnew(): Promise<void> {
    const accounts = this.#accountsOf();
    const positions = accounts.positions(this.#earlier.flatMap(({ inbox }) => inbox.waiting));
    const life = await this.#start(positions);
    accounts.compare(life.inbox.ready?.instruments ?? [], positions);
  }

  async #start(positions: { readonly [symbol: string]: number }): Promise<BotLife> {
    const { command, limits, iterationUs } = this.#options;
    this.#parametersOut.write(this.#parameters, this.#iteration);
    this.#lives += 1;
    const life = await BotLife.start(this.#machine, {
      command,
      limits,
      positions,
      files: this.#files,
      iterationSeconds: iterationUs / 1e6,
      iteration: this.#iteration,
      life: this.#lives,
      legacyFolder: this.#options.legacyFolder,
    });
    this.#life = life;
    await this.#await(
      life,
      limits.readySeconds,
      () => life.inbox.ready !== undefined,
      () =>
        finding(
          'bot_not_ready',
          `the bot did not say that it is ready within ${limits.readySeconds} s`,
          'write the event ready to the file PLIMSOLL_EVENTS; bot_ready_seconds says how long to wait',
        ),
    );
    return life;
  }

  /** On return the bot runs with the parameters, by its own word. */
  async #handOver(): Promise<void> {
    if (this.#life === undefined) await this.#startAnew();
    else if (!this.#parametersOut.isOpen(this.#parameters))
      this.#parametersOut.write(this.#parameters, this.#iteration);
    const life = this.#lifeOf();
    if (life.legacy !== undefined) {
      this.#isReadBack = true;
      return;
    }
    const { inbox } = life;
    const askedUs = this.#machine.wallUs();
    const { applySeconds } = this.#options.limits;
    await this.#await(
      life,
      applySeconds,
      () => this.#parametersOut.isAnswered(inbox.applied),
      () => (inbox.heardUs < askedUs ? life.silent(applySeconds) : this.#parametersOut.late(applySeconds)),
    );
    this.#parametersOut.settle(this.#parameters, inbox.applied);
    this.#isReadBack = true;
  }

  /** Watches the bot until it has done something, or throws. */
  async #await(life: BotLife, seconds: number, isDone: () => boolean, late: () => Error): Promise<void> {
    const untilUs = this.#machine.wallUs() + seconds * 1e6;
    for (;;) {
      const ended = life.ended();
      life.poll();
      if (isDone()) return;
      if (ended !== undefined) throw life.inbox.ready === undefined ? this.#diedEarly(ended) : this.#died(ended);
      if (this.#machine.stopRequested()) {
        throw new Failure('interrupted', 'interrupted while the bot was waited for', {
          hint: 'a run that has begun can be resumed',
        });
      }
      if (this.#machine.wallUs() >= untilUs) throw late();
      await this.#machine.sleep(POLL_MS);
    }
  }

  #diedEarly(how: string): Failure {
    return finding(
      'bot_not_ready',
      `the bot was gone before it was ready: ${how}`,
      `${this.#files.output} holds what it printed`,
    );
  }

  async #endLife(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    if (life === undefined) return;
    this.#isReadBack = false;
    const killed = await life.end();
    this.#mustBeKilled ||= killed;
    try {
      life.poll();
    } finally {
      this.#earlier.push({ inbox: life.inbox, life: life.life });
    }
  }

  /** Up to where events were taken: the oldest file that still holds some. */
  #reached(): { readonly life: number; readonly mark: ReadMark } {
    const [first] = this.#earlier;
    if (first !== undefined) return { life: first.life, mark: first.inbox.taken };
    const life = this.#lifeOf();
    return { life: life.life, mark: life.inbox.taken };
  }

  #lifeOf(): BotLife {
    assert(this.#life !== undefined, 'the bot was started');
    return this.#life;
  }

  #accountsOf(): BotAccounts {
    assert(this.#accounts !== undefined, 'a bot that is ready has accounts');
    return this.#accounts;
  }
}

/** Of two failures the first is the one to tell. */
function refuseBugs(error: unknown): void {
  if (!(error instanceof Failure)) throw error;
}

function markOf(facts: CarriedRun['facts']): ReadMark {
  return { bytes: Number(facts['bot_events_bytes'] ?? 0), lines: Number(facts['bot_events_lines'] ?? 0) };
}
