// One page as one file: the built page with the run's data in it. The data stand in a script element that no browser runs, written so that
// nothing in them can end that element or begin another.

import { assert } from '../../std/assert.ts';
import type { ComparisonPage, RunPage } from './run-page.ts';

/** What the built page holds where the data belong. */
export const DATA_MARK = '"plimsoll-data"';

/** `template`: the built page, which holds the mark once. */
export function reportHtml(template: string, page: RunPage | ComparisonPage): string {
  const [before, after, ...more] = template.split(DATA_MARK);
  assert(before !== undefined && after !== undefined && more.length === 0, 'the built page has one place for the data');
  return `${before}${scriptJson(page)}${after}`;
}

/** JSON that may stand in a script element: `<` could begin its end tag, and two line separators were no JavaScript once. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
