import { describe, expect, it } from 'vitest';
import type { Alert } from './alert.ts';
import { QuietTime } from './quiet-time.ts';
import { sampleAlerts } from './sample-alerts.ts';

const MINUTE = 60_000;

function alert(event: Alert['event'], change: Partial<Alert> = {}): Alert {
  const sample = sampleAlerts('2026-01-01T00:00:00.000Z').find((one) => one.event === event);
  if (sample === undefined) throw new Error('every event has a sample');
  return { ...sample, ...change };
}

describe('the quiet time', () => {
  it('lets the first alert go at once, and after it the newest of those that came meanwhile', () => {
    const quiet = new QuietTime(5 * MINUTE);
    expect(quiet.offer(alert('freeze', { title: 'one' }), 0)).toHaveLength(1);
    expect(quiet.offer(alert('freeze', { title: 'two' }), MINUTE)).toEqual([]);
    expect(quiet.offer(alert('freeze', { title: 'three' }), 2 * MINUTE)).toEqual([]);
    expect(quiet.due(5 * MINUTE - 1)).toEqual([]);
    expect(quiet.due(5 * MINUTE)).toMatchObject([{ title: 'three', held_back: 1 }]);
    expect(quiet.due(20 * MINUTE)).toEqual([]);
    expect(quiet.offer(alert('freeze', { title: 'four' }), 10 * MINUTE)).toMatchObject([{ held_back: 0 }]);
  });

  it('counts for each event of its own', () => {
    const quiet = new QuietTime(5 * MINUTE);
    quiet.offer(alert('freeze'), 0);
    expect(quiet.offer(alert('panic'), 1)).toHaveLength(1);
  });

  it('tells of no verdict that came back to the one told last, but counts it', () => {
    const quiet = new QuietTime(5 * MINUTE);
    quiet.offer(alert('verdict', { verdict: 'PASS' }), 0);
    quiet.offer(alert('verdict', { verdict: 'FAIL' }), 1);
    quiet.offer(alert('verdict', { verdict: 'PASS' }), 2);
    expect(quiet.due(5 * MINUTE)).toEqual([]);
    expect(quiet.offer(alert('verdict', { verdict: 'FAIL' }), 6 * MINUTE)).toMatchObject([{ held_back: 2 }]);
  });

  it('is over at once when the run is', () => {
    const quiet = new QuietTime(5 * MINUTE);
    quiet.offer(alert('disk'), 0);
    quiet.offer(alert('disk', { title: 'newer' }), 1);
    expect(quiet.flush(2)).toMatchObject([{ title: 'newer', held_back: 0 }]);
    expect(quiet.flush(3)).toEqual([]);
  });
});
