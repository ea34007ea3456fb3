// What can be wrong with a bot, by name. A finding ends the run with the exit code of a failed target: scripts go by the name, people by
// the sentence.

import { Failure } from '../../std/failure.ts';

export type FindingName =
  | 'bot_not_ready'
  | 'bot_died'
  | 'bot_silent'
  | 'bot_flooding'
  | 'bot_malformed_events'
  | 'bot_back_in_time'
  | 'bot_clock_off'
  | 'bot_breaks_contract'
  | 'bot_ignores_parameters'
  | 'bot_lies_about_position'
  | 'bot_does_not_stop';

/** `sentence` without a full stop. */
export function finding(name: FindingName, sentence: string, hint?: string): Failure {
  return new Failure('target', `${name}: ${sentence}.`, { hint });
}
