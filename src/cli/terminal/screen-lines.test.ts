// The screen of a stored run, changed in what matters, in windows of every size that a person has.

import { describe, expect, it } from 'vitest';
import { readRun } from '../../artifacts/read-run.ts';
import { storeRun } from '../../artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import type { SoakEvent } from '../../soak/soak-host.ts';
import { TuningLedger } from '../../soak/tuning-ledger.ts';
import { assert } from '../../std/assert.ts';
import { temporaryFolder } from '../memory-host.fixture.ts';
import { PictureMaker } from './run-picture.ts';
import type { RunPicture } from './run-picture.ts';
import { screenLines } from './screen-lines.ts';
import { PLAIN_STYLE, styleFor, visibleLength } from './style.ts';
import { VirtualTerminal } from './virtual-terminal.fixture.ts';

const stored = readRun(nodeDisk, storeRun(temporaryFolder(), 'stored'));
const [SUMMARY] = stored.summaries;
const LARGE = { columns: 120, rows: 40 };
const RICH = styleFor(
  { isTerminal: true, columns: () => 80, rows: () => 24, write: () => undefined },
  { argv: [], env: {} },
);

type Tuning = NonNullable<typeof SUMMARY>['tuning'];

function completed(change: Partial<Tuning> = {}, frozenUntil?: number): SoakEvent {
  assert(SUMMARY !== undefined, 'the stored run has iterations');
  const standing = new TuningLedger(stored.record.plan).state(1, SUMMARY.parameters);
  return {
    kind: 'iteration_completed',
    summary: { ...SUMMARY, tuning: { ...SUMMARY.tuning, ...change } },
    standing: {
      ...standing,
      ...(frozenUntil === undefined
        ? {}
        : { frozen_until_iter: frozenUntil, frozen_parameters: ['impact_cap_ratio', 'max_delta_ratio'] }),
    },
  };
}

function pictureOf(events: readonly SoakEvent[], nowMs = 1000): RunPicture {
  const maker = new PictureMaker(0);
  const run = { ...stored.record, plan: { ...stored.record.plan, tune: true } };
  maker.note({ kind: 'run_started', folder: stored.folder, run }, 0);
  for (const event of events) maker.note(event, nowMs);
  const picture = maker.picture(nowMs);
  assert(picture !== undefined, 'the run has started');
  return picture;
}

function lineOf(picture: RunPicture, start: string, size = LARGE): string {
  return screenLines(picture, size, PLAIN_STYLE).find((line) => line.startsWith(start)) ?? '';
}

describe('the screen of a run', () => {
  it.each([120, 100, 80, 72, 71, 60, 40])(
    'fits a window of %d columns, at any height, before and after the first iteration',
    (columns) => {
      for (const rows of [40, 24, 20, 12, 3]) {
        const empty = screenLines(pictureOf([]), { columns, rows }, PLAIN_STYLE);
        const full = screenLines(
          pictureOf([completed({ rationale: ['a long reason '.repeat(20)] }, 12)]),
          { columns, rows },
          RICH,
        );
        expect(full.length).toBeLessThan(rows);
        expect(full.length, 'the layout is steady').toBe(empty.length);
        if (columns >= 80 || columns < 72) for (const line of full) expect(visibleLength(line)).toBeLessThan(columns);
      }
    },
  );

  it('shows in the smallest window all that decides', () => {
    const text = screenLines(pictureOf([completed()]), { columns: 40, rows: 20 }, PLAIN_STYLE).join('\n');
    for (const word of [
      'stored',
      'net ',
      'risk ',
      'maker ',
      'p95_ms ',
      'max_delta_ratio ',
      'guards ',
      'state ',
      'so far ',
    ]) {
      expect(text).toContain(word);
    }
  });

  it('says without colour whatever it says with it', () => {
    const picture = pictureOf([completed({}, 6)]);
    const plain = screenLines(picture, LARGE, PLAIN_STYLE)
      .map((line) => line.trimEnd())
      .join('\n');
    const rich = screenLines(picture, LARGE, RICH).join('\n');
    expect(rich).not.toBe(plain);
    const terminal = new VirtualTerminal(LARGE.columns);
    terminal.write(rich);
    expect(terminal.screen.join('\n')).toBe(plain);
    expect(plain).toContain('NO_DATA');
  });

  it('tells what the tuner wants and why, and what it saw where it has no wish', () => {
    expect(lineOf(pictureOf([completed()]), 'tuner')).toMatch(/^tuner +wants nothing$/u);
    const wish = { proposed_deltas: { min_interval_ms: 5 }, rationale: ['risk: it is 45 %'] };
    expect(lineOf(pictureOf([completed(wish)]), 'tuner')).toMatch(/wants min_interval_ms \+5: risk: it is 45 %$/u);
    const seen = { proposed_deltas: {}, rationale: ['slippage: it is 3 bps'] };
    expect(lineOf(pictureOf([completed(seen)]), 'tuner')).toMatch(/proposes no change; it saw slippage: it is 3 bps$/u);
  });

  it('marks what became of the last wish to move each parameter', () => {
    const decision = { parameter: 'min_interval_ms', from: 70, to: 75, wanted: 75, reason: 'why', steps: [] } as const;
    const of = (outcome: 'granted' | 'trimmed' | 'refused'): string => {
      const decisions: Tuning['decisions'] = [{ ...decision, outcome }];
      return lineOf(pictureOf([completed({ decisions })]), 'min_interval_ms').replaceAll(/ +/gu, ' ');
    };
    expect(of('granted')).toMatch(/\+ granted 70→75 after iteration 1$/u);
    expect(of('trimmed')).toMatch(/~ trimmed 70→75 after iteration 1$/u);
    expect(of('refused')).toMatch(/x refused after iteration 1$/u);
  });

  it('says what is frozen, and what only its caller knows', () => {
    expect(lineOf(pictureOf([completed({}, 6)]), 'state')).toMatch(
      /frozen until iteration 6: impact_cap_ratio, max_delta_ratio$/u,
    );
    expect(lineOf(pictureOf([completed()]), 'state')).toMatch(/nothing is frozen$/u);
    expect(screenLines(pictureOf([completed()]), LARGE, PLAIN_STYLE, 'nobody').join('\n')).toContain('nobody');
  });

  it('tells how long is left from the newest iterations, and nothing before that can be told', () => {
    expect(pictureOf([]).leftMs).toBeUndefined();
    const half = pictureOf([completed()], 8000);
    expect(half.leftMs).toBeCloseTo(8000, 6);
  });
});
