// A run judged again, as every format of the gate shows it. No wall-clock time stands here but the day that waivers were held against.

import type { Kpis } from '../edge/edge-report.ts';
import type { Judgement } from '../gates/judgement.ts';

export interface GateView {
  readonly runId: string;
  readonly judgement: Judgement;
  /** Of the judged iterations together. */
  readonly kpis: Kpis;
  /** The one line for people and scripts. */
  readonly line: string;
  /** How the run ended, in words. */
  readonly ending: string;
  readonly completed: boolean;
  /** What speaks against the recording that the run rests on. */
  readonly warnings: readonly string[];
  /** What else a reader must know before he believes the verdict. */
  readonly notes: readonly string[];
  /** One sentence for each rule, where they were asked for. */
  readonly explanations: readonly string[];
  /** Of Plimsoll, as it judges. */
  readonly version: string;
  readonly places: RulePlaces;
}

/** Where the rules stand, for formats that point into files. */
export interface RulePlaces {
  /** With forward slashes, relative to the folder that the gate was called in wherever it lies below that. */
  readonly file: string;
  /** From 1; absent where the rules are built in and `file` is a document of the run. */
  lineOf(ruleIndex: number): number | undefined;
}
