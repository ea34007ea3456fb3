// Events of a stored run, changed in what matters, and what is told of them.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from '../src/artifacts/read-run.ts';
import { storeRun } from '../src/artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import type { Verdict } from '../src/gates/judgement.ts';
import type { SoakEvent, SoakResult } from '../src/soak/soak-host.ts';
import { TuningLedger } from '../src/soak/tuning-ledger.ts';
import { ALERT, alertSchema } from '../src/alerts/alert.ts';
import { RunAlerts } from '../src/alerts/run-alerts.ts';
import type { Occurrence } from '../src/alerts/run-alerts.ts';
import { sampleAlerts } from '../src/alerts/sample-alerts.ts';

const AT = '2026-01-01T00:00:00.000Z';
const { folder, record, summaries } = readRun(
  nodeDisk,
  storeRun(mkdtempSync(join(tmpdir(), 'plimsoll-alerts-')), 'stored'),
);
const [SUMMARY] = summaries;
if (SUMMARY === undefined) throw new Error('the stored run has iterations');
const STANDING = new TuningLedger(record.plan).state(1, SUMMARY.parameters);
const REVERT = {
  kind: 'revert',
  target: 'last_known_good',
  parameters: SUMMARY.parameters,
  iteration: 1,
  reason: 'three failed',
  decisions: [],
} as const;

interface Change {
  readonly verdict?: Verdict;
  readonly frozenUntil?: number;
  readonly panics?: boolean;
}

function completed({ verdict = 'PASS', frozenUntil, panics = false }: Change): SoakEvent {
  if (SUMMARY === undefined) throw new Error('unreachable');
  const { tuning, summary } = SUMMARY;
  return {
    kind: 'iteration_completed',
    summary: {
      ...SUMMARY,
      summary: { ...summary, kpi_verdict: verdict, kpi_reasons: ['because'] },
      tuning: { ...tuning, ...(panics ? { revert: REVERT } : {}) },
    },
    standing: { ...STANDING, ...(frozenUntil === undefined ? {} : { frozen_until_iter: frozenUntil }) },
  };
}

function ended(reason: SoakResult['reason'], message?: string): SoakEvent {
  const gate = SUMMARY?.gate;
  if (gate === undefined || SUMMARY === undefined) throw new Error('unreachable');
  const result: SoakResult = {
    folder,
    reason,
    ...(message === undefined ? {} : { message }),
    iterations: 1,
    judgement: { ...gate, verdict: 'FAIL' },
    kpis: SUMMARY.edge.kpis,
    line: '',
    finalParameters: SUMMARY.parameters,
  };
  return { kind: 'run_ended', result };
}

/** What is told of events that follow on the run's start. */
function toldOf(events: readonly SoakEvent[]): readonly Occurrence[] {
  const alerts = new RunAlerts();
  const started: SoakEvent = { kind: 'run_started', folder, run: record };
  const told = [started, ...events].flatMap((event) => alerts.note(event, AT));
  for (const { events: as, alert } of told) for (const event of as) ALERT.parse({ ...alert, event });
  return told;
}

const titlesOf = (told: readonly Occurrence[]): readonly (readonly [string, string])[] =>
  told.map(({ events, alert }) => [events.join('+'), alert.title]);

describe('alerts of a run', () => {
  it('tell of a verdict when it changes, and of the first one where it is a FAIL', () => {
    const verdicts = ['PASS', 'PASS', 'FAIL', 'FAIL', 'PASS'] as const;
    expect(titlesOf(toldOf(verdicts.map((verdict) => completed({ verdict }))))).toEqual([
      ['verdict', 'verdict FAIL, was PASS'],
      ['verdict', 'verdict PASS, was FAIL'],
    ]);
    expect(titlesOf(toldOf([completed({ verdict: 'FAIL' })]))).toEqual([['verdict', 'verdict FAIL']]);
    expect(toldOf([completed({ verdict: 'NO_DATA' })])).toEqual([]);
  });

  it('tell of a freeze when it begins, goes on for longer, and is over', () => {
    const told = toldOf([6, 6, 10, undefined].map((frozenUntil) => completed(frozenUntil ? { frozenUntil } : {})));
    expect(titlesOf(told)).toEqual([
      ['freeze', 'frozen until iteration 6'],
      ['freeze', 'frozen until iteration 10'],
      ['freeze', 'the freeze is over'],
    ]);
  });

  it('tell of a panic with its reason', () => {
    const [panic] = toldOf([completed({ panics: true })]);
    expect(panic).toMatchObject({ events: ['panic'], alert: { severity: 'critical', text: 'three failed' } });
  });

  it('tell of the end, and of why it came where it came early', () => {
    expect(titlesOf(toldOf([ended('completed')]))).toEqual([['end', 'the run ended: FAIL']]);
    expect(titlesOf(toldOf([ended('paused')]))).toEqual([['end', 'the run stopped for now: FAIL']]);
    expect(titlesOf(toldOf([ended('target_failed', 'it died')]))).toEqual([['target+end', 'the target was lost']]);
    expect(titlesOf(toldOf([ended('disk_full', 'no space')]))).toEqual([['disk+end', 'no room on the disk']]);
    expect(toldOf([ended('target_failed', 'it died')])[0]?.alert.text).toContain('it died');
  });

  it('tell of an end that could not be written, but never twice', () => {
    const alerts = new RunAlerts();
    expect(alerts.brokeOff('before it began', true, AT)).toEqual([]);
    alerts.note({ kind: 'run_started', folder, run: record }, AT);
    expect(titlesOf(alerts.brokeOff('it broke', true, AT))).toEqual([['disk+end', 'the run broke off']]);
    alerts.note(ended('disk_full', 'no space'), AT);
    expect(alerts.brokeOff('it broke', true, AT)).toEqual([]);
  });

  it('each have an id of their own', () => {
    const told = toldOf([completed({ verdict: 'FAIL', panics: true, frozenUntil: 3 }), ended('completed')]);
    expect(new Set(told.map(({ alert }) => alert.id)).size).toBe(4);
  });
});

describe('the body of an alert', () => {
  it('has a JSON Schema that names every field, and samples that fit it', () => {
    expect(alertSchema()).toMatchObject({ type: 'object', additionalProperties: false });
    for (const sample of sampleAlerts(AT)) expect(ALERT.parse(sample)).toEqual(sample);
    expect(() => ALERT.parse({ ...sampleAlerts(AT)[0], more: 1 })).toThrow(/more/u);
  });
});
