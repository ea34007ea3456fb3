// What `plimsoll init` must know: from the flags, from the person at the terminal where there is one, otherwise by default.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { BUILT_IN_PROFILES } from '../../config/profiles.ts';
import { SETTINGS } from '../../config/settings.ts';
import { Failure } from '../../std/failure.ts';
import { suggestName } from '../../std/nearest-name.ts';
import type { Host } from '../host.ts';
import { CI_KINDS } from './kit-files.ts';
import type { CiKind } from './kit-files.ts';

/** What may have been typed. */
export interface TypedInit {
  /** Values for the project file. */
  readonly entries: readonly CommandLineEntry[];
  readonly ci?: string;
  readonly args?: string;
  /** Asks nothing. */
  readonly yes?: boolean;
}

export interface InitAnswers {
  readonly ci: CiKind;
  readonly args: string;
  readonly profile: string;
  readonly scenario: string;
}

/** Throws `Failure`: `usage` for a CI that nobody knows, `interrupted` where the person leaves. */
export async function askInit(host: Host, options: TypedInit): Promise<InitAnswers> {
  const typed = new Map(options.entries.map(({ name, text }) => [name, text]));
  const ask = async (question: string, given: string | undefined, standard: string): Promise<string> => {
    if (given !== undefined || options.yes === true || host.ask === undefined) return given ?? standard;
    const answer = await host.ask(`${question} [${standard}] `);
    if (answer === undefined) throw new Failure('interrupted', 'nothing was written');
    return answer === '' ? standard : answer;
  };
  const ci = await ask(`CI to write jobs for (${CI_KINDS.join(', ')})`, options.ci, 'github');
  const profile = await ask(
    `profile to start from (${Object.keys(BUILT_IN_PROFILES).join(', ')}, or one of yours)`,
    typed.get('profile'),
    SETTINGS.profile.default ?? '',
  );
  const scenario = await ask('market of the embedded venue', typed.get('scenario'), SETTINGS.scenario.default ?? '');
  const args = await ask('what every soak is given besides, such as --target command -- ./mybot', options.args, '');
  return { ci: ciKind(ci), profile, scenario, args };
}

function ciKind(text: string): CiKind {
  const found = CI_KINDS.find((kind) => kind === text);
  if (found !== undefined) return found;
  throw new Failure('usage', `--ci: there is no kit for ${JSON.stringify(text)}`, {
    hint: `${suggestName(text, CI_KINDS, 'kits')}; shell is for every CI that runs a shell`,
  });
}
