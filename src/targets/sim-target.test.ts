import { resolveConfiguration } from '../config/resolve-configuration.ts';
import { SCENARIOS } from '../venue/scenario.ts';
import { createSimTarget } from './sim-target.ts';
import { describeTarget } from './target.conformance.ts';

const { parameters } = resolveConfiguration({ commandLine: [], environment: {}, profiles: [] });

for (const scenario of SCENARIOS) {
  describeTarget(`sim, scenario ${scenario.name}`, {
    open: () => createSimTarget({ scenario, seed: 1, parameters }),
    windowUs: 300_000_000,
  });
}
