// A file of waivers that the user names, and the day that their expiries are held against.

import type { GatePolicy } from '../../gates/gate-policy.ts';
import { ruleName } from '../../gates/rule-name.ts';
import type { Waiver } from '../../gates/waivers.ts';
import { isCalendarDate } from '../../std/calendar-date.ts';
import { Failure } from '../../std/failure.ts';
import type { Host } from '../host.ts';
import { readJsonFile } from './read-json-file.ts';

export interface WaiverOptions {
  readonly waivers?: string;
  readonly now?: string;
}

/** Undefined where none were asked for. Throws `Failure('usage')` where the file or the day is wrong. */
export async function readWaivers(
  host: Pick<Host, 'cwd' | 'disk' | 'wallClockMs'>,
  { waivers: file, now }: WaiverOptions,
  policy: GatePolicy,
): Promise<{ readonly list: readonly Waiver[]; readonly today: string } | undefined> {
  if (now !== undefined && !isCalendarDate(now)) {
    throw new Failure('usage', `--now: ${JSON.stringify(now)} is no day`, { hint: 'write it as 2026-12-31' });
  }
  if (file === undefined) {
    if (now === undefined) return undefined;
    throw new Failure('usage', '--now is the day that waivers are held against, and there are none', {
      hint: 'name a file with --waivers, or leave --now out',
    });
  }
  const { value } = readJsonFile(host, file, '--waivers');
  const { parseWaivers } = await import('../../gates/waiver-file.ts');
  const list = parseWaivers(value, file, policy.rules.map(ruleName));
  return { list, today: now ?? new Date(host.wallClockMs()).toISOString().slice(0, 10) };
}
