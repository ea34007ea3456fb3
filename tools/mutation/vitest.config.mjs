// The tests that must kill the mutants of the guards: those beside the code, and the properties of the whole loop.

// oxlint-disable-next-line import/no-default-export -- Vitest reads the default export of its configuration.
export default { test: { include: ['src/guards/*.test.ts', 'src/soak/guarded-tuning.test.ts'], testTimeout: 60_000 } };
