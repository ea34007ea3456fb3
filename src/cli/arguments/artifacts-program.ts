// The arguments and help of `plimsoll artifacts` and its commands.

import type { Command } from 'commander';
import type { ApplyOptions, PlanOptions, RotationOptions } from '../commands/artifacts-command.ts';
import type { Host } from '../host.ts';
import { subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';

/** They are those of the tool that rotated before, whose users' scripts read them. */
const EXIT_CODES_OF_ROTATION = [
  'Exit codes, other than those of the rest of the program:',
  '    0  done',
  '    1  an error, or a step of the plan that was refused',
  '    2  over budget, and nothing more may go',
].join('\n');

const RULES = `
What stays: a run that is at work, the last that passed, the last that failed, runs with a production snapshot, baselines and pinned runs (named in
the policy, or with a file BASELINE or PINNED in their folder), and whatever Plimsoll did not write; of these no byte is touched. Then the newest
runs and the young ones, whichever rule keeps them, with the files of their newest iterations; what is older is compressed. Where the folder is over
its budget, or leaves the disk less than is to stay free, the oldest of these go as well.
A policy file is JSON with any of: keep_iterations (100), keep_runs (100), keep_days (30), keep_last_pass, keep_last_fail, keep_snapshots (true),
baselines, pinned (ids of runs), compress_after_days (7), budget_bytes (900000000), keep_free_bytes (16000000). Without --policy that is
rotation/policy.json in the folder, where it is there.`;

export function addArtifacts(program: Command, host: Host, settle: Settle): void {
  const artifacts = subcommand(program, host, 'artifacts')
    .description(
      'Keeps the folder of all runs under a budget: says what lies there, plans what goes, applies the plan.',
    )
    .summary('keeps the folder of all runs under a budget');

  common(subcommand(artifacts, host, 'status'), [
    ['plimsoll artifacts status', 'how much lies there, and how much may'],
  ])
    .description('Says how much lies there and how much may, and changes nothing.')
    .action(async (options: RotationOptions) => {
      const { artifactsStatus } = await import('../commands/artifacts-command.ts');
      settle(artifactsStatus(host, options));
    });

  common(subcommand(artifacts, host, 'plan'), [
    ['plimsoll artifacts plan', 'what would stay and what would go, each with its reason'],
    ['plimsoll artifacts plan --budget 500MB --now 2026-12-31', 'by another budget, as of another day'],
  ])
    .description(
      'Writes a plan of what stays, what goes and what is compressed, each with its reason, and changes nothing else.',
    )
    .option('--plan <file>', 'where to write it (default: rotation/ROTATION_PLAN.json in the folder)')
    .action(async (options: PlanOptions) => {
      const { artifactsPlan } = await import('../commands/artifacts-command.ts');
      settle(artifactsPlan(host, options));
    });

  subcommand(artifacts, host, 'apply')
    .description(
      'Does what a plan lists and nothing else. Path, inode, size and hash of each file are checked again; a step for which one does not fit is refused, and the others go on.',
    )
    .option('--dir <dir>', 'the folder that holds runs/ (default: as configured, artifacts/soak)')
    .option('--plan <file>', 'the plan (default: rotation/ROTATION_PLAN.json in the folder)')
    .option('--now <time>', 'the time that ages are held against (default: now)')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', help([['plimsoll artifacts apply', 'the plan made last']]))
    .action(async (options: ApplyOptions) => {
      const { artifactsApply } = await import('../commands/artifacts-command.ts');
      settle(artifactsApply(host, options));
    });
}

function common(command: Command, examples: readonly (readonly [string, string])[]): Command {
  return command
    .option('--dir <dir>', 'the folder that holds runs/ (default: as configured, artifacts/soak)')
    .option('--policy <file>', 'a rotation policy, see below')
    .option('--budget <size>', 'what the folder may hold, such as 900MB')
    .option('--keep-free <size>', 'what stays free on its disk, such as 1GB')
    .option('--now <time>', 'the time that ages are held against (default: now)')
    .option('--json', 'prints one JSON document')
    .addHelpText('after', RULES)
    .addHelpText('after', help(examples));
}

function help(examples: readonly (readonly [string, string])[]): string {
  const widest = Math.max(...examples.map(([typed]) => typed.length));
  const lines = examples.map(([typed, meaning]) => `  ${typed.padEnd(widest)}  ${meaning}`);
  return ['', 'Examples:', ...lines, '', EXIT_CODES_OF_ROTATION].join('\n');
}
