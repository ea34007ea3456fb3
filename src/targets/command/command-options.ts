// What a run says about its bot: as its plan records it, and as the target takes it.

import { z } from 'zod';
import type { Parameters } from '../../config/parameters.ts';
import type { BotLimits } from './bot-limits.ts';
import type { ProcessSample } from './probe-processes.ts';

/** `run`: one process for the whole run. `iteration`: one for each. */
const lifetime = z.enum(['run', 'iteration']);

/** `limits` are seconds, and a number of restarts. */
export const plannedOptions = z.object({
  command: z.array(z.string()).min(1).readonly(),
  /** `legacy`: EDGE_REPORT.json and audit.jsonl, as bots of the toolkit before Plimsoll. */
  events: z.enum(['contract', 'legacy']),
  lifetime,
  limits: z.object({
    ready_seconds: z.number(),
    heartbeat_seconds: z.number(),
    apply_seconds: z.number(),
    stop_seconds: z.number(),
    restarts: z.number(),
  }),
});
export type PlannedOptions = z.infer<typeof plannedOptions>;

export interface CommandTargetOptions {
  readonly command: readonly string[];
  readonly lifetime: z.infer<typeof lifetime>;
  readonly limits: BotLimits;
  readonly iterationUs: number;
  readonly pauseUs: number;
  readonly parameters: Parameters;
  /** Absolute; of this run's bot alone. */
  readonly botFolder: string;
  /** Of a legacy bot: the folder in which it works. */
  readonly legacyFolder?: string;
  /** Looks at the processes of a session; absent: by /proc. */
  readonly probe?: (session: number) => ProcessSample | undefined;
}
