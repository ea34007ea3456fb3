import { expect, it } from 'vitest';
import { SampleBuffer } from './sample-buffer.ts';

it('a sample buffer keeps everything pushed, grows, and starts over after a clear', () => {
  const buffer = new SampleBuffer();
  for (let value = 0; value < 5_000; value += 1) buffer.push(value);
  expect(buffer.length).toBe(5_000);
  expect([...buffer.view()].every((value, index) => value === index)).toBe(true);
  buffer.clear();
  buffer.push(7);
  expect([...buffer.view()]).toEqual([7]);
});

it('tallies start at 0 wherever they are first added to', () => {
  const buffer = new SampleBuffer();
  buffer.push(9);
  buffer.clear();
  buffer.add(2, 1);
  buffer.add(0, 4);
  buffer.add(2, 1);
  expect([...buffer.view()]).toEqual([4, 0, 2]);
});
