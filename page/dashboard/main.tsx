// The dashboard: follows the server's stream and shows the page that the address names.

import { render } from 'preact';
import { startTheme } from '../parts/theme.ts';
import { Dashboard } from './dashboard.tsx';
import { LiveRuns } from './live-runs.ts';

const root = document.querySelector('#page');
if (root === null) throw new Error('the page has no place to draw in');
startTheme();
const live = new LiveRuns();
live.open();
render(<Dashboard live={live} />, root);
