// The arguments and help of `plimsoll alerts` and its commands.

import type { Command } from 'commander';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { helpText, subcommand } from './command-kit.ts';
import type { Settle } from './command-kit.ts';

const SETTINGS_HELP = `
A soak alerts where alert_url is set, of whatever alert_events names, and pings heartbeat_url while it is at work. As they may carry
tokens, both are taken from the environment (PLIMSOLL_ALERT_URL, PLIMSOLL_HEARTBEAT_URL) or from plimsoll.config.json, never from
arguments, and no artifact or message holds them.`;

export function addAlerts(program: Command, host: Host, settle: Settle): void {
  const alerts = subcommand(program, host, 'alerts')
    .description('Alerts of a soak: tries the set-up out, and tells the form of what is sent.')
    .summary('tries out whom a soak alerts');

  subcommand(alerts, host, 'test')
    .description('Sends one alert of each event, marked as a test, and one heartbeat, to where a soak would send them.')
    .addHelpText('after', SETTINGS_HELP)
    .addHelpText(
      'after',
      helpText(
        [
          ['PLIMSOLL_ALERT_URL=https://hooks.slack.com/services/... plimsoll alerts test', 'a Slack channel'],
          ['PLIMSOLL_HEARTBEAT_URL=https://hc-ping.com/... plimsoll alerts test', 'a dead-man switch'],
        ],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage, EXIT_CODES.interrupted],
      ),
    )
    .action(async () => {
      const { alertsTest } = await import('../commands/alerts-command.ts');
      settle(await alertsTest(host));
    });

  subcommand(alerts, host, 'schema')
    .description('Prints the JSON Schema of the body that a webhook gets.')
    .addHelpText(
      'after',
      helpText(
        [['plimsoll alerts schema > alert.schema.json', 'for the receiving side']],
        [EXIT_CODES.ok, EXIT_CODES.bug, EXIT_CODES.usage],
      ),
    )
    .action(async () => {
      const { alertsSchema } = await import('../commands/alerts-command.ts');
      settle(alertsSchema(host));
    });
}
