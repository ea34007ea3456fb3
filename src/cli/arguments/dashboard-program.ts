// The arguments and help of `plimsoll dashboard`.

import type { Command } from 'commander';
import type { DashboardOptions } from '../commands/dashboard-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';

const WHO_MAY_READ = `
It listens on this machine alone unless --host says otherwise, answers to its own address and to names given with --allow-host, gives nothing to pages
of another origin, asks nobody for a password, and never writes. To let others look, put a proxy with a password in front of it.
Metrics for Prometheus are at /metrics: of the runs at work, or, where none is, of the newest. ops/ in the repository has alert rules and a Grafana
dashboard for them.`;

export function addDashboard(program: Command, host: Host, settle: Settle): void {
  subcommand(program, host, 'dashboard')
    .description(
      'Shows every run of a folder in a browser: the list with verdicts, each run as it fills in, the guard decisions of all runs, history, comparison. Goes on until Ctrl-C, and follows runs that are started, killed, resumed or rotated away meanwhile.',
    )
    .summary('shows all runs in a browser, live, and serves metrics')
    .option('--dir <dir>', 'the folder that holds runs/ (default: as configured, artifacts/soak)')
    .option('--port <port>', 'where to listen; 0 takes any free port', '8177')
    .option('--host <address>', 'the address to listen at; 0.0.0.0 is every one of this machine', '127.0.0.1')
    .option('--allow-host <name...>', 'a further name by which it may be asked, such as that of a proxy')
    .addHelpText('after', WHO_MAY_READ)
    .addHelpText(
      'after',
      helpText(
        [
          ['plimsoll dashboard', 'then open http://127.0.0.1:8177/'],
          ['plimsoll dashboard --dir nightly/soak --port 0', 'another folder, any free port'],
          ['plimsoll dashboard --host 0.0.0.0 --allow-host soak.lan', 'for the whole network, by that name'],
        ],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage],
      ),
    )
    .action(async (options: DashboardOptions) => {
      const { dashboardCommand } = await import('../commands/dashboard-command.ts');
      settle(await dashboardCommand(host, options));
    });
}
