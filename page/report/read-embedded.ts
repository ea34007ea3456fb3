// The data that `reportHtml` put into the page. They were written by the same version that built the page.

import { PAGE_FORMAT } from '../../src/report/page/run-page.ts';
import type { RunPage } from '../../src/report/page/run-page.ts';

export function readEmbedded(document: Document): RunPage {
  const text = document.querySelector('#run-page')?.textContent;
  const value: unknown = JSON.parse(text ?? 'null');
  if (!isRunPage(value)) throw new Error('the page holds no run');
  return value;
}

function isRunPage(value: unknown): value is RunPage {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === PAGE_FORMAT;
}
