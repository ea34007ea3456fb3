// The arguments and help of `plimsoll init`.

import type { Command } from 'commander';
import type { InitOptions } from '../commands/init-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';
import { addSettingFlags } from './setting-flags.ts';

const FILES = `
Writes plimsoll.config.json and, for a CI, ci/plimsoll.sh: one job for each word, smoke (seconds, for a pull request), nightly (8 iterations), segment
(the next part of a long soak, carried from machine to machine), release (the gate and the bundle). For GitHub also five workflows that call it. They
are yours from then on: nothing of Plimsoll reads or changes them again.`;

export function addInit(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'init')
    .description(
      'Writes a project file and the jobs of a CI. Asks what it must know where somebody sits at a terminal. Never writes over a file that says something else.',
    )
    .summary('writes a project file and the jobs of a CI');
  const entries = addSettingFlags(command, host.argv, {
    names: ['target', 'profile', 'scenario', 'seed', 'iteration_duration'],
    takesSet: false,
  });
  command
    .option('--ci <kind>', 'github, shell (for every other CI) or none (default: github)')
    .option('--args <text>', 'what every soak that a job begins is given besides')
    .option('--install <command>', 'how a runner of GitHub gets Plimsoll (default: npm ci where your package names it)')
    .option('--yes', 'asks nothing, and takes the defaults')
    .option('--force', 'replaces files that say something else')
    .option('--dry-run', 'prints what it would write, and writes nothing')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', FILES)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll init', 'asks, then writes'],
          ['plimsoll init --yes --ci github --profile ultra_safe', 'without a question'],
          ['plimsoll init --ci shell --dry-run', 'what would the jobs of another CI be?'],
        ],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage, EXIT_CODES.target_failed, EXIT_CODES.interrupted],
      ),
    )
    .action(async (options: Omit<InitOptions, 'entries'>) => {
      const { initCommand } = await import('../commands/init-command.ts');
      settle(await initCommand(host, { ...options, entries }));
    });
}
