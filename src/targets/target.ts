// What is under test, behind one interface: it runs a window with the parameters it was given and tells the events. A target keeps
// its state from window to window; the runner alone decides what runs next.

import type { Parameters } from '../config/parameters.ts';
import type { EventSink } from '../market/event-sink.ts';
import type { Instrument } from '../market/instrument.ts';

export interface TargetDescription {
  readonly kind: string;
  readonly instruments: readonly Instrument[];
  /**
   * A new one, given the same parameters window after window, tells the same events to the microsecond. Only then can a run that was cut
   * off be resumed.
   */
  readonly repeatable: boolean;
  /** What this target cannot know or leaves out; printed in every report. */
  readonly assumptions: readonly string[];
}

export interface Window {
  /** From 1. */
  readonly iteration: number;
  /** Run time, half open: [startUs, endUs). */
  readonly startUs: number;
  readonly endUs: number;
}

/** How a running window speaks to the runner. */
export interface WindowObserver {
  /** One sink per instrument, by symbol. */
  sinkFor(symbol: string): EventSink;
  /** Called between slices of work with the run time reached; resolves after pending signals were seen. */
  breathe(reachedUs: number): Promise<void>;
  /** True once somebody asked the run to stop: return `stopped` as soon as the next slice ends. */
  stopRequested(): boolean;
}

export type WindowOutcome =
  | {
      readonly kind: 'completed';
      /** Facts of the window worth keeping: hashes, counts. */ readonly facts: {
        readonly [name: string]: string | number;
      };
    }
  | { readonly kind: 'stopped' }
  /** The source ran out inside the window; the window does not count. */
  | { readonly kind: 'exhausted'; readonly reason: string };

/** Throws `Failure` with code `target` where the thing under test fails. */
export interface Target {
  describe(): TargetDescription;
  /** Takes effect before the next window. */
  apply(parameters: Parameters): Promise<void>;
  /** What the target reports it runs with. */
  readBack(): Promise<Parameters>;
  run(window: Window, observer: WindowObserver): Promise<WindowOutcome>;
  close(): Promise<void>;
}
