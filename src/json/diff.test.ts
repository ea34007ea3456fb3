import { expect, it } from 'vitest';
import { diffJson } from './diff.ts';
import { parseJson } from './parse.ts';

it('each kind of difference names its pointer and what stood there', () => {
  const before = { gone: [1], kept: { x: 1 }, turned: { a: 1, b: [true, 'x'] } };
  const after = { kept: { x: 1 }, new: null, turned: { a: 2, b: [true, 'y', {}] } };
  expect(diffJson(before, after)).toEqual([
    { kind: 'removed', pointer: '/gone', before: [1] },
    { kind: 'added', pointer: '/new', after: null },
    { kind: 'changed', pointer: '/turned/a', before: 1, after: 2 },
    { kind: 'changed', pointer: '/turned/b/1', before: 'x', after: 'y' },
    { kind: 'added', pointer: '/turned/b/2', after: {} },
  ]);
});

it('a change of type is one change, not a walk', () => {
  expect(diffJson({ a: [1] }, { a: { 0: 1 } })).toEqual([
    { kind: 'changed', pointer: '/a', before: [1], after: { 0: 1 } },
  ]);
  expect(diffJson(null, {})).toEqual([{ kind: 'changed', pointer: '', before: null, after: {} }]);
  expect(diffJson(0, '0')).toEqual([{ kind: 'changed', pointer: '', before: 0, after: '0' }]);
  expect(diffJson(0, false)).toHaveLength(1);
});

it('keys are visited in canonical order and indices by number', () => {
  const pointers = diffJson({}, { b: 1, 10: 1, 2: 1 }).map(({ pointer }) => pointer);
  expect(pointers).toEqual(['/10', '/2', '/b']);
  const many = Array.from({ length: 11 }, () => 0);
  expect(diffJson([], many).map(({ pointer }) => pointer)).toEqual(many.map((_zero, index) => `/${index}`));
});

it('a shorter array loses its last elements', () => {
  expect(diffJson([1, 2, 3], [1])).toEqual([
    { kind: 'removed', pointer: '/1', before: 2 },
    { kind: 'removed', pointer: '/2', before: 3 },
  ]);
});

it('names that every object inherits are compared as members', () => {
  expect(diffJson({}, { toString: 1 })).toEqual([{ kind: 'added', pointer: '/toString', after: 1 }]);
  expect(diffJson(parseJson('{"__proto__": 1}'), {})).toEqual([{ kind: 'removed', pointer: '/__proto__', before: 1 }]);
});

it('a pointer escapes tilde and slash', () => {
  expect(diffJson({ 'a/b~': 1 }, { 'a/b~': 2 })).toMatchObject([{ pointer: '/a~1b~0' }]);
});
