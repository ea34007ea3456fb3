// The name of a parameter vector in every artifact: SHA-256 over its canonical form.

import type { Parameters } from '../config/parameters.ts';
import { hashJson } from '../json/hash.ts';

export function stateHash(parameters: Parameters): string {
  return hashJson(parameters);
}
