// One life of a bot, from its start to the end of its last process: its events, its captured output, and the ways to end it. What is done
// about a bot that died is for the target to say.

import { Buffer } from 'node:buffer';
import { basename } from 'node:path';
import { identifyProcess, vitalityOf } from '../../files/process-identity.ts';
import type { ProcessIdentity } from '../../files/process-identity.ts';
import { quietly } from '../../files/quietly.ts';
import { RotatingLog } from '../../files/rotating-log.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { Failure } from '../../std/failure.ts';
import { eventsFile } from './bot-files.ts';
import type { BotFiles } from './bot-files.ts';
import { MOST_LOG_BYTES, POLL_MS } from './bot-limits.ts';
import type { BotLimits } from './bot-limits.ts';
import { ByteBudget } from './byte-budget.ts';
import { CONTRACT_VERSION } from './contract.ts';
import type { EnvironmentName } from './contract.ts';
import { EventInbox } from './event-inbox.ts';
import { finding } from './finding.ts';
import { LegacyBridge } from './legacy-bridge.ts';
import type { BotMachine, BotProcess } from './machine.ts';

export interface LifePlan {
  readonly command: readonly string[];
  readonly files: BotFiles;
  readonly limits: BotLimits;
  readonly iterationSeconds: number;
  /** From 1. */
  readonly life: number;
  readonly iteration: number;
  /** By the accounts, in base currency. */
  readonly positions: { readonly [symbol: string]: number };
  readonly legacyFolder: string | undefined;
}

export class BotLife {
  readonly life: number;
  readonly inbox: EventInbox;
  /** Of a bot that keeps no contract. */
  readonly legacy: LegacyBridge | undefined;
  readonly #machine: BotMachine;
  readonly #plan: LifePlan;
  readonly #output: RotatingLog;
  readonly #bot: BotProcess;
  #flood: Failure | undefined;

  private constructor(
    machine: BotMachine,
    plan: LifePlan,
    parts: Pick<BotLife, 'inbox' | 'legacy'> & { readonly output: RotatingLog; readonly bot: BotProcess },
  ) {
    this.life = plan.life;
    this.inbox = parts.inbox;
    this.#machine = machine;
    this.#plan = plan;
    this.#output = parts.output;
    this.legacy = parts.legacy;
    this.#bot = parts.bot;
  }

  /** The overrides stand already. Throws `Failure('usage')` where the command cannot be started. */
  static async start(machine: BotMachine, plan: LifePlan): Promise<BotLife> {
    const { disk } = machine;
    const { files, life } = plan;
    const events = eventsFile(files, life);
    quietly(() => disk.remove(files.stop));
    disk.close(disk.create(events));
    const output = new RotatingLog(disk, files.output, MOST_LOG_BYTES);
    const inbox = new EventInbox({ path: events, name: basename(events) }, machine.wallUs());
    const budget = new ByteBudget('output', machine.wallUs());
    const { legacyFolder } = plan;
    const legacy = legacyFolder === undefined ? undefined : new LegacyBridge(disk, legacyFolder, events);
    const started: { life?: BotLife } = {};
    try {
      const bot = await machine.spawn({
        command: plan.command,
        environment: environmentOf(plan, events),
        onOutput: (bytes) => {
          if (started.life?.captures(bytes.length, budget) !== false) output.append(bytes);
        },
      });
      started.life = new BotLife(machine, plan, { inbox, output, bot, legacy });
      writeDurably(disk, files.identity, `${JSON.stringify(identifyProcess(bot.pid))}\n`);
      legacy?.begin(machine.wallUs());
      return started.life;
    } catch (error) {
      await started.life?.end();
      inbox.close();
      output.close();
      throw error;
    }
  }

  /** Of its processes' session. */
  get pid(): number {
    return this.#bot.pid;
  }

  /** Captured output that the disk refused. */
  get droppedBytes(): number {
    return this.#output.droppedBytes;
  }

  /** How it ended, in words; undefined while it runs. */
  ended(): string | undefined {
    const exit = this.#bot.exit();
    if (exit === undefined) return undefined;
    return exit.signal === undefined
      ? `it ended with exit code ${exit.code ?? 'unknown'}`
      : `it was ended by ${exit.signal}`;
  }

  /** Reads what it wrote. Throws findings of what it wrote, and of how much it prints. */
  poll(): void {
    if (this.#flood !== undefined) throw this.#flood;
    this.legacy?.poll(this.#machine.wallUs());
    this.inbox.poll(this.#machine.wallUs());
  }

  /** Throws a finding where nothing was heard of it for too long. */
  refuseSilence(): void {
    const silentUs = this.#machine.wallUs() - this.inbox.heardUs;
    const { heartbeatSeconds } = this.#plan.limits;
    if (silentUs <= heartbeatSeconds * 1e6) return;
    throw this.silent(heartbeatSeconds);
  }

  silent(seconds: number): Failure {
    return finding(
      'bot_silent',
      `the bot runs, and has told nothing for ${seconds} s`,
      'write an event {"kind":"heartbeat"} where there is nothing else to tell; bot_heartbeat_seconds says how long to wait',
    );
  }

  /**
   * Asks it to end, by the stop file and SIGTERM, and kills what is left of its group after the time it has. Answers whether it had to be
   * killed. What it wrote to its end is read.
   */
  async end(): Promise<boolean> {
    const { disk } = this.#machine;
    const { files, limits } = this.#plan;
    if (this.#bot.isAlive()) quietly(() => disk.close(disk.create(files.stop)));
    const killed = await endGroup(this.#machine, this.#bot, limits.stopSeconds);
    quietly(() => disk.remove(files.identity));
    this.#output.close();
    this.legacy?.close();
    return killed;
  }

  /** Whether output is still taken in. */
  captures(bytes: number, budget: ByteBudget): boolean {
    if (this.#flood !== undefined) return false;
    try {
      budget.spend(bytes, this.#machine.wallUs());
      return true;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#flood = error;
      return false;
    }
  }
}

/** A bot that outlived a killed Plimsoll trades without anybody watching: it is ended before another one starts. */
export async function endLeftBehind(machine: BotMachine, files: BotFiles, stopSeconds: number): Promise<void> {
  const { disk } = machine;
  if (disk.entryAt(files.identity) === undefined) return;
  const identity = readIdentity(Buffer.from(disk.readFile(files.identity)).toString('utf8'));
  if (identity !== undefined && vitalityOf(identity) === 'alive' && identity.start_ticks !== null) {
    await endGroup(machine, machine.leftBehind(identity.pid), stopSeconds);
  }
  quietly(() => disk.remove(files.identity));
}

/** Processor time must not be waited for forever: a killed process is gone within moments, or stuck in the kernel. */
const MOST_KILL_MS = 5_000;

async function endGroup(machine: BotMachine, bot: BotProcess, stopSeconds: number): Promise<boolean> {
  bot.signal('SIGTERM');
  if (await endsWithin(machine, bot, stopSeconds * 1000)) return false;
  bot.signal('SIGKILL');
  await endsWithin(machine, bot, MOST_KILL_MS);
  return true;
}

async function endsWithin(machine: BotMachine, bot: BotProcess, milliseconds: number): Promise<boolean> {
  const untilUs = machine.wallUs() + milliseconds * 1000;
  while (bot.isAlive()) {
    if (machine.wallUs() >= untilUs) return false;
    await machine.rest(POLL_MS);
  }
  return true;
}

function environmentOf(
  { files, iteration, iterationSeconds, positions }: LifePlan,
  events: string,
): { readonly [name in EnvironmentName]: string } {
  return {
    PLIMSOLL_CONTRACT: String(CONTRACT_VERSION),
    PLIMSOLL_EVENTS: events,
    PLIMSOLL_OVERRIDES: files.overrides,
    PLIMSOLL_STOP: files.stop,
    PLIMSOLL_DIR: files.workFolder,
    PLIMSOLL_ITERATION: String(iteration),
    PLIMSOLL_ITERATION_SECONDS: String(iterationSeconds),
    PLIMSOLL_POSITIONS: JSON.stringify(positions),
  };
}

function readIdentity(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'start_ticks' in value &&
    'boot_id' in value &&
    'host' in value
  );
}
