import { describe, expect, test } from 'vitest';
import { findSecrets } from './find-secrets.ts';

// Put together here, so that no scanner takes this file for a leak.
const MIXED = 'aB3dE6gH9kL2nP5rS8uV1xY4';
const BINANCE = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';

function joined(...parts: readonly string[]): string {
  return parts.join('');
}

describe('findSecrets', () => {
  test.each([
    ['a private key', joined('-----BEGIN OPENSSH ', 'PRIVATE', ' KEY-----')],
    ['a private key', joined('"-----BEGIN RSA ', 'PRIVATE', ' KEY-----\\nMIIE"')],
    ['an AWS access key', joined('AKIA', 'IOSFODNN7EXAMPLE')],
    ['a Google API key', joined('AIza', 'SyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY')],
    ['a GitHub token', joined('ghp_', 'abcdefghijklmnopqrstuvwxyz0123456789')],
    ['a Slack token', joined('xoxb-', '123456789012-abcdefghijkl')],
    ['a Telegram bot token', joined('123456789:AA', 'Ha1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6')],
    ['a webhook address', joined('https://hooks.slack.com/services/', 'T000/B000/XXXX')],
    ['a webhook address', joined('https://discord.com/api/webhooks/', '123/abc')],
    ['an address with a password', joined('redis://user:', 'hunter22', '@localhost:6379')],
    ['an exchange API key', BINANCE],
    ['an exchange API secret', `${'aB3/'.repeat(21)}aB==`],
    ['a credential named api_key', `"api_key": "${MIXED}"`],
    ['a credential named --api-secret', `--api-secret=${MIXED}`],
    ['a credential named exchange_token', `exchange_token: ${MIXED}`],
    ['a credential named --api-key', `"--api-key",\n      "${MIXED}"`],
    ['a credential named password', '"password": "hunter22"'],
  ])('sees %s', (what, text) => {
    expect(findSecrets(text).map((one) => one.what)).toContain(what);
  });

  test('tells the line of the value and never the value', () => {
    const found = findSecrets(`{\n  "a": 1,\n  "secret": "${MIXED}"\n}\n`);
    expect(found).toEqual([{ line: 3, what: 'a credential named secret' }]);
    expect(JSON.stringify(found)).not.toContain(MIXED);
  });

  test('tells a line once for each kind', () => {
    expect(findSecrets(`${BINANCE} ${BINANCE}`)).toHaveLength(1);
  });

  test.each([
    ['a SHA-256', '"token_sha256": "14ae176958a5e55ed7bb3a90db413f3bc9d5a191f20c302a85015994a982c408"'],
    ['a hash by any name', '"claim_sha256": "14ae176958a5e55ed7bb3a90db413f3bc9d5a191f20c302a85015994a982c408"'],
    ['a word', '"password": "prompted"'],
    ['a variable', 'api_key = process.env.EXCHANGE_API_KEY_NUMBER_1'],
    ['a token bucket', '"token_bucket_capacity_per_minute": 260'],
    ['an address', 'https://example.org/a:b@c'],
    ['a repeated letter', '"secret": "aaaaaaaaaaaaaaaa1"'],
    ['an alphabet', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/='],
  ])('lets %s be', (_, text) => {
    expect(findSecrets(text)).toEqual([]);
  });
});
