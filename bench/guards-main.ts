// `npm run guards`: the same tuner with guards and without, on twenty markets of each scenario; ends with 1 where guards made more iterations
// fail. `-- --tiny` shows in seconds that it works, and judges nothing. `-- --profile ultra_safe --seeds 5 --seed 100 --iterations 24
// --scenario spike` chooses where the tuner starts, how many markets from which seed on, how many hours, and one scenario.

import { parseArgs } from 'node:util';
import { SCENARIOS } from '../src/venue/scenario.ts';
import { comparisonTable, compareGuards, worsened } from './compare-guards.ts';

const { values } = parseArgs({
  options: {
    tiny: { type: 'boolean', default: false },
    profile: { type: 'string', default: 'aggressive' },
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    iterations: { type: 'string', default: '12' },
    scenario: { type: 'string' },
  },
});

const { tiny, profile, scenario } = values;
const first = Number(values.seed);
const count = tiny ? 1 : Number(values.seeds);
const iterations = tiny ? 3 : Number(values.iterations);
const minutes = tiny ? 2 : 60;
const pairs = await compareGuards({
  scenarios: scenario === undefined ? SCENARIOS.map(({ name }) => name) : [scenario],
  profile,
  seeds: Array.from({ length: count }, (_, index) => first + index),
  iterations,
  iterationUs: minutes * 60_000_000,
  onPair: (name, done) => process.stderr.write(`${name}: ${done} of ${count}\n`),
});
process.stdout.write(
  `${count} seeds from ${first}, ${iterations} iterations of ${minutes} min, profile ${profile}, tuner rules\n\n${comparisonTable(pairs)}\n`,
);
const worse = worsened(pairs);
if (worse.length > 0) process.stdout.write(`\nguards made more iterations fail in: ${worse.join(', ')}\n`);
if (!tiny && worse.length > 0) process.exitCode = 1;
