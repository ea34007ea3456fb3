import { describe, expect, test } from 'vitest';
import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { parseWaivers } from './waiver-file.ts';

const RULES = ['net_bps', 'risk_ratio'];
const WAIVER = { rule: 'net_bps', reason: 'fees rise on Monday', author: 'ann', expires: '2026-12-31' };

function problemsOf(value: unknown): readonly Problem[] {
  try {
    parseWaivers(value, 'waivers.json', RULES);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error).toMatchObject({ code: 'usage', message: 'waivers.json is no valid file of waivers' });
    return error.problems;
  }
  throw new Error('this file was taken for valid');
}

describe('a file of waivers', () => {
  test('is taken as it stands', () => {
    expect(parseWaivers({ waivers: [WAIVER, { ...WAIVER, rule: 'risk_ratio' }] }, 'w.json', RULES)).toEqual([
      WAIVER,
      { ...WAIVER, rule: 'risk_ratio' },
    ]);
    expect(parseWaivers({ waivers: [] }, 'w.json', RULES)).toEqual([]);
  });

  test.each<[string, unknown, string, string]>([
    ['a list', [WAIVER], 'waivers.json', 'a file of waivers must be a JSON object'],
    ['nothing', {}, 'waivers.json at /waivers', 'waivers is missing'],
    ['an unknown field', { waivers: [], waiver: 1 }, 'waivers.json', 'waiver: no field of a file of waivers'],
    [
      'a field too many',
      { waivers: [{ ...WAIVER, until: 1 }] },
      'waivers.json at /waivers/0',
      'until: no field of a waiver',
    ],
    [
      'no reason',
      { waivers: [{ ...WAIVER, reason: undefined }] },
      'waivers.json at /waivers/0/reason',
      'reason is missing',
    ],
    [
      'an empty reason',
      { waivers: [{ ...WAIVER, reason: ' ' }] },
      'waivers.json at /waivers/0/reason',
      'reason must not be empty',
    ],
    [
      'an empty author',
      { waivers: [{ ...WAIVER, author: '' }] },
      'waivers.json at /waivers/0/author',
      'author must not be empty',
    ],
    [
      'an author who is a number',
      { waivers: [{ ...WAIVER, author: 7 }] },
      'waivers.json at /waivers/0/author',
      'author must be a text',
    ],
    [
      'a day that does not exist',
      { waivers: [{ ...WAIVER, expires: '2026-02-30' }] },
      'waivers.json at /waivers/0/expires',
      'expires must be a day such as "2026-12-31"',
    ],
    [
      'no day',
      { waivers: [{ ...WAIVER, expires: 'never' }] },
      'waivers.json at /waivers/0/expires',
      'expires must be a day such as "2026-12-31"',
    ],
    ['a rule twice', { waivers: [WAIVER, WAIVER] }, 'waivers.json at /waivers/1/rule', 'net_bps is waived already'],
    ['a waiver that is none', { waivers: ['net_bps'] }, 'waivers.json at /waivers/0', 'a waiver must be a JSON object'],
  ])('with %s is refused, with its place', (_, value, source, message) => {
    expect(problemsOf(value)).toEqual([expect.objectContaining({ source, message })]);
  });

  test('that names a rule which the policy does not have is refused, with the nearest', () => {
    expect(problemsOf({ waivers: [{ ...WAIVER, rule: 'net_bp' }] })).toEqual([
      {
        source: 'waivers.json at /waivers/0/rule',
        message: 'the policy has no rule "net_bp"',
        hint: 'did you mean net_bps?',
      },
    ]);
  });

  test('tells of all its problems at once', () => {
    expect(problemsOf({ waivers: [{ rule: '', reason: '', author: '', expires: '' }] })).toHaveLength(4);
  });
});
