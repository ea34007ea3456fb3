// What a soak of a command cannot know, and how it counts what lies between its windows; printed in every report.

import type { CommandTargetOptions } from './command-options.ts';
import { LEGACY_ASSUMPTIONS } from './legacy-bridge.ts';

type Assumed = Pick<CommandTargetOptions, 'lifetime' | 'pauseUs' | 'legacyFolder'>;

export function commandAssumptions({ lifetime, pauseUs, legacyFolder }: Assumed): string[] {
  return [
    'The bot is a process of its own, and what it tells is believed as far as it adds up: its fills, fees, books and latencies are its own word, and no venue was asked.',
    'A run by the wall clock cannot be repeated: the same seed gives another run.',
    ...(legacyFolder === undefined
      ? ['Parameters take effect once the bot has acknowledged them, a moment after its iteration began.']
      : LEGACY_ASSUMPTIONS),
    lifetime === 'run'
      ? 'One process lives through all iterations; events that reach the file later than their iteration count at the first moment of the next one.'
      : 'Each iteration has a process of its own; what it tells while it ends counts at the first moment of the next iteration.',
    ...(pauseUs > 0
      ? ['What the bot does in the pauses between iterations counts at the first moment of the next one.']
      : []),
    'Figures of the process are those of its whole session; memory that its processes share counts for each.',
  ];
}
