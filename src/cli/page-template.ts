// The built pages, as `npm run build` leaves them in `dist`; this file lies as deep in the source as it does there, so one path serves both.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure } from '../std/failure.ts';
import type { PageName } from './host.ts';

export function pageTemplate(name: PageName): string {
  const path = fileURLToPath(new URL(`../../dist/page/${name}.html`, import.meta.url));
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure('usage', `The page ${path} cannot be read.`, { hint: '`npm run build` builds it', cause });
  }
}
