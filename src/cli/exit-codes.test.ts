import { expect, test } from 'vitest';
import { VERDICTS } from '../gates/judgement.ts';
import { exitCodeMeaning, exitCodesHelp, failureExitCode, verdictExitCode } from './exit-codes.ts';

test('only a pass or a warning ends with 0', () => {
  expect(Object.fromEntries(VERDICTS.map((verdict) => [verdict, verdictExitCode(verdict)]))).toEqual({
    PASS: 0,
    WARN: 0,
    FAIL: 3,
    INCONCLUSIVE: 4,
    NO_DATA: 4,
  });
});

test('every failure has a code of its own kind, and none is 0 or 1', () => {
  const codes = ['usage', 'target', 'artifact', 'disk', 'interrupted'] as const;
  expect(Object.fromEntries(codes.map((code) => [code, failureExitCode(code)]))).toEqual({
    usage: 2,
    target: 5,
    artifact: 6,
    disk: 5,
    interrupted: 130,
  });
});

test('the help lists each code with its meaning', () => {
  expect(exitCodesHelp([0, 130])).toBe(`Exit codes:\n    0  ${exitCodeMeaning(0)}\n  130  ${exitCodeMeaning(130)}`);
});
