// The version of this build, as package.json says it; the compiled file lies as deep as the source, so one path serves both.

import { readFileSync } from 'node:fs';
import { assert } from '../std/assert.ts';

export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert(
    typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string',
    'package.json names no version',
  );
  return manifest.version;
}
