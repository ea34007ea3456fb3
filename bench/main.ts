// `npm run bench`: measures the budgets and prints the table; ends with 1 where a must is missed. `npm run bench -- --tiny` shows in
// seconds that every measurement works, and judges nothing.

import { fileURLToPath } from 'node:url';
import { budgetTable, keeps } from './budget-table.ts';
import { LARGE, measureBudgets, TINY } from './measure-budgets.ts';
import { CLOCK } from './stopwatch.ts';

const tiny = process.argv.includes('--tiny');
const budgets = measureBudgets(tiny ? TINY : LARGE, fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)));
process.stdout.write(
  `Node ${process.version} on ${process.platform} ${process.arch}; engines and kernel by ${CLOCK}\n\n`,
);
process.stdout.write(budgetTable(budgets));
if (!tiny && budgets.some((budget) => !keeps(budget, budget.must))) process.exitCode = 1;
