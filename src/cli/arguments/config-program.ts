// The arguments and help of `plimsoll config` and its commands.

import { Argument } from 'commander';
import type { Command } from 'commander';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { namesHelp } from './names-help.ts';
import { addSettingFlags, RUN_SETTINGS } from './setting-flags.ts';

/** What a scenario file may hold besides what `config scenario` prints. */
const SCENARIO_EXTRAS = `
A scenario file holds every value that is printed here, and may add two lists:
  "moreInstruments": [{"symbol": "SIM2USDT", "tickSize": 0.1, "lotSize": 0.001, "startPrice": 2500, "volatilityScale": 1.5}]
    instruments traded beside the first, each on a market of its own that is like the first's in all else
  "fees": {"makerBps": -0.2, "takerBps": 3, "tiers": [{"fromNotional": 1000000, "makerBps": -0.3, "takerBps": 2.7}]}
    fees that change with what was traded so far`;

const EXIT_CODES_OF_CONFIG = [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage];

export function addConfig(program: Command, host: Host, settle: Settle): void {
  const config = subcommand(program, host, 'config')
    .description('Answers what a run would be configured with, and where each value comes from.')
    .summary('explains configuration, profiles and scenarios');

  const explain = subcommand(config, host, 'explain')
    .description(
      'Prints every value with all its candidates: default, profile, project file, adopted run, environment, command line.',
    )
    .addArgument(new Argument('[name]', 'one parameter or setting'));
  const entries = addSettingFlags(explain, host.argv, { names: RUN_SETTINGS, takesSet: true });
  explain
    .option('--adopt <run>', 'as `plimsoll soak --adopt` would start')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', namesHelp)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll config explain min_interval_ms', 'one value, its meaning and its candidates'],
          ['MM_PROFILE=aggressive plimsoll config explain', 'what that variable would change'],
        ],
        EXIT_CODES_OF_CONFIG,
      ),
    )
    .action(async (name: string | undefined, options: { readonly json?: boolean; readonly adopt?: string }) => {
      const { explainCommand } = await import('../commands/config-command.ts');
      settle(explainCommand(host, name, { ...options, entries }));
    });

  subcommand(config, host, 'profiles')
    .description('Lists the built-in profiles and those in profiles/*.json.')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', helpText([['plimsoll config profiles', 'all of them, side by side']], EXIT_CODES_OF_CONFIG))
    .action(async (options: { readonly json?: boolean }) => {
      const { profilesCommand } = await import('../commands/config-command.ts');
      settle(profilesCommand(host, options.json === true));
    });

  subcommand(config, host, 'show')
    .description('Shows one profile in full.')
    .addArgument(new Argument('[profile]', 'its name; left out, the one that a run would use'))
    .option('--json', 'prints one JSON document')
    .addHelpText('after', helpText([['plimsoll config show aggressive', 'what it sets']], EXIT_CODES_OF_CONFIG))
    .action(async (name: string | undefined, options: { readonly json?: boolean }) => {
      const { showCommand } = await import('../commands/config-command.ts');
      settle(showCommand(host, name, options.json === true));
    });

  subcommand(config, host, 'scenario')
    .description('Prints a built-in scenario as JSON, to be copied, changed and named with --scenario.')
    .addArgument(new Argument('<scenario>', 'its name'))
    .option('--json', 'changes nothing: a scenario is always printed as JSON')
    .addHelpText('after', SCENARIO_EXTRAS)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll config scenario calm > my.json', 'a market of your own, to be changed'],
          ['plimsoll soak --scenario my.json', 'a soak in it'],
        ],
        EXIT_CODES_OF_CONFIG,
      ),
    )
    .action(async (name: string) => {
      const { scenarioCommand } = await import('../commands/config-command.ts');
      settle(await scenarioCommand(host, name));
    });

  subcommand(config, host, 'migrate')
    .description("Turns a folder of the prior toolkit's override files into profiles; originals are kept as *.bak.")
    .addArgument(new Argument('<folder>', 'the folder with steady_safe_overrides.json and the like'))
    .option('--json', 'prints one JSON document')
    .addHelpText(
      'after',
      helpText([['plimsoll config migrate artifacts/soak', 'a second run changes nothing']], EXIT_CODES_OF_CONFIG),
    )
    .action(async (folder: string, options: { readonly json?: boolean }) => {
      const { migrateCommand } = await import('../commands/config-command.ts');
      settle(migrateCommand(host, folder, options.json === true));
    });
}
