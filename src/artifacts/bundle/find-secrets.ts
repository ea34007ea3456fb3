// Credentials in text, by the shapes in which they are issued, and by names that say what they hold. Tells where, and never what: a finding may
// be printed anywhere. It cannot see what is encrypted, encoded or split.

export interface SecretFinding {
  /** From 1. */
  readonly line: number;
  /** What it looks like. */
  readonly what: string;
}

export function findSecrets(text: string): readonly SecretFinding[] {
  const found = [
    ...SHAPES.flatMap(({ what, shape }) => [...text.matchAll(shape)].map(({ index }) => ({ index, what }))),
    ...[...text.matchAll(NAMED)].flatMap((match) => {
      const [whole, name = '', value = ''] = match;
      if (!holdsSecret(name, value)) return [];
      return [{ index: match.index + whole.lastIndexOf(value), what: `a credential named ${name}` }];
    }),
  ];
  const lines = found.map(({ index, what }) => ({ line: text.slice(0, index).split('\n').length, what }));
  // A value may fit several shapes; a line is told once for each name of them.
  const distinct = new Map(lines.map((one) => [`${one.line} ${one.what}`, one]));
  return [...distinct.values()].toSorted((one, other) => one.line - other.line);
}

const SHAPES: readonly { readonly what: string; readonly shape: RegExp }[] = [
  { what: 'a private key', shape: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/gu },
  { what: 'a private key', shape: /PuTTY-User-Key-File-\d/gu },
  { what: 'an AWS access key', shape: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/gu },
  { what: 'a Google API key', shape: /\bAIza[\w-]{35}(?![\w-])/gu },
  { what: 'a Google OAuth token', shape: /\bya29\.[\w-]{20,}/gu },
  { what: 'a GitHub token', shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/gu },
  { what: 'a GitLab token', shape: /\bglpat-[\w-]{20,}/gu },
  { what: 'an npm token', shape: /\bnpm_[A-Za-z0-9]{36}\b/gu },
  { what: 'a Slack token', shape: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}/gu },
  { what: 'a Stripe key', shape: /\b[rs]k_live_[A-Za-z0-9]{16,}/gu },
  { what: 'an API key that begins with sk-', shape: /\bsk-(?:[a-z]+-)*[A-Za-z0-9_]{24,}/gu },
  { what: 'a Telegram bot token', shape: /\b\d{8,10}:AA[\w-]{33}(?![\w-])/gu },
  { what: 'a JSON web token', shape: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/gu },
  {
    what: 'a webhook address',
    shape:
      /https:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)\/|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/|[\w-]+\.webhook\.office\.com\/|events\.pagerduty\.com\/integration\/|hooks\.zapier\.com\/|maker\.ifttt\.com\/trigger\/)\w/gu,
  },
  { what: 'an address with a password', shape: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'<>]*:[^\s/:@"'<>]{3,}@[\w[]/gu },
  // Binance and its kin issue 64 letters and digits, mixed; a SHA-256 in hex has one case.
  {
    what: 'an exchange API key',
    shape:
      /(?<![A-Za-z0-9+/])(?=[A-Za-z0-9]*[A-Z])(?=[A-Za-z0-9]*[a-z])(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{64}(?![A-Za-z0-9+/])/gu,
  },
  // Kraken, Coinbase and others issue 64 bytes in base64.
  { what: 'an exchange API secret', shape: /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==/gu },
];

/** `"api_secret": "..."`, `--api-key=...`, `token: ...`, and arguments of a list that stand on lines of their own. */
const NAMED =
  /((?:[\w.-]{0,40}[_.-])?(?:secret|token|passw(?:or)?d|passphrase|api[_-]?key|apikey|access[_-]?key|private[_-]?key|credentials?|authorization|bearer)(?:[_-](?:key|id|value|access|v\d))?)["']?[\s,:=]{1,40}["']?(?:bearer\s+|basic\s+)?([A-Za-z0-9+/_=~-]{8,200})(?![\w(.[])/giu;

/** A hash of a secret, a name of a variable or a word is none; something that a generator made is. */
function holdsSecret(name: string, value: string): boolean {
  if (/(?:sha256|hash|digest)$/iu.test(name)) return false;
  const isPassword = /passw|passphrase/iu.test(name);
  const isMixed = /[A-Za-z]/u.test(value) && /\d/u.test(value);
  return isMixed && (isPassword || (value.length >= 16 && entropyBits(value) >= MIN_ENTROPY_BITS));
}

/** Random hex has nearly 4 bits for each character, random base64 up to 6; a repeated word has less than this. */
const MIN_ENTROPY_BITS = 3;

/** Shannon entropy of a text's characters, in bits for each. */
function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}
