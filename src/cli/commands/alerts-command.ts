// `plimsoll alerts`: sends one alert of each event to where a soak would send it, or prints the JSON Schema of their body.

import { alertSchema } from '../../alerts/alert.ts';
import { sampleAlerts } from '../../alerts/sample-alerts.ts';
import { shapeAlert } from '../../alerts/shape-alert.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { Failure } from '../../std/failure.ts';
import { alertAddress, heartbeatAddress } from '../alerting/alert-addresses.ts';
import { ask } from '../alerting/postman.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host, HttpRequest } from '../host.ts';
import { listenForStop } from '../running/listen-for-stop.ts';
import { readConfiguration } from '../running/read-configuration.ts';
import { styleFor } from '../terminal/style.ts';

/** Between two messages: chat services take a few a second. */
const PAUSE_MS = 500;

export async function alertsTest(host: Host): Promise<ExitCode> {
  const configuration = readConfiguration(host, []);
  const address = alertAddress(configuration);
  const beat = heartbeatAddress(configuration);
  if (address === undefined && beat === undefined) {
    throw new Failure('usage', 'there is nobody to alert', {
      hint: 'set PLIMSOLL_ALERT_URL, PLIMSOLL_HEARTBEAT_URL or both, or write alert_url and heartbeat_url into plimsoll.config.json',
    });
  }
  const stop = listenForStop(host, () => undefined);
  const wanted = configuration.settings.alert_events.split(',');
  let isWell = true;
  const send = async (label: string, request: HttpRequest): Promise<void> => {
    const startedMs = host.wallClockMs();
    const attempted = await ask(host, request, stop.signal);
    const tookMs = host.wallClockMs() - startedMs;
    isWell &&= attempted.kind === 'taken';
    const style = styleFor(host.stdout, host);
    const told =
      attempted.kind === 'taken'
        ? `${style.green('delivered')}: it answered ${attempted.status} after ${tookMs} ms`
        : `${style.red('not delivered')}: ${attempted.problem}`;
    host.stdout.write(`  ${label.padEnd(9)}  ${told}\n`);
  };
  try {
    if (address !== undefined) {
      host.stdout.write(`alerts to ${address.shown}, written for ${address.shape}\n`);
      for (const alert of sampleAlerts(new Date(host.wallClockMs()).toISOString())) {
        if (stop.signal.aborted) return EXIT_CODES.interrupted;
        if (!wanted.includes(alert.event)) {
          host.stdout.write(`  ${alert.event.padEnd(9)}  off: not among alert_events\n`);
          continue;
        }
        const body = shapeAlert(alert, address.shape, address.chat);
        await send(alert.event, { url: address.url, method: 'POST', body });
        await host.sleep(PAUSE_MS, stop.signal);
      }
    }
    if (beat !== undefined) {
      host.stdout.write(`heartbeat to ${beat.shown}\n`);
      await send('heartbeat', { url: beat.url, method: 'GET' });
    }
  } finally {
    stop.release();
  }
  return isWell ? EXIT_CODES.ok : EXIT_CODES.usage;
}

export function alertsSchema(host: Host): ExitCode {
  host.stdout.write(canonicalDocument(alertSchema()));
  return EXIT_CODES.ok;
}
