// Half a surrogate pair has no UTF-8 form: encoders put U+FFFD in its place, and two different texts would share their bytes and hash.

// The `u` flag makes whole pairs one character, so that only a half can match.
const LONE_SURROGATE = /\p{Surrogate}/u;

export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}
