import { describe, expect, it } from 'vitest';
import { combineMoves } from './combine-moves.ts';
import type { Finding } from './evaluate-rules.ts';
import type { Move } from './rules.ts';

function fired(name: string, ...moves: Move[]): Finding {
  return { rule: { name, kind: 'driver', when: [], moves }, state: 'fired', evidence: 'because', gaps: [] };
}

describe('combineMoves', () => {
  it('lets the spread rise by 0.10 at most, whoever asks for more', () => {
    const eager = fired('eager', { parameter: 'base_spread_bps_delta', step: 0.08 });
    const { change } = combineMoves('base_spread_bps_delta', 0.08, [eager, { ...eager }], []);
    expect(change?.delta).toBe(0.1);
    const hasty = fired('hasty', { parameter: 'base_spread_bps_delta', step: -0.12 });
    expect(combineMoves('base_spread_bps_delta', 0.25, [hasty], []).change?.delta).toBe(-0.12);
  });

  it('ignores the moves of other parameters', () => {
    const other = fired('other', { parameter: 'tail_age_ms', step: 30 });
    expect(combineMoves('min_interval_ms', 60, [other], [])).toEqual({ held: [] });
  });

  it('says what it held back and for which reason', () => {
    const quick = fired('quick', { parameter: 'min_interval_ms', step: -10 });
    const slow = fired('slow', { parameter: 'min_interval_ms', step: 5, limit: 75 });
    expect(combineMoves('min_interval_ms', 80, [quick, slow], ['a storm'])).toEqual({
      held: ['min_interval_ms: quick gives way to a storm; slow', 'min_interval_ms: slow finds no room at 80'],
    });
  });

  it('tells the rules that moved a parameter from those whose limit left them no room', () => {
    const slow = fired('slow', { parameter: 'min_interval_ms', step: 5, limit: 75 });
    const slower = fired('slower', { parameter: 'min_interval_ms', step: 20 });
    expect(combineMoves('min_interval_ms', 76, [slow, slower], [])).toEqual({
      change: { parameter: 'min_interval_ms', delta: 4, reasons: ['slower asks +20: because'] },
      held: ['min_interval_ms: slow finds no room at 76'],
    });
    expect(combineMoves('min_interval_ms', 80, [slow, slower], [])).toEqual({
      held: ['min_interval_ms: slow finds no room at 80', 'min_interval_ms: slower finds no room at 80'],
    });
  });

  it('lets the largest moves go first and the others wait', () => {
    const asking = (name: string, step: number): Finding => fired(name, { parameter: 'tail_age_ms', step });
    expect(combineMoves('tail_age_ms', 500, [asking('a', 10), asking('b', 30), asking('c', 20)], [])).toEqual({
      change: { parameter: 'tail_age_ms', delta: 50, reasons: ['b asks +30: because', 'c asks +20: because'] },
      held: ['tail_age_ms: a waits, 2 moves are enough'],
    });
  });

  it('stops at the apply bounds, whatever the size of a parameter', () => {
    const down = fired('down', { parameter: 'impact_cap_ratio', step: -0.01 });
    const up = fired('up', { parameter: 'base_spread_bps_delta', step: 0.02 });
    expect(combineMoves('impact_cap_ratio', 0.085, [down], []).change?.delta).toBe(-0.005);
    expect(combineMoves('base_spread_bps_delta', 0.249, [up], []).change?.delta).toBe(0.001);
  });

  it('goes at once to what a rule wants at least, and no further', () => {
    const atLeast = fired('patience', { parameter: 'tail_age_ms', atLeast: 700 });
    expect(combineMoves('tail_age_ms', 520, [atLeast], [])).toEqual({
      change: { parameter: 'tail_age_ms', delta: 180, reasons: ['patience asks at least 700: because'] },
      held: [],
    });
    expect(combineMoves('tail_age_ms', 740, [atLeast], [])).toEqual({
      held: ['tail_age_ms: patience finds no room at 740'],
    });
  });

  it('leaves no float dust', () => {
    const step: Move = { parameter: 'impact_cap_ratio', step: -0.01 };
    expect(combineMoves('impact_cap_ratio', 0.09999999999999999, [fired('a', step)], []).change?.delta).toBe(-0.01);
    expect(combineMoves('impact_cap_ratio', 0.12, [fired('a', step), fired('b', step)], []).change?.delta).toBe(-0.02);
  });
});
