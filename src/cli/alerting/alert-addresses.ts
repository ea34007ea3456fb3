// Where alerts and heartbeats go, read from the settings. An address may carry a token, so that no message prints more of it than its host.

import { shapeForHost } from '../../alerts/shape-alert.ts';
import type { AlertShape } from '../../alerts/shape-alert.ts';
import type { Configuration } from '../../config/resolve-configuration.ts';
import { Failure } from '../../std/failure.ts';

export interface AlertAddress {
  readonly url: string;
  readonly shape: AlertShape;
  /** Whom Telegram sends it to; empty elsewhere. */
  readonly chat: string;
  /** `https://hooks.slack.com`: what may be printed. */
  readonly shown: string;
}

/** `undefined` where none is configured. Throws `Failure('usage')` where it is no address, or Telegram's names no chat. */
export function alertAddress({ settings, provenance }: Configuration): AlertAddress | undefined {
  const { alert_url: text, alert_shape: wanted } = settings;
  if (text === undefined) return undefined;
  const source = provenance.settings.alert_url.candidates[0]?.place ?? 'alert_url';
  const url = webAddress(text, source, 'alert_url');
  const shape = wanted === 'auto' ? shapeForHost(url.hostname) : wanted;
  if (shape !== 'telegram') return { url: url.href, shape, chat: '', shown: url.origin };
  const chat = url.searchParams.get('chat_id') ?? '';
  if (chat === '') {
    throw wrong(source, 'alert_url names no chat', 'write https://api.telegram.org/botTOKEN/sendMessage?chat_id=CHAT');
  }
  url.search = '';
  return { url: url.href, shape, chat, shown: url.origin };
}

/** `undefined` where none is configured. Throws `Failure('usage')`. */
export function heartbeatAddress({ settings, provenance }: Configuration): { url: string; shown: string } | undefined {
  const { heartbeat_url: text } = settings;
  if (text === undefined) return undefined;
  const url = webAddress(
    text,
    provenance.settings.heartbeat_url.candidates[0]?.place ?? 'heartbeat_url',
    'heartbeat_url',
  );
  return { url: url.href, shown: url.origin };
}

function webAddress(text: string, source: string, name: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw wrong(source, `${name} is no web address`, 'write https://... in full');
}

function wrong(source: string, message: string, hint: string): Failure {
  return new Failure('usage', 'the configuration has a problem', { problems: [{ source, message, hint }] });
}
