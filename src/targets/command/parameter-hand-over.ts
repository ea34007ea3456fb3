// Parameters on their way to a bot and back: the file that it reads, replaced as a whole with a growing number, and what its acknowledgement must
// say. What was not acknowledged by number and by every value was not applied.

import { PARAMETER_NAMES } from '../../config/parameters.ts';
import type { Parameters } from '../../config/parameters.ts';
import { recordOf } from '../../config/record-of.ts';
import type { Disk } from '../../files/disk.ts';
import { writeDurably } from '../../files/write-durably.ts';
import type { EventOf, Overrides } from './contract.ts';
import { finding } from './finding.ts';

type Applied = EventOf<'parameters_applied'>;

/** Parameters may pass through text on their way; a difference up to this is none. */
const TOLERANCE = 1e-9;

export class ParameterHandOver {
  readonly #disk: Disk;
  readonly #path: string;
  #seq: number;
  /** Written, and not acknowledged yet. */
  #open: Parameters | undefined;

  /** `seq`: of the last replacement before. */
  constructor(disk: Disk, path: string, seq = 0) {
    this.#disk = disk;
    this.#path = path;
    this.#seq = seq;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Whether exactly these wait for their acknowledgement already. */
  isOpen(parameters: Parameters): boolean {
    return this.#open === parameters;
  }

  write(parameters: Parameters, iteration: number): void {
    this.#seq += 1;
    this.#open = parameters;
    const sorted = Object.fromEntries(PARAMETER_NAMES.toSorted().map((name) => [name, parameters[name]]));
    const overrides: Overrides = { iteration, parameters: sorted, seq: this.#seq };
    writeDurably(this.#disk, this.#path, `${JSON.stringify(overrides)}\n`);
  }

  isAnswered(applied: Applied | undefined): boolean {
    return applied !== undefined && applied.seq >= this.#seq;
  }

  /** Throws a finding where the bot says that it runs with something else than it was given. */
  settle(parameters: Parameters, applied: Applied | undefined): void {
    this.#open = undefined;
    const reported = reportedParameters(applied);
    const others = PARAMETER_NAMES.filter((name) => !(Math.abs(reported[name] - parameters[name]) <= TOLERANCE));
    if (others.length === 0) return;
    const told = others.map((name) => {
      const instead = Number.isNaN(reported[name]) ? 'is missing' : `is ${reported[name]}`;
      return `${name} ${instead} and was set to ${parameters[name]}`;
    });
    throw finding(
      'bot_ignores_parameters',
      `the bot acknowledged other parameters than it was given: ${told.join(', ')}`,
      'acknowledge what the bot runs with, and run with what the file says',
    );
  }

  late(seconds: number): Error {
    return finding(
      'bot_ignores_parameters',
      `the bot did not acknowledge the parameters with seq ${this.#seq} within ${seconds} s`,
      'read PLIMSOLL_OVERRIDES again and again, and when seq has grown write {"kind":"parameters_applied"} with its seq and parameters; bot_apply_seconds says how long to wait',
    );
  }
}

/** What the bot does not name is no number. */
export function reportedParameters(applied: Applied | undefined): Parameters {
  return recordOf(PARAMETER_NAMES, (name) => applied?.parameters[name] ?? Number.NaN);
}
