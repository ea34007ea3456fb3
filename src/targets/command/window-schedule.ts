// When each iteration begins by the wall clock: so many lengths and pauses after the first one, never after the end of the one before, so
// that a thousand of them drift no further than one. Only where a whole window was missed, by a sleeping machine, does it begin anew.

export interface ScheduledWindow {
  /** By the wall clock. */
  readonly startUs: number;
  /** How much later than planned it begins because its time had passed; 0 for all others. */
  readonly slippedUs: number;
}

export class WindowSchedule {
  readonly #lengthUs: number;
  readonly #periodUs: number;
  #first: { readonly iteration: number; readonly startUs: number } | undefined;

  constructor(lengthUs: number, pauseUs: number) {
    this.#lengthUs = lengthUs;
    this.#periodUs = lengthUs + pauseUs;
  }

  begin(iteration: number, nowUs: number): ScheduledWindow {
    const plannedUs = this.#plannedUs(iteration);
    if (plannedUs !== undefined && nowUs < plannedUs + this.#lengthUs) return { startUs: plannedUs, slippedUs: 0 };
    this.#first = { iteration, startUs: nowUs };
    return { startUs: nowUs, slippedUs: plannedUs === undefined ? 0 : nowUs - plannedUs };
  }

  /** The next iteration begins when it is asked for. */
  forget(): void {
    this.#first = undefined;
  }

  #plannedUs(iteration: number): number | undefined {
    if (this.#first === undefined) return undefined;
    return this.#first.startUs + (iteration - this.#first.iteration) * this.#periodUs;
  }
}
