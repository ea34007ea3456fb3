// The report of one run: reads the data that stand in the page itself, and draws them.

import { render } from 'preact';
import { startTheme } from '../parts/theme.ts';
import { RunReport } from '../run/run-report.tsx';
import { readEmbedded } from './read-embedded.ts';

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no place to draw in');
const page = readEmbedded(document);
document.title = `${page.verdict.verdict} ${page.identity?.runId ?? page.plan.title} - Plimsoll`;
startTheme();
render(<RunReport page={page} />, root);
