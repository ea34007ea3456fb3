// One alert: what happened to a run, as the JSON body that a webhook gets. Its form is data here, and so is its JSON Schema; a change that a
// reader would misread raises the version.

import { z } from 'zod';
import { ALERT_EVENTS } from '../config/settings.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import { VERDICTS } from '../gates/judgement.ts';

export const ALERT_VERSION = 1;

const count = z.number().int().nonnegative();
const verdict = z.enum(VERDICTS);

export const ALERT = z
  .strictObject({
    version: z.literal(ALERT_VERSION),
    id: z
      .string()
      .describe('The run and the number of the alert within the process: the same for every attempt to deliver it.'),
    event: z.enum(ALERT_EVENTS),
    severity: z.enum(['info', 'warning', 'critical']),
    at: z.string().describe('When it happened: ISO 8601, UTC.'),
    test: z.literal(true).optional().describe('There where nothing happened: `plimsoll alerts test` sent it.'),
    run: z.strictObject({
      run_id: z.string(),
      target: z.string(),
      market: z.string().optional().describe('The scenario, where the target has one.'),
      profile: z.string(),
      seed: z.number(),
      iterations: count.describe('How many are planned.'),
    }),
    iteration: count.optional().describe('The newest that counts; absent before the first.'),
    title: z.string(),
    text: z.string(),
    verdict: verdict.optional().describe('Of the iteration; where the run ended, of the run.'),
    kpis: z
      .partialRecord(z.enum(KPI_NAMES), z.number())
      .describe('Those that the gate reads; one without data is missing.'),
    held_back: count.describe('How many alerts of this event were held back since the last one that was sent.'),
  })
  .describe('What Plimsoll posts to a webhook.');

export type Alert = Readonly<z.infer<typeof ALERT>>;
export type AlertEvent = Alert['event'];

export function alertSchema(): object {
  return z.toJSONSchema(ALERT, { target: 'draft-2020-12' });
}
