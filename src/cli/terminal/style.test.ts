import { expect, test } from 'vitest';
import { cutLine, PLAIN_STYLE, styleFor } from './style.ts';

const terminal = { isTerminal: true, columns: () => 80, write: () => undefined };

test('colour is used on a terminal alone', () => {
  expect(styleFor(terminal, { argv: [], env: {} }).red('x')).toBe('\u001B[31mx\u001B[39m');
  expect(styleFor({ ...terminal, isTerminal: false }, { argv: [], env: {} })).toBe(PLAIN_STYLE);
});

test('NO_COLOR, --no-color and a dumb terminal each refuse colour, and an empty NO_COLOR does not', () => {
  expect(styleFor(terminal, { argv: [], env: { NO_COLOR: '1' } })).toBe(PLAIN_STYLE);
  expect(styleFor(terminal, { argv: ['soak', '--no-color'], env: {} })).toBe(PLAIN_STYLE);
  expect(styleFor(terminal, { argv: [], env: { TERM: 'dumb' } })).toBe(PLAIN_STYLE);
  expect(styleFor(terminal, { argv: [], env: { NO_COLOR: '' } })).not.toBe(PLAIN_STYLE);
});

test('a line is cut by what is seen of it, and its colour stays closed', () => {
  expect(cutLine('abc', 5)).toBe('abc');
  expect(cutLine('abcdef', 3)).toBe('abc');
  expect(cutLine('a\u001B[31mbcd\u001B[39mef', 3)).toBe('a\u001B[31mbc\u001B[39m');
  expect(cutLine('▁▂▃', 2)).toBe('▁▂');
});
