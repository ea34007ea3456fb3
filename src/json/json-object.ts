// A JSON object, as opposed to a list or a plain value.

import type { JsonValue } from './json-value.ts';

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
