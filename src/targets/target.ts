// What is under test, behind one interface: it runs a window with the parameters it was given and tells the events. A target keeps
// its state from window to window; the runner alone decides what runs next.

import type { Parameters } from '../config/parameters.ts';
import type { ProcessKpis } from '../edge/process-kpis.ts';
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
  /** `wall`: its windows lie in real time, pauses between them included. Absent: in the run's own, as fast as it goes. */
  readonly clock?: 'wall';
  /** Absent: it says itself what it runs with. Else `readBack` gives what it was given, and nobody knows more. */
  readonly acknowledges?: false;
  /** What it holds when the run begins: base currency by symbol. Absent: nothing. */
  readonly holdings?: { readonly [symbol: string]: number };
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
      /** What the process under test used, where there is one. */
      readonly process?: ProcessKpis;
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
  /** Of a target that is not repeatable and yet can go on where its run stopped: brings it there. Called in place of `apply`, once. */
  carryOn?(run: CarriedRun): Promise<void>;
  close(): Promise<void>;
}

/** Where a run stopped, for a target that goes on from there. */
export interface CarriedRun {
  /** The next to run. */
  readonly iteration: number;
  /** What it runs with. */
  readonly parameters: Parameters;
  /** By the accounts, in base currency. */
  readonly positions: { readonly [symbol: string]: number };
  /** The last ones seen, in quote currency. */
  readonly mids: { readonly [symbol: string]: number };
  /** Those of the last iteration that counts; empty where none does. */
  readonly facts: { readonly [name: string]: string | number };
}
