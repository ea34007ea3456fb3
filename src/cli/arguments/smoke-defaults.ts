// The length of a smoke run: short enough for every pull request, long enough that its limits can be decided.

export const SMOKE_DEFAULTS = { iterations: '3', iteration_duration: '20m' } as const;

/** For a bot that runs by the wall clock: under two minutes in all. */
export const SMOKE_WALL_DURATION = '30s';

/** What provenance says of them. */
export const SMOKE_PLACE = 'default of plimsoll smoke';
