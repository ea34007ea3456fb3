import { expect, test } from 'vitest';
import { AssertionError } from '../std/assert.ts';
import { Failure } from '../std/failure.ts';
import { describeError, errorDocument, errorText } from './describe-error.ts';
import { PLAIN_STYLE } from './terminal/style.ts';

const text = (error: unknown): string => errorText(describeError(error), PLAIN_STYLE);

test('a failure is one sentence with its hint, and no stack', () => {
  expect(text(new Failure('disk', 'the disk is full', { hint: 'free 3 MB' }))).toBe(
    'error: the disk is full\nhint: free 3 MB\n',
  );
});

test('a single problem stands in the sentence, with its source', () => {
  const failure = new Failure('usage', '1 problem', {
    problems: [{ source: 'argument 1', message: 'unknown key "a"', hint: 'did you mean b' }],
  });
  expect(text(failure)).toBe('error: argument 1: unknown key "a"\nhint: did you mean b\n');
});

test('several problems are listed together, each with source and hint', () => {
  const failure = new Failure('usage', 'the configuration has 2 problems', {
    problems: [
      { source: 'argument 1', message: 'unknown key "a"', hint: 'did you mean b' },
      { source: 'MM_PROFILE', message: 'unknown profile "x"' },
    ],
  });
  expect(text(failure)).toBe(
    [
      'error: the configuration has 2 problems',
      '  argument 1: unknown key "a"',
      '    hint: did you mean b',
      '  MM_PROFILE: unknown profile "x"',
      '',
    ].join('\n'),
  );
});

test('a bug ends with 1, shows its stack and asks for a report', () => {
  const description = describeError(new AssertionError('cash does not add up'));
  expect(description.exitCode).toBe(1);
  expect(errorText(description, PLAIN_STYLE)).toMatch(
    /^error: AssertionError: cash does not add up\n {4}at [^]*\nhint: this is a bug of Plimsoll/u,
  );
});

test('whatever else is thrown is a bug too', () => {
  expect(describeError('a string').exitCode).toBe(1);
  expect(describeError(new TypeError('x is not a function')).exitCode).toBe(1);
});

test('the document carries code, sentence, problems and exit code', () => {
  const failure = new Failure('usage', 'bad', { problems: [{ source: 'A', message: 'm' }] });
  expect(errorDocument(describeError(failure))).toEqual({
    error: { code: 'usage', message: 'bad', problems: [{ source: 'A', message: 'm' }] },
    exit_code: 2,
  });
});
