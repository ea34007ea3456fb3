// `npm run coverage`: measures on the embedded market whether bounds and verdicts keep the errors that they state. `-- --tiny` shows in
// seconds that it works. `-- --scenario volatile --runs 60 --seed 1 --keep FOLDER` chooses the market, how many runs of eight hours, the
// first seed, and a folder that keeps the runs for the next measurement.

import { parseArgs } from 'node:util';
import {
  coverageOf,
  coverageTable,
  equalPairs,
  netVerdicts,
  onAllLines,
  tallyTable,
  truthsOf,
} from './gate-figures.ts';
import { gateRuns } from './gate-runs.ts';

const { values } = parseArgs({
  options: {
    tiny: { type: 'boolean', default: false },
    scenario: { type: 'string', default: 'calm' },
    runs: { type: 'string', default: '400' },
    seed: { type: 'string', default: '10001' },
    keep: { type: 'string' },
  },
});

const runs = await gateRuns({
  scenario: values.scenario,
  firstSeed: Number(values.seed),
  runs: values.tiny ? 4 : Number(values.runs),
  iterations: values.tiny ? 2 : 8,
  iterationUs: values.tiny ? 60_000_000 : 3_600_000_000,
  ...(values.keep === undefined ? {} : { folder: values.keep }),
});
const truths = truthsOf(runs);
const last = Number(values.seed) + runs.length - 1;
process.stdout.write(`${runs.length} runs of ${values.scenario}, seeds ${values.seed} to ${last}; the truth:`);
for (const [kpi, truth] of truths) process.stdout.write(` ${kpi} ${truth.toPrecision(5)}`);
process.stdout.write(`\n\n${coverageTable(coverageOf(runs, truths))}\n`);
const tallies = [...netVerdicts(runs, truths), ...onAllLines(runs, truths), ...equalPairs(runs)];
process.stdout.write(tallyTable(tallies));
