// Allows a built page its own script and style, by their hashes, and nothing else: whatever came into the page with the data could not run. A page
// that is served may also ask its own server; one that is a file asks nobody.

import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Where the page says what it needs: `<meta name="content-needs" content="own-server">`, or nothing. */
const NEEDS = /<meta name="content-needs" content="([a-z-]*)"\s*\/?>/u;

export function contentPolicy(): Plugin {
  return {
    name: 'content-policy',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset' && file.fileName.endsWith('.html')) file.source = withPolicy(String(file.source));
        }
      },
    },
  };
}

function withPolicy(html: string): string {
  const needs = NEEDS.exec(html);
  if (needs === null) throw new Error('the page does not say what it needs');
  const policy = [
    "default-src 'none'",
    `script-src ${hashes(html, /<script type="module"[^>]*>([\s\S]*?)<\/script>/gu)}`,
    `style-src ${hashes(html, /<style[^>]*>([\s\S]*?)<\/style>/gu)}`,
    'img-src data:',
    ...(needs[1] === 'own-server' ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html.replace(NEEDS, () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />`);
}

function hashes(html: string, elements: RegExp): string {
  const found = [...html.matchAll(elements)].map(([, content = '']) => content);
  if (found.length === 0) throw new Error(`the page has no ${elements.source}`);
  return found.map((content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`).join(' ');
}
