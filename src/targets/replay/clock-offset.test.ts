import { describe, expect, it } from 'vitest';
import { ClockOffset } from './clock-offset.ts';

describe('the offset of two clocks', () => {
  it('is that of the quickest message, and unknown before the first', () => {
    const clock = new ClockOffset();
    expect(clock.offsetUs).toBe(Number.NEGATIVE_INFINITY);
    for (const lagUs of [900, 20, 400]) clock.observe(1000, 5000 - lagUs);
    expect(clock.offsetUs).toBe(3980);
  });

  it('forgets a quick message after 20 s, and not within 10 s', () => {
    const clock = new ClockOffset();
    clock.observe(0, 500);
    for (let seconds = 1; seconds <= 10; seconds += 1) clock.observe(seconds * 1e6, seconds * 1e6 + 100);
    expect(clock.offsetUs).toBe(500);
    for (let seconds = 11; seconds <= 20; seconds += 1) clock.observe(seconds * 1e6, seconds * 1e6 + 100);
    expect(clock.offsetUs).toBe(100);
  });

  it('forgets all that is older than a long silence, in which a clock may have been set', () => {
    const clock = new ClockOffset();
    clock.observe(0, 1_270_000);
    clock.observe(60_000_000, 60_000_000 - 50);
    expect(clock.offsetUs).toBe(-50);
  });
});
