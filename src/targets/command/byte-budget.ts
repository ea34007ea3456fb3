// How much a bot may write: a rate that it may keep up for ever, and a surplus that it may spend at once. What goes beyond is a flood.

import { MOST_BYTES_AT_ONCE, MOST_BYTES_PER_SECOND } from './bot-limits.ts';
import { finding } from './finding.ts';

const US_PER_SECOND = 1_000_000;

export class ByteBudget {
  readonly #what: string;
  #left = MOST_BYTES_AT_ONCE;
  #atUs: number;

  /** `what` was written, as a phrase: `events`. */
  constructor(what: string, nowUs: number) {
    this.#what = what;
    this.#atUs = nowUs;
  }

  /** Throws a finding once more was spent than was earned. */
  spend(bytes: number, nowUs: number): void {
    const earned = (Math.max(0, nowUs - this.#atUs) / US_PER_SECOND) * MOST_BYTES_PER_SECOND;
    this.#atUs = nowUs;
    this.#left = Math.min(MOST_BYTES_AT_ONCE, this.#left + earned) - bytes;
    if (this.#left >= 0) return;
    throw finding(
      'bot_flooding',
      `the bot writes more ${this.#what} than ${MOST_BYTES_PER_SECOND / 1e6} MB a second`,
      'write what changed, and nothing twice',
    );
  }
}
