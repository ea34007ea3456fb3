// ROLLBACK.md of a release bundle: when to go back, to what, and what to type. The commands are for a POSIX shell, in the unpacked folder.

import { PARAMETER_NAMES } from '../config/parameters.ts';
import type { Parameters } from '../config/parameters.ts';
import type { Judgement } from '../gates/judgement.ts';
import type { RollbackPlan } from './rollback-plan.ts';
import { textTable } from './text-table.ts';
import { hardLines } from './verdict-text.ts';

export const ROLLBACK_OVERRIDES_FILE = 'rollback/runtime_overrides.json';
export const ROLLBACK_PROFILE_FILE = 'rollback/profile.json';

export function rollbackText({ chosen, same }: RollbackPlan, released: Parameters, judgement: Judgement): string {
  const rows = PARAMETER_NAMES.map((name) => [name, String(released[name]), String(chosen.parameters[name])]);
  return [
    '# Roll back',
    '',
    '## When',
    '',
    'When production breaks a line that this release was judged by:',
    '',
    ...hardLines(judgement.policy).map((line) => `- ${line}`),
    '',
    '## To what',
    '',
    `To ${chosen.origin}.`,
    ...same.map(({ origin }) => `Not to ${origin}: that is what is released.`),
    '',
    ...textTable(
      [
        { title: 'parameter', align: 'left' },
        { title: 'released', align: 'right' },
        { title: 'roll back to', align: 'right' },
      ],
      rows,
    ),
    '',
    '## How',
    '',
    'A bot that reads a `runtime_overrides.json` gets it in one step, so that it never reads half a file. `BOT` is the folder of that file:',
    '',
    '```sh',
    `cp ${ROLLBACK_OVERRIDES_FILE} "$BOT/.runtime_overrides.json.new"`,
    'mv "$BOT/.runtime_overrides.json.new" "$BOT/runtime_overrides.json"',
    '```',
    '',
    'Then read back what the bot says it runs with, and hold it against the table. Until it does, it runs with the old ones: stop it where it does not.',
    '',
    'A soak takes them as a profile, which starts from them and may tune on, or held against the tuner:',
    '',
    '```sh',
    `mkdir -p profiles && cp ${ROLLBACK_PROFILE_FILE} profiles/rollback.json && plimsoll soak --profile rollback`,
    `MM_RUNTIME_OVERRIDES_JSON="$(cat ${ROLLBACK_OVERRIDES_FILE})" plimsoll soak`,
    '```',
    '',
  ].join('\n');
}
