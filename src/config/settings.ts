// The one registry of settings: everything a run is told besides the six tunable parameters. Names are data keys, the same in the
// project file, in `--set` and in artifacts. Which scenario, tuner or data exists is the business of the rooms that own them.

import { assert } from '../std/assert.ts';
import type { Range } from './parameters.ts';
import type { Value, ValueType } from './value-type.ts';

const TARGETS = ['sim', 'replay', 'command'] as const;
const BOT_EVENTS = ['contract', 'legacy'] as const;
const BOT_LIFETIMES = ['run', 'iteration'] as const;
const GATE_MODES = ['soft', 'hard'] as const;
export const ALERT_EVENTS = ['verdict', 'panic', 'freeze', 'target', 'disk', 'end'] as const;
const ALERT_SHAPES = ['auto', 'json', 'slack', 'discord', 'telegram'] as const;

export interface Settings {
  readonly profile: string;
  readonly target: (typeof TARGETS)[number];
  readonly scenario: string;
  readonly seed: number;
  readonly iterations: number;
  /** In seconds; written as a duration. */
  readonly iteration_duration: number;
  readonly out: string;
  readonly gate_mode: (typeof GATE_MODES)[number];
  readonly tuner: string;
  readonly tune: boolean;
  readonly guards: boolean;
  readonly sleep_seconds: number;
  readonly volatility_scale: number;
  /** Absent: the scenario's own. */
  readonly spike_probability?: number;
  /** Absent: the scenario's own. */
  readonly gap_bps?: number;
  /** Absent: nobody is alerted. */
  readonly alert_url?: string;
  readonly alert_shape: (typeof ALERT_SHAPES)[number];
  /** Some of `ALERT_EVENTS`, separated by commas, or `none`. */
  readonly alert_events: string;
  /** In seconds; written as a duration. */
  readonly alert_quiet: number;
  /** Absent: no heartbeat. */
  readonly heartbeat_url?: string;
  /** In seconds; written as a duration. */
  readonly heartbeat_every: number;
  readonly events: (typeof BOT_EVENTS)[number];
  readonly bot_lifetime: (typeof BOT_LIFETIMES)[number];
  readonly bot_ready_seconds: number;
  readonly bot_heartbeat_seconds: number;
  readonly bot_apply_seconds: number;
  readonly bot_stop_seconds: number;
  readonly bot_restarts: number;
}
export type SettingName = keyof Settings;

export interface SettingSpec {
  readonly name: SettingName;
  readonly type: ValueType;
  /** As a person would write it; absent where leaving the setting out means something of its own, said in `meaning`. */
  readonly default?: string;
  readonly meaning: string;
  readonly environment?: EnvironmentVariable;
  /** The command line's own spelling; `--set name=value` always works. */
  readonly flag?: string;
  /** It shapes nothing that a run does: a run may go on with another value, and its plan does not hold it. */
  readonly outside?: true;
  /** Who knows it may act for its owner: it is taken from no argument, and written and printed nowhere. */
  readonly secret?: true;
}

export interface EnvironmentVariable {
  readonly name: string;
  /** Where the variable speaks another language than its setting: what it may hold, and what that means. */
  readonly translation?: {
    readonly type: ValueType;
    readonly toSetting: (value: Value) => Value;
    readonly note: string;
  };
}

/** What stands in the place of a secret. */
export const HUSHED = '(secret)';

/** The prior toolkit's relative volatility that now is scale 1. */
const SIGMA_OF_SCALE_ONE = 0.01;
const SCALE: Range = { min: 0.1, max: 10 };

export const SETTINGS: { readonly [name in SettingName]-?: SettingSpec } = {
  profile: {
    name: 'profile',
    type: { kind: 'text' },
    default: 'steady_safe',
    meaning: 'the named set of start values; `plimsoll config profiles` lists them',
    environment: { name: 'MM_PROFILE' },
    flag: '--profile',
  },
  target: {
    name: 'target',
    type: { kind: 'choice', choices: TARGETS },
    default: 'sim',
    meaning:
      'what is soaked: the maker on the embedded venue (sim) or on a recorded market (replay), or a bot of your own (command)',
    environment: {
      name: 'USE_MOCK',
      translation: {
        type: { kind: 'boolean' },
        toSetting: (mock) => (mock === true ? 'sim' : 'replay'),
        note: '1 or true means sim, 0 or false means replay',
      },
    },
    flag: '--target',
  },
  scenario: {
    name: 'scenario',
    type: { kind: 'text' },
    default: 'calm',
    meaning: 'the market of the embedded venue: a built-in scenario, or a file such as my.json',
    environment: { name: 'SOAK_MOCK_MODE' },
    flag: '--scenario',
  },
  seed: {
    name: 'seed',
    type: { kind: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, quantum: 1 },
    default: '42',
    meaning: 'where all randomness comes from: same seed, same bytes',
    environment: { name: 'SOAK_MOCK_SEED' },
    flag: '--seed',
  },
  iterations: {
    name: 'iterations',
    type: { kind: 'number', min: 1, max: 1_000_000, quantum: 1 },
    default: '24',
    meaning: 'how many iterations the run has',
    flag: '--iterations',
  },
  iteration_duration: {
    name: 'iteration_duration',
    type: { kind: 'duration', minSeconds: 1, maxSeconds: 30 * 86400 },
    default: '1h',
    meaning: 'market time of one iteration',
    flag: '--iteration-duration',
  },
  out: {
    name: 'out',
    type: { kind: 'text' },
    default: 'artifacts/soak',
    meaning: 'the folder that holds the runs',
    flag: '--out',
    outside: true,
  },
  gate_mode: {
    name: 'gate_mode',
    type: { kind: 'choice', choices: GATE_MODES },
    default: 'soft',
    meaning: 'hard ends the run at an iteration that fails its gate, soft reports it and goes on',
    environment: { name: 'KPI_GATE_MODE' },
    flag: '--gate-mode',
  },
  tuner: {
    name: 'tuner',
    type: { kind: 'text' },
    default: 'rules',
    meaning: 'which tuner proposes changes between iterations',
  },
  tune: {
    name: 'tune',
    type: { kind: 'boolean' },
    default: 'true',
    meaning: 'whether the tuner proposes changes at all',
    flag: '--no-tune',
  },
  guards: {
    name: 'guards',
    type: { kind: 'boolean' },
    default: 'true',
    meaning:
      'whether guards review what the tuner proposes; without them the laws alone do: pin, bounds, late iteration',
    environment: { name: 'ENABLE_GUARDS' },
    flag: '--no-guards',
  },
  sleep_seconds: {
    name: 'sleep_seconds',
    type: { kind: 'number', min: 0, max: 86400, unit: 's' },
    default: '0',
    meaning: 'pause between two iterations, by the wall clock',
    environment: { name: 'SOAK_SLEEP_SECONDS' },
  },
  volatility_scale: {
    name: 'volatility_scale',
    type: { kind: 'number', ...SCALE },
    default: '1',
    meaning: "multiplies the scenario's volatility, fundamental.sigmaBpsPerSqrtS",
    environment: {
      name: 'SOAK_MOCK_SIGMA',
      translation: {
        type: { kind: 'number', min: SCALE.min * SIGMA_OF_SCALE_ONE, max: SCALE.max * SIGMA_OF_SCALE_ONE },
        toSetting: (sigma) => Number((Number(sigma) / SIGMA_OF_SCALE_ONE).toPrecision(12)),
        note: `${SIGMA_OF_SCALE_ONE} is scale 1`,
      },
    },
  },
  spike_probability: {
    name: 'spike_probability',
    type: { kind: 'number', min: 0, max: 1 },
    meaning: "share of minutes with a spike, fundamental.spikesPerMin; left out, the scenario's own",
    environment: { name: 'SOAK_MOCK_SPIKE_PROB' },
  },
  gap_bps: {
    name: 'gap_bps',
    type: { kind: 'number', min: 0, max: 500, unit: 'bps' },
    meaning:
      "size of the rare price gaps, fundamental.gapBps, and makes them happen where the scenario has none; left out, the scenario's own",
    environment: { name: 'SOAK_MOCK_GAP_BPS' },
  },
  alert_url: {
    name: 'alert_url',
    type: { kind: 'text' },
    meaning: 'where a soak posts its alerts; left out, nobody is alerted',
    environment: { name: 'PLIMSOLL_ALERT_URL' },
    outside: true,
    secret: true,
  },
  alert_shape: {
    name: 'alert_shape',
    type: { kind: 'choice', choices: ALERT_SHAPES },
    default: 'auto',
    meaning: 'what an alert is written as; auto goes by the host of alert_url',
    environment: { name: 'PLIMSOLL_ALERT_SHAPE' },
    outside: true,
  },
  alert_events: {
    name: 'alert_events',
    type: { kind: 'subset', choices: ALERT_EVENTS },
    default: ALERT_EVENTS.join(','),
    meaning: 'what is alerted of',
    environment: { name: 'PLIMSOLL_ALERT_EVENTS' },
    outside: true,
  },
  alert_quiet: {
    name: 'alert_quiet',
    type: { kind: 'duration', minSeconds: 1, maxSeconds: 86400 },
    default: '5m',
    meaning: 'after an alert, how long others of its event wait, of which the newest is sent then; by the wall clock',
    environment: { name: 'PLIMSOLL_ALERT_QUIET' },
    outside: true,
  },
  heartbeat_url: {
    name: 'heartbeat_url',
    type: { kind: 'text' },
    meaning:
      'what a soak at work asks for again and again, so that somebody else notices its silence; left out, nothing',
    environment: { name: 'PLIMSOLL_HEARTBEAT_URL' },
    outside: true,
    secret: true,
  },
  heartbeat_every: {
    name: 'heartbeat_every',
    type: { kind: 'duration', minSeconds: 1, maxSeconds: 86400 },
    default: '1m',
    meaning: 'how often, by the wall clock',
    environment: { name: 'PLIMSOLL_HEARTBEAT_EVERY' },
    outside: true,
  },
  events: {
    name: 'events',
    type: { kind: 'choice', choices: BOT_EVENTS },
    default: 'contract',
    meaning:
      'what a bot of your own writes: events by the contract, or EDGE_REPORT.json and audit.jsonl as bots of the toolkit before (legacy)',
    flag: '--events',
  },
  bot_lifetime: {
    name: 'bot_lifetime',
    type: { kind: 'choice', choices: BOT_LIFETIMES },
    default: 'run',
    meaning: 'whether one process of the bot lives through the run, or each iteration starts one',
    flag: '--bot-lifetime',
  },
  bot_ready_seconds: {
    name: 'bot_ready_seconds',
    type: { kind: 'number', min: 0.1, max: 3600, unit: 's' },
    default: '60',
    meaning: 'how long the bot may take from its start to its event ready',
  },
  bot_heartbeat_seconds: {
    name: 'bot_heartbeat_seconds',
    type: { kind: 'number', min: 0.1, max: 3600, unit: 's' },
    default: '30',
    meaning: 'how long the bot may tell nothing',
  },
  bot_apply_seconds: {
    name: 'bot_apply_seconds',
    type: { kind: 'number', min: 0.1, max: 3600, unit: 's' },
    default: '10',
    meaning: 'how long the bot may take to acknowledge its parameters',
  },
  bot_stop_seconds: {
    name: 'bot_stop_seconds',
    type: { kind: 'number', min: 0.1, max: 3600, unit: 's' },
    default: '10',
    meaning: 'how long the bot may take to end, before it is killed',
  },
  bot_restarts: {
    name: 'bot_restarts',
    type: { kind: 'number', min: 0, max: 1000, quantum: 1 },
    default: '0',
    meaning: 'how often in a run a bot that died is started again',
  },
};

/** The typed form of values that were read by the types above. */
export function buildSettings(valueOf: (name: SettingName) => Value | undefined): Settings {
  const number = (name: SettingName): number => {
    const value = valueOf(name);
    assert(typeof value === 'number', `${name} is no number`);
    return value;
  };
  const text = (name: SettingName): string => {
    const value = valueOf(name);
    assert(typeof value === 'string', `${name} is no text`);
    return value;
  };
  const truth = (name: SettingName): boolean => {
    const value = valueOf(name);
    assert(typeof value === 'boolean', `${name} is neither true nor false`);
    return value;
  };
  const choice = <Choice extends string>(name: SettingName, choices: readonly Choice[]): Choice => {
    const found = choices.find((one) => one === valueOf(name));
    assert(found !== undefined, `${name} is none of ${choices.join(', ')}`);
    return found;
  };
  return {
    profile: text('profile'),
    target: choice('target', TARGETS),
    scenario: text('scenario'),
    seed: number('seed'),
    iterations: number('iterations'),
    iteration_duration: number('iteration_duration'),
    out: text('out'),
    gate_mode: choice('gate_mode', GATE_MODES),
    tuner: text('tuner'),
    tune: truth('tune'),
    guards: truth('guards'),
    sleep_seconds: number('sleep_seconds'),
    volatility_scale: number('volatility_scale'),
    ...(valueOf('spike_probability') === undefined ? {} : { spike_probability: number('spike_probability') }),
    ...(valueOf('gap_bps') === undefined ? {} : { gap_bps: number('gap_bps') }),
    ...(valueOf('alert_url') === undefined ? {} : { alert_url: text('alert_url') }),
    alert_shape: choice('alert_shape', ALERT_SHAPES),
    alert_events: text('alert_events'),
    alert_quiet: number('alert_quiet'),
    ...(valueOf('heartbeat_url') === undefined ? {} : { heartbeat_url: text('heartbeat_url') }),
    heartbeat_every: number('heartbeat_every'),
    events: choice('events', BOT_EVENTS),
    bot_lifetime: choice('bot_lifetime', BOT_LIFETIMES),
    bot_ready_seconds: number('bot_ready_seconds'),
    bot_heartbeat_seconds: number('bot_heartbeat_seconds'),
    bot_apply_seconds: number('bot_apply_seconds'),
    bot_stop_seconds: number('bot_stop_seconds'),
    bot_restarts: number('bot_restarts'),
  };
}
