// The data that `reportHtml` put into the page. They were written by the same version that built the page.

import { PAGE_FORMAT } from '../../src/report/page/run-page.ts';
import type { ComparisonPage, RunPage } from '../../src/report/page/run-page.ts';

export type Embedded =
  | { readonly kind: 'run'; readonly page: RunPage }
  | { readonly kind: 'comparison'; readonly page: ComparisonPage };

export function readEmbedded(document: Document): Embedded {
  const text = document.querySelector('#run-page')?.textContent;
  const value: unknown = JSON.parse(text ?? 'null');
  if (isComparison(value)) return { kind: 'comparison', page: value };
  if (isRunPage(value)) return { kind: 'run', page: value };
  throw new Error('the page holds no run');
}

function isComparison(value: unknown): value is ComparisonPage {
  return isOfFormat(value) && 'first' in value && 'second' in value;
}

function isRunPage(value: unknown): value is RunPage {
  return isOfFormat(value) && 'verdict' in value;
}

function isOfFormat(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === PAGE_FORMAT;
}
