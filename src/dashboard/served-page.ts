// The built page as it is served. The build wrote into it which script and style it may run, each by its hash, and that it may ask its own server
// and nobody else; the same goes out as a header, with what a page cannot say of itself.

import { assert } from '../std/assert.ts';

export interface ServedPage {
  readonly html: string;
  /** For the header `Content-Security-Policy`. */
  readonly policy: string;
}

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/u;

export function servedPage(html: string): ServedPage {
  const [, policy] = POLICY.exec(html) ?? [];
  assert(policy !== undefined, 'the built page says what it may do');
  return { html, policy: `${policy}; frame-ancestors 'none'` };
}
