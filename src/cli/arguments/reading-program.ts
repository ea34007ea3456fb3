// The commands that read a stored run and change nothing of it: gate, report, verify, and snapshot, which adds a file. Their arguments and help.

import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { GateOptions } from '../commands/gate-command.ts';
import type { Host } from '../host.ts';
import type { WaiverOptions } from '../running/read-waivers.ts';
import type { WatchOptions } from '../commands/watch-command.ts';
import type { SnapshotOptions } from '../commands/snapshot-command.ts';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';
import { GATE_FORMATS, GATE_HELP } from './gate-help.ts';
import { addSettingFlags } from './setting-flags.ts';

const RUN_ARGUMENT = 'a run id, the folder of a run, or latest';
const GATING_EXIT_CODES = [
  EXIT_CODES.ok,
  EXIT_CODES.bug,
  EXIT_CODES.usage,
  EXIT_CODES.gate_failed,
  EXIT_CODES.inconclusive,
  EXIT_CODES.target_failed,
  EXIT_CODES.artifact,
];
const READING_EXIT_CODES = [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage, EXIT_CODES.artifact];

export function addReadingCommands(program: Command, host: Host, settle: Settle): void {
  addGate(program, host, settle);
  addReport(program, host, settle);
  addVerify(program, host, settle);
  addWatch(program, host, settle);
  addSnapshot(program, host, settle);
}

function addGate(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'gate')
    .description('Judges a finished or interrupted run again, from its stored reports, the last iterations together.')
    .summary('judges a run again')
    .addArgument(new Argument('[run]', RUN_ARGUMENT));
  const entries = addSettingFlags(command, host.argv, { names: ['out'], takesSet: false });
  command
    .option('--policy <file>', "judges by a gate file (default: the run's own policy)")
    .option('--release', 'judges by the release gate, of a run that `plimsoll verify` finds nothing in')
    .option('--baseline <run>', 'also holds it against another run: no regression by more than the margins')
    .option(
      '--explain',
      'says for each rule what its verdict rests on, and about how many more iterations would decide',
    )
    .option('--waivers <file>', 'lets rules fail for a while: a JSON file, see below')
    .option('--now <day>', 'the day that waivers are held against (default: today, UTC)')
    .option('--evidence <file>', 'writes all that the verdict rests on as one JSON file, and prints its SHA-256')
    .addOption(new Option('--mode <mode>', 'soft: a FAIL ends with 0').choices(['soft', 'hard']).default('hard'))
    .addOption(new Option('--format <format>', 'what is printed (default: text)').choices(GATE_FORMATS))
    .option(
      '--self-test',
      'judges made-up runs instead: shows that every rule can fail, and how often equal runs are called worse',
    )
    .option('--json', 'the same as --format json')
    .option('--quiet', 'prints the gate line and the verdict alone, after whatever speaks against them')
    .addHelpText('after', GATE_HELP)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll gate latest', 'the verdict of the newest run, recomputed'],
          [
            'plimsoll gate latest --release --evidence evidence.json',
            'may this build be released, and on what grounds?',
          ],
          ['plimsoll gate new --release --baseline old', 'and is it no worse than the last one?'],
          ['plimsoll gate nightly --policy gate.json --format junit', 'by your own thresholds, for a CI server'],
          ['plimsoll gate --self-test', 'can this gate fail, and how often does it cry wolf?'],
          ['plimsoll gate nightly --waivers waivers.json --now 2026-12-31', 'with waivers, as they stood on that day'],
        ],
        GATING_EXIT_CODES,
      ),
    )
    .action(async (run: string | undefined, { selfTest, ...options }: TypedGateOptions) => {
      if (selfTest === true) {
        if (run !== undefined) throw new Failure('usage', `--self-test judges runs of its own, not ${run}`, ONE_OF_TWO);
        const { selfTestCommand } = await import('../commands/self-test-command.ts');
        settle(await selfTestCommand(host, { json: options.json === true || options.format === 'json' }));
        return;
      }
      if (run === undefined) throw new Failure('usage', "missing required argument 'run'", GATE_HINT);
      const { gateCommand } = await import('../commands/gate-command.ts');
      settle(await gateCommand(host, run, { ...options, entries }));
    });
}

type TypedGateOptions = Omit<GateOptions, 'entries'> & { readonly selfTest?: boolean };

const ONE_OF_TWO = { hint: 'leave one of the two out' };
const GATE_HINT = { hint: '`plimsoll gate --help` explains the command' };

function addReport(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'report')
    .description(
      'Shows a run again from its artifacts alone: trend, tuning, final parameters, verdict. Of two runs, what differs: KPIs with the interval of the difference, parameters, configuration.',
    )
    .summary('shows a run again, or two side by side')
    .addArgument(new Argument('<run>', RUN_ARGUMENT))
    .addArgument(new Argument('[other]', 'a second run, to be compared with the first'));
  const entries = addSettingFlags(command, host.argv, { names: ['out'], takesSet: false });
  command
    .option('--waivers <file>', 'shows the verdict with waivers, as for plimsoll gate')
    .option('--now <day>', 'the day that waivers are held against (default: today, UTC)')
    .option('--html', 'writes one HTML file with everything in it, which needs no network')
    .option(
      '--file <file>',
      "where the HTML goes (default: report.html in the run's folder; of two runs, comparison.html here)",
    )
    .option('--json', 'prints one JSON document')
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll report latest', 'the newest run'],
          ['plimsoll report latest --html --file run.html', 'the same as a page, to look at or to send'],
          ['plimsoll report nightly latest', 'what differs between two runs'],
          ['plimsoll report latest --json', 'the same for a program'],
        ],
        READING_EXIT_CODES,
      ),
    )
    .action(async (run: string, other: string | undefined, options: TypedReportOptions) => {
      const { json = false, html = false } = options;
      const all = { ...options, json, html, entries };
      if (other !== undefined) {
        const { compareCommand } = await import('../commands/compare-command.ts');
        settle(await compareCommand(host, run, other, all));
        return;
      }
      const { reportCommand } = await import('../commands/report-command.ts');
      settle(await reportCommand(host, run, all));
    });
}

type TypedReportOptions = WaiverOptions & {
  readonly json?: boolean;
  readonly html?: boolean;
  readonly file?: string;
};

function addVerify(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'verify')
    .description(
      'Checks that a run is what it says it is: the chain of hashes of its journal and the hash of every file, that each iteration ran with what was granted before it, that tuner and guards decide the same again, that the money adds up, and that verdict, tuning documents and trend come out the same again. Changes nothing. A run that is at work or was cut off is verified as far as it goes.',
    )
    .summary('checks that a run is what it says it is')
    .addArgument(new Argument('<run>', RUN_ARGUMENT));
  const entries = addSettingFlags(command, host.argv, { names: ['out'], takesSet: false });
  command
    .option(
      '--strict',
      'also asks that the run is all there and its full-apply ratio at least 95 %, and ends with 6 where not',
    )
    .option('--json', 'prints one JSON document')
    .addHelpText(
      'after',
      [
        '',
        'The full-apply ratio: of the iterations that followed a granted change, the share that ran with exactly what was granted.',
        'What the guards trimmed or refused has its reason and does not count against it; it is printed beside.',
      ].join('\n'),
    )
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll verify latest', 'may this run be believed?'],
          ['plimsoll verify nightly --strict', 'is it all there, too?'],
        ],
        READING_EXIT_CODES,
      ),
    )
    .action(async (run: string, options: { readonly strict?: boolean; readonly json?: boolean }) => {
      const { verifyCommand } = await import('../commands/verify-command.ts');
      settle(verifyCommand(host, run, { strict: options.strict === true, json: options.json === true, entries }));
    });
}

function addWatch(program: Command, host: Host, settle: Settle): void {
  subcommand(program, host, 'watch')
    .description(
      'Shows a soak that another process runs, as that shows it, from the folder of the run alone: at work, killed and resumed, or over. Leaves with q or Ctrl-C, which the run does not notice; where the run ends, its last screen stays. In a pipe it prints one line for each iteration.',
    )
    .summary('watches a soak at work')
    .addArgument(new Argument('<run>', RUN_ARGUMENT))
    .option('--dir <dir>', 'the folder that holds runs/ (default: as configured, artifacts/soak)')
    .option('--verdict', 'ends with the exit code of the run, where that ended before the watcher left')
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll watch latest', 'the newest run'],
          ['plimsoll watch nightly --verdict && deploy', 'waits for the end of a run, and goes on where it passed'],
        ],
        [...GATING_EXIT_CODES, EXIT_CODES.interrupted],
      ),
    )
    .action(async (run: string, options: WatchOptions) => {
      const { watchCommand } = await import('../commands/watch-command.ts');
      settle(await watchCommand(host, run, options));
    });
}

function addSnapshot(program: Command, host: Host, settle: Settle): void {
  const command = subcommand(program, host, 'snapshot')
    .description(
      'Writes PRODUCTION_SNAPSHOT.json: the parameters that the last judged iteration ran with, the verdict, and the hash of its evidence. Refuses a run that did not pass (PASS or WARN) or in which `plimsoll verify` finds fault. A soak writes it by itself at its end where it passed the release gate and judged iterations ran frozen.',
    )
    .summary('freezes the parameters of a run that passed')
    .addArgument(new Argument('<run>', RUN_ARGUMENT));
  const entries = addSettingFlags(command, host.argv, { names: ['out'], takesSet: false });
  command
    .option('--file <file>', "where to write it (default: PRODUCTION_SNAPSHOT.json in the run's folder)")
    .option('--policy <file>', 'judges by a gate file (default: the release gate)')
    .option('--waivers <file>', 'lets rules fail for a while, as for plimsoll gate')
    .option('--now <day>', 'the day that waivers are held against (default: today, UTC)')
    .option('--json', 'prints one JSON document')
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll snapshot latest', 'into the folder of the newest run'],
          ['plimsoll snapshot nightly --file production.json', 'to a place of your own'],
        ],
        GATING_EXIT_CODES,
      ),
    )
    .action(async (run: string, options: Omit<SnapshotOptions, 'entries'>) => {
      const { snapshotCommand } = await import('../commands/snapshot-command.ts');
      settle(await snapshotCommand(host, run, { ...options, entries }));
    });
}
