import { expect, it } from 'vitest';
import { EXPONENTIAL } from './quantile-table.ts';
import { RandomStream } from './random.ts';
import { Variates } from './variates.ts';

const next = (variates: Variates, count: number): readonly number[] =>
  Array.from({ length: count }, () => variates.next());

it('gives what its table draws from its stream, one by one', () => {
  const alone = new RandomStream(3, 'alone');
  const variates = new Variates(EXPONENTIAL, new RandomStream(3, 'alone'));
  for (const variate of next(variates, 2000)) expect(variate).toBe(EXPONENTIAL.draw(alone));
});

it('gives after a reset what a new one gives, whatever was drawn before', () => {
  const fresh = next(new Variates(EXPONENTIAL, new RandomStream(4, 'again')), 600);
  for (const before of [0, 1, 255, 256, 257]) {
    const stream = new RandomStream(3, 'again');
    const variates = new Variates(EXPONENTIAL, stream);
    next(variates, before);
    stream.restart(4);
    variates.reset();
    expect(next(variates, 600)).toEqual(fresh);
  }
});
