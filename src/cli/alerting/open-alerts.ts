// Alerts of one run: takes the events that the runner tells, and hands to the postman what is wanted. Nothing here is waited for while the run
// is at work, and nothing that fails here ends it; what was lost is told at the end.

import { QuietTime } from '../../alerts/quiet-time.ts';
import { RunAlerts } from '../../alerts/run-alerts.ts';
import type { Occurrence } from '../../alerts/run-alerts.ts';
import { shapeAlert } from '../../alerts/shape-alert.ts';
import type { Alert } from '../../alerts/alert.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import type { SoakEvent } from '../../soak/soak-host.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import { alertAddress, heartbeatAddress } from './alert-addresses.ts';
import type { AlertAddress } from './alert-addresses.ts';
import { heartbeat } from './heartbeat.ts';
import { Postman } from './postman.ts';

export interface RunAlerting {
  note(event: SoakEvent): void;
  /** A limit of the disk came into sight or was reached. */
  disk(sentence: string): void;
  /** The run threw. */
  brokeOff(error: unknown): void;
  /** Lets the last alerts go, for a few seconds at most, and tells on stderr what was lost. */
  close(): Promise<void>;
}

/** How long the end of a run waits for its alerts: a service that is well answers within one. */
const GRACE_MS = 3000;

/** Throws `Failure('usage')` where an address is wrong. */
export function openAlerts(host: Host, configuration: Configuration): RunAlerting {
  const address = alertAddress(configuration);
  const beat = heartbeatAddress(configuration);
  const alerting = address === undefined ? undefined : new Alerting(host, address, configuration.settings);
  const stop = new AbortController();
  const everyMs = configuration.settings.heartbeat_every * 1000;
  const beating = beat === undefined ? undefined : heartbeat(host, beat.url, everyMs, stop.signal);
  return {
    note: (event) => alerting?.note(event),
    disk: (sentence) => alerting?.disk(sentence),
    brokeOff: (error) => alerting?.brokeOff(error),
    async close() {
      stop.abort();
      const beaten = await beating;
      if (beat !== undefined && beaten !== undefined && beaten.missed > 0) {
        const { missed, beats, problem } = beaten;
        host.stderr.write(`warning: ${missed} of ${beats} heartbeats did not reach ${beat.shown}: ${problem ?? ''}\n`);
      }
      await alerting?.close();
    },
  };
}

class Alerting {
  readonly #host: Host;
  readonly #address: AlertAddress;
  readonly #wanted: readonly string[];
  readonly #quiet: QuietTime;
  readonly #alerts = new RunAlerts();
  readonly #postman: Postman;

  constructor(host: Host, address: AlertAddress, settings: Configuration['settings']) {
    this.#host = host;
    this.#address = address;
    this.#wanted = settings.alert_events.split(',');
    this.#quiet = new QuietTime(settings.alert_quiet * 1000);
    this.#postman = new Postman(host, address.url);
  }

  note(event: SoakEvent): void {
    const nowMs = this.#host.wallClockMs();
    for (const alert of this.#quiet.due(nowMs)) this.#post(alert);
    const occurred = this.#alerts.note(event, new Date(nowMs).toISOString());
    // Behind the end of a run nothing is waited for: what is held back still goes before it.
    if (event.kind === 'run_ended') for (const alert of this.#quiet.flush(nowMs)) this.#post(alert);
    this.#offer(occurred, nowMs);
  }

  disk(sentence: string): void {
    const nowMs = this.#host.wallClockMs();
    this.#offer(this.#alerts.disk(sentence, new Date(nowMs).toISOString()), nowMs);
  }

  brokeOff(error: unknown): void {
    const nowMs = this.#host.wallClockMs();
    const text = error instanceof Error ? error.message : String(error);
    const isDisk = error instanceof Failure && error.code === 'disk';
    this.#offer(this.#alerts.brokeOff(text, isDisk, new Date(nowMs).toISOString()), nowMs);
  }

  async close(): Promise<void> {
    for (const alert of this.#quiet.flush(this.#host.wallClockMs())) this.#post(alert);
    const { sent, lost, problem } = await this.#postman.close(GRACE_MS);
    if (lost === 0) return;
    this.#host.stderr.write(
      `warning: ${lost} of ${sent + lost} alerts did not reach ${this.#address.shown}: ${problem ?? ''}\n`,
    );
  }

  #offer(occurred: readonly Occurrence[], nowMs: number): void {
    for (const { events, alert } of occurred) {
      const event = events.find((one) => this.#wanted.includes(one));
      if (event === undefined) continue;
      for (const one of this.#quiet.offer({ ...alert, event }, nowMs)) this.#post(one);
    }
  }

  #post(alert: Alert): void {
    this.#postman.post(shapeAlert(alert, this.#address.shape, this.#address.chat));
  }
}
