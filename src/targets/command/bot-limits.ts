// How long Plimsoll waits for a bot and how much it takes from one. What a user may turn are settings; what only guards this machine
// stands here.

export interface BotLimits {
  /** From its start to its event `ready`. */
  readonly readySeconds: number;
  /** Without any event. */
  readonly heartbeatSeconds: number;
  /** From a replacement of the parameters to their acknowledgement. */
  readonly applySeconds: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopSeconds: number;
  /** How often in a run a bot that died is started again. */
  readonly restarts: number;
}

/** Between two looks at a bot. */
export const POLL_MS = 50;
/** How far an event may lie behind the newest before time went back; threads and buffers mix the order of what lies closer. */
export const MOST_DISORDER_US = 100_000;
/** How far a bot's clock may lie from ours when it says that it is ready, and how far ahead of ours later. */
export const MOST_SKEW_US = 5_000_000;
/** How long a position may contradict the fills: some bots hear of a position before they hear of its fill. */
export const POSITION_GRACE_US = 1_000_000;
/** Of events, and of captured output: bytes per second, and how many may come at once. About 30,000 events a second, day and night. */
export const MOST_BYTES_PER_SECOND = 4_000_000;
export const MOST_BYTES_AT_ONCE = 16_000_000;
/** Of captured output that is kept: this much, and as much of what came before it. */
export const MOST_LOG_BYTES = 4_000_000;
