// What a bot and Plimsoll say to one another, as schemas: the bot appends one JSON object a line to its file of events, and reads its
// parameters from a file that Plimsoll replaces as a whole. Fields that are not listed are for the bot's own use and are not read.

import { z } from 'zod';

export const CONTRACT_VERSION = 1;

const text = z.string().min(1);
const price = z.number().positive();
const side = z.enum(['buy', 'sell']).describe('buy or sell');
const orderId = z.union([text, z.int()]);

/** Every event has a time: exactly one of the two, by the machine's own clock. */
const clock = {
  t_ms: z.number().positive().exactOptional().describe('milliseconds since 1970, UTC; fractions count'),
  t_us: z.int().positive().exactOptional().describe('microseconds since 1970, UTC, in place of t_ms'),
};
const symbol = text.exactOptional().describe('may be left out by a bot that trades one instrument');

const ready = z
  .object({
    kind: z.literal('ready'),
    ...clock,
    contract: z.literal(CONTRACT_VERSION).describe('the version of this contract'),
    instruments: z
      .array(
        z.object({
          symbol: text,
          tick_size: price.describe('quote currency'),
          lot_size: price.describe('base currency'),
          position: z.number().describe('base currency, signed: what the bot holds now'),
        }),
      )
      .min(1),
  })
  .describe('once, at the start: the bot trades from here on');

const heartbeat = z
  .object({ kind: z.literal('heartbeat'), ...clock })
  .describe('I live; any other event says so as well');

const book = z
  .object({
    kind: z.literal('book'),
    ...clock,
    symbol,
    bid: price.exactOptional().describe('best bid, quote currency'),
    ask: price.exactOptional().describe('best ask'),
    mid: price.exactOptional().describe('in place of bid and ask'),
    venue_ms: z.number().positive().exactOptional().describe('when the venue sent it; gives ws_lag_p95_ms'),
  })
  .describe('the market changed: best bid and ask, or the mid');

const decision = z
  .object({
    kind: z.literal('decision'),
    ...clock,
    symbol,
    side,
    outcome: z
      .enum(['allowed', 'risk', 'min_interval', 'concurrency', 'throttle'])
      .describe('allowed, or what blocked it: risk, min_interval, concurrency, throttle'),
  })
  .describe('the bot wished to place or change a quote, and did, or what blocked it');

const orderSent = z
  .object({
    kind: z.literal('order_sent'),
    ...clock,
    symbol,
    action: z.enum(['place', 'replace', 'cancel']).describe('place, replace or cancel'),
    order: orderId.describe('of a replace: the new order'),
    side: side.exactOptional().describe('of a place or replace: buy or sell'),
    qty: price.exactOptional().describe('base currency; with it an order that is filled whole is closed by its fills'),
    replaces: orderId.exactOptional().describe('of a replace: the order that goes'),
  })
  .describe('an order message left the bot');

const orderAcknowledged = z
  .object({ kind: z.literal('order_acknowledged'), ...clock, symbol, order: orderId })
  .describe('the venue answered the oldest message of this order: a placed order rests now, a cancelled one is gone');

const orderClosed = z
  .object({ kind: z.literal('order_closed'), ...clock, symbol, order: orderId })
  .describe('the order is gone for any other reason: rejected, expired, cancelled by the venue');

const fill = z
  .object({
    kind: z.literal('fill'),
    ...clock,
    symbol,
    side,
    price,
    qty: price.describe('base currency'),
    fee: z.number().describe('quote currency paid; a rebate is negative'),
    role: z.enum(['maker', 'taker']).describe('maker or taker'),
    order: orderId.exactOptional(),
    mid: price.exactOptional().describe('the mid just before; without it the last book counts'),
  })
  .describe('we traded');

const position = z
  .object({ kind: z.literal('position'), ...clock, symbol, position: z.number().describe('base currency, signed') })
  .describe('what the bot holds; held against the sum of its fills');

const parameters = z.record(z.string(), z.number());

const parametersApplied = z
  .object({ kind: z.literal('parameters_applied'), ...clock, seq: z.int().min(1), parameters })
  .describe('the bot runs with these from here on: seq and parameters as it read them');

const KINDS = [
  ready,
  heartbeat,
  book,
  decision,
  orderSent,
  orderAcknowledged,
  orderClosed,
  fill,
  position,
  parametersApplied,
] as const;

export const eventSchema = z.discriminatedUnion('kind', KINDS);

/** One replacement of the bot's parameters. */
export const overridesSchema = z.object({
  iteration: z.int().min(1),
  parameters: parameters.describe('name -> value, all six'),
  seq: z.int().min(1).describe('grows by one with every replacement'),
});

export type BotEvent = z.infer<typeof eventSchema>;
export type EventOf<Kind extends BotEvent['kind']> = Extract<BotEvent, { kind: Kind }>;
export type Overrides = z.infer<typeof overridesSchema>;

export const EVENT_KINDS: ReadonlySet<string> = new Set(KINDS.map(({ shape }) => shape.kind.value));

/** What Plimsoll tells a bot by its environment. */
export const ENVIRONMENT = {
  PLIMSOLL_CONTRACT: 'the version of the contract, 1',
  PLIMSOLL_EVENTS: 'the file to which the bot appends its events',
  PLIMSOLL_OVERRIDES: 'the file from which it reads its parameters, again whenever seq has grown',
  PLIMSOLL_STOP: 'the bot ends when this file appears, or on SIGTERM, whichever it can see',
  PLIMSOLL_DIR: 'a folder of its own to write in, kept with the run',
  PLIMSOLL_ITERATION: 'the number of the iteration at its start',
  PLIMSOLL_ITERATION_SECONDS: 'the length of an iteration',
  PLIMSOLL_POSITIONS: 'a JSON object: symbol -> position in base currency by the accounts; empty in a new run',
} as const;
export type EnvironmentName = keyof typeof ENVIRONMENT;
