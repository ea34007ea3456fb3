// Stryker over one room of the product, named by ROOM: every mutant of its files that no test beside the code kills is listed.

const room = process.env.ROOM;
const files = `src/${room}/*`;

// oxlint-disable-next-line import/no-default-export -- Stryker reads the default export of its configuration.
export default {
  testRunner: 'vitest',
  plugins: ['./tools/mutation/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js'],
  vitest: { configFile: 'tools/mutation/vitest.config.mjs', related: false },
  mutate: [`${files}.ts`, `!${files}.test.ts`, `!${files}.conformance.ts`, `!${files}.fixture.ts`],
  tsconfigFile: 'tools/mutation/none.json',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'progress-append-only'],
  ignorePatterns: ['dist*', 'artifacts', 'docs', 'bench'],
};
