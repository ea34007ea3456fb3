import { describe, expect, it } from 'vitest';
import { assert } from '../std/assert.ts';
import type { Alert } from './alert.ts';
import { sampleAlerts } from './sample-alerts.ts';
import { LONGEST_TEXT, shapeAlert, shapeForHost } from './shape-alert.ts';

const [SAMPLE] = sampleAlerts('2026-01-01T00:00:00.000Z');
const HOSTILE = '<!channel> <@U1> & **bold** `code` @everyone \u{1F6A8}';

function body(
  shape: 'slack' | 'discord' | 'telegram',
  change: Partial<Alert> = {},
): { readonly [key: string]: unknown } {
  assert(SAMPLE !== undefined, 'there are samples');
  return JSON.parse(shapeAlert({ ...SAMPLE, ...change }, shape, '-100'));
}

const TEXT_FIELD = { slack: 'text', discord: 'content', telegram: 'text' } as const;

describe('an alert for a chat service', () => {
  it.each(['slack', 'discord', 'telegram'] as const)(
    'stays within the longest text of %s, whatever it holds',
    (shape) => {
      for (const text of [
        'x'.repeat(1_000_000),
        '<'.repeat(9000),
        '\u{1F6A8}'.repeat(9000),
        '*'.repeat(9000),
        HOSTILE,
      ]) {
        const told = String(body(shape, { text })[TEXT_FIELD[shape]]);
        expect(told.length).toBeLessThanOrEqual(LONGEST_TEXT[shape]);
        expect(told.length).toBeGreaterThan(Math.min(text.length, LONGEST_TEXT[shape] - 6));
        expect(() => encodeURIComponent(told)).not.toThrow();
        expect(told).not.toMatch(/&[a-z]{0,3}\u2026$|\\\u2026$/u);
      }
    },
  );

  it('says in words how bad it is, of which run, and what', () => {
    const { text } = body('slack');
    expect(text).toMatch(/critical: verdict FAIL, was PASS/u);
    expect(text).toContain('alerts-test (sim calm, steady_safe, seed 42, iteration 8/24)');
    expect(text).toContain('a test: nothing happened');
  });

  it('obeys no markup and mentions nobody', () => {
    expect(String(body('slack', { text: HOSTILE })['text'])).toContain('&lt;!channel&gt; &lt;@U1&gt; &amp; **bold**');
    const discord = body('discord', { text: HOSTILE });
    expect(discord['allowed_mentions']).toEqual({ parse: [] });
    expect(discord['content']).toContain(String.raw`\*\*bold\*\* \`code\``);
    expect(body('telegram', { text: HOSTILE })).not.toHaveProperty('parse_mode');
    expect(body('telegram')['chat_id']).toBe('-100');
  });

  it('is chosen by the host, and by no host that only looks like one', () => {
    expect(
      ['hooks.slack.com', 'discord.com', 'ptb.discord.com', 'discordapp.com', 'api.telegram.org'].map(shapeForHost),
    ).toEqual(['slack', 'discord', 'discord', 'discord', 'telegram']);
    expect(['example.com', 'notslack.com', 'slack.com.example.org', 'xapi.telegram.org'].map(shapeForHost)).toEqual(
      Array(4).fill('json'),
    );
  });
});
