// The tests that must kill the mutants of a room, which ROOM names: those beside the code. The properties of the whole loop would kill more of
// the guards' mutants, at ten times the price of each mutant that lives.

// oxlint-disable-next-line import/no-default-export -- Vitest reads the default export of its configuration.
export default { test: { include: [`src/${process.env.ROOM}/*.test.ts`], testTimeout: 60_000 } };
