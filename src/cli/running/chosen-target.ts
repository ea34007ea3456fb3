// A target that was chosen and not opened yet: what the plan says of it, and how it is opened once the run has a folder.

import type { RunPlan } from '../../artifacts/run-record.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import type { Target } from '../../targets/target.ts';
import type { Host } from '../host.ts';

export type TargetHost = Pick<Host, 'cwd' | 'env' | 'disk' | 'bots' | 'wallClockMs' | 'sleep'>;

/** Where a target that keeps files of its own may keep them, and how it hears of a stop. */
export interface TargetPlace {
  readonly runFolder: string;
  readonly stop: AbortSignal;
}

export interface ChosenTarget {
  /** Called once, when the run is about to begin. */
  open(place: TargetPlace): Promise<Target>;
  readonly configuration: Configuration;
  /** What the plan calls it; absent: as it is configured. */
  readonly kind?: string;
  /** What the plan records: all that makes this target this one. */
  readonly options: RunPlan['target']['options'];
  /** One word for the run's name. */
  readonly market: string;
  /** It runs a process of which this system tells what it uses. */
  readonly hasProcess?: boolean;
}
