// Texts of users and files may be of any length, and a page may not: whatever is longer than a screen is cut, and says so.

const MOST_CHARACTERS = 2000;

/** The same JSON value with every text in it, keys aside, at most so long. */
export function boundedTexts<T>(value: T): T;
export function boundedTexts(value: unknown): unknown {
  if (typeof value === 'string') return boundedText(value);
  if (Array.isArray(value)) return value.map((item) => boundedTexts<unknown>(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, boundedTexts<unknown>(item)]));
}

function boundedText(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  // Half of a surrogate pair is no character.
  const kept = text.slice(0, MOST_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept} … (cut here: ${text.length} characters)`;
}
