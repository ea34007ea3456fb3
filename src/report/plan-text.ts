// What a run set out to do and what its tuner got done, one sentence each.

import { isJsonObject } from '../json/json-object.ts';
import { canonicalJson } from '../json/canonical.ts';
import { durationText } from './duration-text.ts';
import type { RunView } from './run-view.ts';

/** `target sim (scenario calm), profile steady_safe, seed 42: 24 of 24 iterations of 1 h, tuner rules, guards on` */
export function planSentence({
  plan,
  rows,
}: Pick<RunView, 'plan'> & { readonly rows: { readonly length: number } }): string {
  const { scenario } = plan.target.options;
  const target = typeof scenario === 'string' ? `${plan.target.kind} (scenario ${scenario})` : plan.target.kind;
  const tuner = plan.tune ? `tuner ${plan.tuner}` : 'no tuning';
  const length = `${rows.length} of ${plan.iterations} iterations of ${durationText(plan.iteration_us)}`;
  return `target ${target}, profile ${plan.profile}, seed ${plan.seed}: ${length}, ${tuner}, ${guardsText(plan)}`;
}

function guardsText({ guards }: RunView['plan']): string {
  return guards ? 'guards on' : 'GUARDS OFF (--no-guards)';
}

export function tuningSentence({ tuning }: Pick<RunView, 'tuning'>): string | undefined {
  if (tuning === undefined) return undefined;
  const causes = Object.entries(tuning.skip_reasons).map(([cause, count]) => `${cause} (${count})`);
  const held =
    causes.length === 0 ? '' : `; what held changes back, with its number of iterations: ${causes.join(', ')}`;
  return `parameters were changed after ${tuning.applied} of ${tuning.count} iterations${held}`;
}

/** `guards refused or trimmed changes: velocity (1 refused, 2 trimmed); reverts after panics: 1`; nothing where they did neither. */
export function guardSentence({ tuning }: Pick<RunView, 'tuning'>): string | undefined {
  if (tuning === undefined) return undefined;
  const held = Object.entries(tuning.blocked).map(
    ([guard, { refused, trimmed }]) => `${guard} (${refused} refused, ${trimmed} trimmed)`,
  );
  const parts = [
    ...(held.length === 0 ? [] : [`guards refused or trimmed changes: ${held.join(', ')}`]),
    ...(tuning.panic_reverts === 0 ? [] : [`reverts after panics: ${tuning.panic_reverts}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

/** What a reader must know before he believes the verdict, whatever the target. */
export function runWarnings({ plan }: Pick<RunView, 'plan'>): string[] {
  const guardsOff = 'the guards were off (--no-guards): nothing but pin, bounds and late iteration reviewed a change';
  return [...(plan.guards ? [] : [guardsOff]), ...recordingWarnings({ plan })];
}

/** What a recorded market holds, and whether its book rebuilt; nothing for a target that is no recording. */
export function recordingSentences({ plan }: Pick<RunView, 'plan'>): string[] {
  const { recording } = plan.target.options;
  if (!isJsonObject(recording)) return [];
  const facts = Object.entries(recording).filter(([, value]) => typeof value !== 'object');
  return [`recording: ${facts.map(([name, value]) => `${name}=${canonicalJson(value)}`).join(' ')}`];
}

/** What he must know of a recording. */
function recordingWarnings({ plan }: Pick<RunView, 'plan'>): string[] {
  const { recording } = plan.target.options;
  if (!isJsonObject(recording)) return [];
  const { cut_off, gaps, crossed, garbage_lines, clock_steps, book_valid, final_best_equals_ticker } = recording;
  const counts = Object.entries({ gaps, crossed, garbage_lines, clock_steps }).filter(([, count]) => count !== 0);
  return [
    ...(typeof cut_off === 'string' ? [`only what lies before the cut was used: ${cut_off}`] : []),
    ...counts.map(([name, count]) => `the recording has ${name}=${canonicalJson(count)}`),
    ...(book_valid !== true
      ? ['the rebuilt book is not valid at the end of the recording']
      : final_best_equals_ticker !== true
        ? ['the rebuilt book does not end where the recorded book ticker does']
        : []),
  ];
}
