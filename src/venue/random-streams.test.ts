import { expect, it } from 'vitest';
import { AssertionError } from '../std/assert.ts';
import { RandomStreams } from './random-streams.ts';

it('gives each name of a market to one consumer only', () => {
  const streams = new RandomStreams(1);
  streams.stream('takers/orders');
  streams.stream('takers/arrivals');
  expect(() => streams.stream('takers/orders')).toThrow(AssertionError);
});

it('draws other numbers under another name or seed, and the same again under the same', () => {
  const draw = (seed: number, name: string): number => new RandomStreams(seed).stream(name).uniform();
  expect(draw(1, 'a')).toBe(draw(1, 'a'));
  expect(draw(1, 'a')).not.toBe(draw(1, 'b'));
  expect(draw(1, 'a')).not.toBe(draw(2, 'a'));
});
