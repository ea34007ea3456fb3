import { describe, expect, it } from 'vitest';
import { boundsGuard } from './bounds.ts';
import { STEADY, contextWith } from './guard.conformance.ts';

function review(current: number, wanted: number): unknown {
  const context = contextWith({ parameters: { ...STEADY, min_interval_ms: current } });
  const answer = boundsGuard.review('min_interval_ms', wanted, context);
  return answer.kind === 'trimmed' ? answer.to : answer.kind;
}

describe('the bounds guard', () => {
  it('grants a value inside the apply bounds, which belong to them', () => {
    expect(review(60, 70)).toBe('granted');
    expect(review(60, 80)).toBe('granted');
    expect(review(60, 40)).toBe('granted');
  });

  it('trims a move that would cross a bound', () => {
    expect(review(60, 81)).toBe(80);
    expect(review(60, 30)).toBe(40);
  });

  it('refuses to leave a bound outwards', () => {
    expect(review(80, 85)).toBe('refused');
    expect(review(40, 35)).toBe('refused');
  });

  it('neither jumps nor turns a value that stands outside', () => {
    expect(review(200, 205)).toBe('refused');
    const outside = contextWith({ parameters: { ...STEADY, min_interval_ms: 200 } });
    expect(boundsGuard.review('min_interval_ms', 205, outside).reason).toBe(
      '205 lies outside 40..80, and so does every shorter step',
    );
    expect(review(200, 190)).toBe('refused');
    expect(review(200, 75)).toBe('granted');
    expect(review(200, 30)).toBe(40);
  });
});
