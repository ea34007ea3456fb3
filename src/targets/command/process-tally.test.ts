import { expect, it } from 'vitest';
import { ProcessTally } from './process-tally.ts';

it('takes the least and the most of a window, and processor time from its first look to its last', () => {
  const tally = new ProcessTally();
  for (const [rssMb, openFiles, cpuSeconds] of [
    [50, 7, 3],
    [90, 7, 4],
    [51, 30, 5.5],
  ] as const) {
    tally.note({ rssMb, openFiles, cpuSeconds });
  }
  expect(tally.settle()).toEqual({
    rss_min_mb: { kind: 'value', value: 50, n: 3 },
    rss_max_mb: { kind: 'value', value: 90, n: 3 },
    open_files_min: { kind: 'value', value: 7, n: 3 },
    open_files_max: { kind: 'value', value: 30, n: 3 },
    cpu_s: { kind: 'value', value: 2.5, n: 3 },
  });
  tally.note({ rssMb: 50, openFiles: 7, cpuSeconds: 6.5 });
  expect(tally.settle().cpu_s).toEqual({ kind: 'value', value: 1, n: 1 });
});

it('loses no processor time where a process ends in the window', () => {
  const tally = new ProcessTally();
  for (const cpuSeconds of [3, 5, 1, 2]) tally.note({ rssMb: 1, openFiles: 1, cpuSeconds });
  expect(tally.settle().cpu_s).toMatchObject({ value: 3 });
});

it('is absent with a reason where nothing could be seen', () => {
  const tally = new ProcessTally();
  tally.note(undefined);
  for (const kpi of Object.values(tally.settle())) {
    expect(kpi).toEqual({ kind: 'absent', reason: expect.stringContaining('no /proc') as unknown });
  }
});
