// An alert as the services that people read want it: Plimsoll's own JSON, or the body of a Slack or Discord webhook or of Telegram's sendMessage,
// each within the longest text that its service takes. Markup that a text holds is shown, never obeyed, and mentions nobody.

import { canonicalJson } from '../json/canonical.ts';
import type { Settings } from '../config/settings.ts';
import type { Alert } from './alert.ts';

export type AlertShape = Exclude<Settings['alert_shape'], 'auto'>;

/** Characters. Slack: a block's text (Block Kit); Discord: `content` of a webhook; Telegram: `text` of sendMessage. */
export const LONGEST_TEXT = { slack: 3000, discord: 2000, telegram: 4096 } as const;

const MARKS = { info: '\u2139\uFE0F', warning: '\u26A0\uFE0F', critical: '\u{1F6A8}' } as const;

const HOSTS: readonly (readonly [RegExp, AlertShape])[] = [
  [/(?:^|\.)slack\.com$/u, 'slack'],
  [/(?:^|\.)discord(?:app)?\.com$/u, 'discord'],
  [/^api\.telegram\.org$/u, 'telegram'],
];

/** What `auto` means for this host: Plimsoll's own JSON where nobody else is known there. */
export function shapeForHost(hostname: string): AlertShape {
  return HOSTS.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'json';
}

/** The body to post. `chat`: whom Telegram sends it to. */
export function shapeAlert(alert: Alert, shape: AlertShape, chat: string): string {
  switch (shape) {
    case 'json':
      return canonicalJson(alert);
    case 'slack': {
      const text = cut(messageOf(alert), LONGEST_TEXT.slack, slackEscaped);
      return JSON.stringify({ text });
    }
    case 'discord': {
      const content = cut(messageOf(alert), LONGEST_TEXT.discord, discordEscaped);
      return JSON.stringify({ content, allowed_mentions: { parse: [] } });
    }
    case 'telegram': {
      // Without a parse mode Telegram takes the text as it stands.
      const text = cut(messageOf(alert), LONGEST_TEXT.telegram, (plain) => plain);
      return JSON.stringify({ chat_id: chat, text, link_preview_options: { is_disabled: true } });
    }
    default:
      return shape satisfies never;
  }
}

function messageOf({ severity, title, text, run, iteration, held_back: heldBack, test }: Alert): string {
  const market = run.market === undefined ? '' : ` ${run.market}`;
  const where = iteration === undefined ? '' : `, iteration ${iteration}/${run.iterations}`;
  return [
    `${MARKS[severity]} ${severity}: ${title}${test === true ? ' (a test: nothing happened)' : ''}`,
    `${run.run_id} (${run.target}${market}, ${run.profile}, seed ${run.seed}${where})`,
    text,
    ...(heldBack === 0 ? [] : [`${heldBack} more of this event were held back`]),
  ].join('\n');
}

/** As much of the text as fits once escaped: an escape is never cut in two, nor a pair of surrogates. */
function cut(text: string, longest: number, escaped: (plain: string) => string): string {
  const whole = escaped(text);
  if (whole.length <= longest) return whole;
  let kept = '';
  for (const character of text) {
    const next = escaped(character);
    if (kept.length + next.length > longest - 1) break;
    kept += next;
  }
  return `${kept}\u2026`;
}

/** https://docs.slack.dev/messaging/formatting-message-text: these three characters are control characters, and no others. */
function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Discord's Markdown: a backslash before whatever could begin any. */
function discordEscaped(text: string): string {
  return text.replaceAll(/[\\*_~`|>#[\]]/gu, String.raw`\$&`);
}
