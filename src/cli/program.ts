// The commands with their arguments and help: what a person reads first. Each command's work is loaded when it is asked for, so that
// help and mistakes cost no start time.

import { Command, CommanderError, Option } from 'commander';
import { assert } from '../std/assert.ts';
import { configured, helpText, subcommand } from './arguments/command-kit.ts';
import type { Settle } from './arguments/command-kit.ts';
import { addAlerts } from './arguments/alerts-program.ts';
import { addArtifacts } from './arguments/artifacts-program.ts';
import { addBundle } from './arguments/bundle-program.ts';
import { addConfig } from './arguments/config-program.ts';
import { addDashboard } from './arguments/dashboard-program.ts';
import { addInit } from './arguments/init-program.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { namesHelp } from './arguments/names-help.ts';
import type { ResponseOptions } from './commands/response-command.ts';
import type { RunOptions, SoakOptions } from './arguments/run-options.ts';
import { addSettingFlags, RUN_SETTINGS } from './arguments/setting-flags.ts';
import { addReadingCommands } from './arguments/reading-program.ts';
import { SMOKE_DEFAULTS } from './arguments/smoke-defaults.ts';

const ALL_EXIT_CODES = Object.values(EXIT_CODES);

/** Resolves to the exit code of the command that was typed. Throws `Failure('usage')` where the arguments are wrong. */
export async function runProgram(host: Host): Promise<ExitCode> {
  const settled: ExitCode[] = [];
  const program = buildProgram(host, (exitCode) => settled.push(exitCode));
  try {
    await program.parseAsync(host.argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help: asked for, or shown because nothing was asked for at all.
    return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  }
  const [exitCode] = settled;
  assert(exitCode !== undefined, 'every command says how it ended');
  return exitCode;
}

function buildProgram(host: Host, settle: Settle): Command {
  const program = configured(new Command('plimsoll'), host)
    .description(
      'Soaks a market-making bot, tunes it inside a guarded envelope, and answers with evidence whether it may trade.',
    )
    .version(host.version, '-V, --version', 'prints the version')
    .option('--no-color', 'prints without colour, as NO_COLOR=1 does')
    .helpOption('-h, --help', 'explains the command')
    .helpCommand('help [command]', 'explains a command')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll soak', '24 simulated hours on the embedded venue, then a verdict'],
          ['plimsoll report latest', 'that run once more, from its artifacts'],
          ['plimsoll soak --help', 'what can be set, and the defaults'],
        ],
        ALL_EXIT_CODES,
      ),
    );
  addInit(program, host, settle);
  addSoak(program, host, settle);
  addSmoke(program, host, settle);
  addReadingCommands(program, host, settle);
  addBundle(program, host, settle);
  addDashboard(program, host, settle);
  addArtifacts(program, host, settle);
  addResponse(program, host, settle);
  addAlerts(program, host, settle);
  addConfig(program, host, settle);
  addContract(program, host, settle);
  return program;
}

function addSoak(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'soak')
    .description('Soaks a target for a number of iterations, tunes it between them, and judges the last ones together.')
    .summary('soaks a target, tunes it, and judges it');
  const entries = addSettingFlags(command, host.argv, { names: RUN_SETTINGS, takesSet: true });
  addRunFlags(command)
    .option('--resume <run>', 'goes on with a run that stopped before its end: a run id, its folder, or latest')
    .option('--stop-after <duration>', 'pauses the run after so much run time, at the end of an iteration')
    .option('--metrics-port <port>', 'serves Prometheus metrics of the run while it goes on; 0 takes any free port')
    .option('--metrics-host <address>', 'the address to serve them at (default: 127.0.0.1, this machine alone)')
    .option('--force', 'with --resume: goes on with the plan of the run though version or configuration differ')
    .addHelpText('after', namesHelp)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll soak', 'the embedded venue, 24 iterations of 1 h, profile steady_safe'],
          ['plimsoll soak --scenario spike --seed 7 --iterations 8', 'a market with spikes and gaps'],
          ['plimsoll soak --set min_interval_ms=60 --no-tune', 'one parameter held, nothing tuned'],
          ['plimsoll soak --target replay --data day.gz', 'the same maker on a recorded market'],
          [
            'plimsoll soak --target command -- ./mybot --flag',
            'your own bot, by the wall clock; `plimsoll contract` tells how',
          ],
          ['plimsoll soak --adopt latest', 'the next run, from where the last one was tuned to'],
          ['plimsoll soak --resume latest --stop-after 6h', 'the next six hours of a run that stopped'],
        ],
        ALL_EXIT_CODES,
      ),
    )
    .action(async (bot: readonly string[], options: Omit<SoakOptions, 'entries' | 'bot'>) => {
      const { soakCommand } = await import('./commands/soak-command.ts');
      settle(await soakCommand(host, { ...options, bot, entries }));
    });
}

function addSmoke(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'smoke')
    .description(
      `Soaks ${SMOKE_DEFAULTS.iterations} short iterations, holds them against sanity limits, and checks every artifact. Takes seconds.`,
    )
    .summary('a soak of seconds: sanity limits and artifact checks');
  const names = RUN_SETTINGS.filter((name) => name !== 'iterations' && name !== 'gate_mode');
  const entries = addSettingFlags(command, host.argv, { names, takesSet: true, defaults: SMOKE_DEFAULTS });
  addRunFlags(command)
    .addHelpText('after', namesHelp)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll smoke', 'is this build sane? for every pull request'],
          ['plimsoll smoke --scenario volatile --json', 'the same for a rougher market and a script'],
        ],
        ALL_EXIT_CODES,
      ),
    )
    .action(async (bot: readonly string[], options: Omit<RunOptions, 'entries' | 'bot'>) => {
      const { smokeCommand } = await import('./commands/smoke-command.ts');
      settle(await smokeCommand(host, { ...options, bot, entries }));
    });
}

function addResponse(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'response')
    .description(
      'Measures what each parameter does to each KPI: both ends of its bounds on the same markets, the other parameters held.',
    )
    .summary('measures what each parameter does to each KPI');
  const entries = addSettingFlags(command, host.argv, { names: ['profile', 'scenario', 'seed'], takesSet: true });
  command
    .addOption(new Option('--seeds <n>', 'how many markets, from the seed on').default('8', '8'))
    .addOption(new Option('--hours <n>', 'simulated hours of each run').default('4', '4'))
    .addOption(
      new Option('--at <place>', "where the others stand: at the profile's values, or in the middle of their bounds")
        .choices(['profile', 'middle'])
        .default('profile'),
    )
    .option('--json', 'prints one JSON document')
    .addHelpText('after', namesHelp)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll response', 'every parameter in the calm market, around steady_safe'],
          ['plimsoll response --scenario volatile --profile aggressive', 'the same in a rougher one'],
          ['plimsoll response --seeds 2 --hours 0.25', 'a first look'],
        ],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage, EXIT_CODES.interrupted],
      ),
    )
    .action(async (options: Omit<ResponseOptions, 'entries'>) => {
      const { responseCommand } = await import('./commands/response-command.ts');
      settle(await responseCommand(host, { ...options, entries }));
    });
}

function addContract(program: Command, host: Host, settle: Settle): void {
  subcommand(program, host, 'contract')
    .description('Prints what a bot of your own has to write and read so that it can be soaked with --target command.')
    .summary('what a bot of your own has to write and read')
    .option('--json-schema', 'prints JSON Schema, for a line of events and for the file of parameters')
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll contract', 'the contract, to read'],
          ['plimsoll contract --json-schema', 'the same for a program'],
        ],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage],
      ),
    )
    .action(async (options: { readonly jsonSchema?: boolean }) => {
      const { contractCommand } = await import('./commands/contract-command.ts');
      settle(contractCommand(host, options));
    });
}

function addRunFlags(command: Command): Command {
  return command
    .argument('[bot...]', 'with --target command, behind --: the command that starts your bot, and its arguments')
    .option('--data <file...>', 'recordings for the replay target, in order of time')
    .option('--policy <file>', 'a gate file with your own thresholds')
    .option('--adopt <run>', "starts from another run's final parameters and its last, unapplied proposal, as granted")
    .option('--run-id <id>', 'the name of the run (default: time, profile, scenario and seed)')
    .option('--json', 'prints one JSON document at the end')
    .option('--quiet', 'prints the gate line and the verdict alone, after whatever speaks against them');
}
