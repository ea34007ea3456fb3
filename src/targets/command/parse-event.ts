// From a line to an event, or to what is wrong with it in one phrase.

import type { z } from 'zod';
import { EVENT_KINDS, eventSchema } from './contract.ts';
import type { BotEvent } from './contract.ts';

export type ParsedLine =
  | { readonly kind: 'event'; readonly event: BotEvent; /** Since 1970. */ readonly wallUs: number }
  /** Of a kind that the contract does not know: the bot's own. */
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly problem: string };

export function parseEvent(text: string): ParsedLine {
  if (text.trim() === '') return { kind: 'other' };
  const value = parseObject(text);
  if (value === undefined) return { kind: 'malformed', problem: `is no JSON object: ${shown(text)}` };
  const { kind } = value;
  if (typeof kind !== 'string') return { kind: 'malformed', problem: `has no kind: ${shown(text)}` };
  if (!EVENT_KINDS.has(kind)) return { kind: 'other' };
  const parsed = eventSchema.safeParse(value);
  if (!parsed.success) return { kind: 'malformed', problem: `is no ${kind}: ${issueText(parsed.error.issues[0])}` };
  const event = parsed.data;
  const { t_ms: ms, t_us: us } = event;
  if ((ms === undefined) === (us === undefined)) {
    return { kind: 'malformed', problem: `is no ${kind}: it has to have a time, either t_ms or t_us` };
  }
  return { kind: 'event', event, wallUs: us ?? Math.round((ms ?? 0) * 1000) };
}

function parseObject(text: string): { readonly [key: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function issueText(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it does not fit the contract';
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
}

const MOST_SHOWN = 100;

function shown(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`;
}
