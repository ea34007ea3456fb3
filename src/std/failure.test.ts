import { expect, it } from 'vitest';
import { Failure } from './failure.ts';

it('a failure carries its code, its sentence and its way out', () => {
  const failure = new Failure('disk', 'cannot write a.json', { hint: 'free some space' });
  expect(failure).toBeInstanceOf(Error);
  expect(String(failure)).toBe('Failure: cannot write a.json');
  expect([failure.code, failure.hint, failure.problems]).toEqual(['disk', 'free some space', []]);
});

it('a failure keeps its cause, and has none where none was given', () => {
  const cause = new Error('ENOSPC');
  expect(new Failure('disk', 'full', { cause }).cause).toBe(cause);
  expect('cause' in new Failure('usage', 'wrong')).toBe(false);
});

it('a failure keeps every problem of one check, in order', () => {
  const problems = [
    { source: 'argument 1', message: 'is not a number' },
    { source: 'a.json:1:2', message: 'is unknown', hint: 'did you mean b' },
  ];
  expect(new Failure('usage', 'two problems', { problems }).problems).toEqual(problems);
});
