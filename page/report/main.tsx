// The report of one run, or of two beside each other: reads the data that stand in the page itself, and draws them.

import { render } from 'preact';
import { CompareReport } from '../compare/compare-report.tsx';
import { startTheme } from '../parts/theme.ts';
import { RunReport } from '../run/run-report.tsx';
import { readEmbedded } from './read-embedded.ts';

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no place to draw in');
startTheme();
const embedded = readEmbedded(document);
if (embedded.kind === 'run') {
  const { page } = embedded;
  document.title = `${page.verdict.verdict} ${page.identity?.runId ?? page.plan.title} - Plimsoll`;
  render(<RunReport page={page} />, root);
} else {
  const { first, second } = embedded.page;
  document.title = `${first.plan.title} against ${second.plan.title} - Plimsoll`;
  render(<CompareReport first={first} second={second} />, root);
}
