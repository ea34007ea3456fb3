import { expect, test } from 'vitest';
import { cutLine, PLAIN_STYLE, styleFor, visibleLength, wrapText } from './style.ts';

const terminal = { isTerminal: true, columns: () => 80, rows: () => 24, write: () => undefined };

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

test('FORCE_COLOR asks for colour in a pipe, where nothing refuses it', () => {
  const pipe = { ...terminal, isTerminal: false };
  expect(styleFor(pipe, { argv: [], env: { FORCE_COLOR: '1' } })).not.toBe(PLAIN_STYLE);
  for (const FORCE_COLOR of ['', '0', 'false']) {
    expect(styleFor(pipe, { argv: [], env: { FORCE_COLOR } })).toBe(PLAIN_STYLE);
  }
  expect(styleFor(pipe, { argv: [], env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(PLAIN_STYLE);
});

test('text is broken between words into as many lines as there are, and says where it was cut', () => {
  expect(wrapText('one two three', 8, 2)).toEqual(['one two', 'three']);
  expect(wrapText('one', 8, 2)).toEqual(['one', '']);
  expect(wrapText('one two three four five', 8, 2)).toEqual(['one two', 'three f…']);
  expect(wrapText('abcdefghijkl', 5, 3)).toEqual(['abcde', 'fghij', 'kl']);
});

test('the length of a line is what is seen of it', () => {
  expect(visibleLength('a\u001B[31mbcd\u001B[39mef')).toBe(6);
  expect(visibleLength('▁▂▃')).toBe(3);
});

test('a line is cut by what is seen of it, and its colour stays closed', () => {
  expect(cutLine('abc', 5)).toBe('abc');
  expect(cutLine('abcdef', 3)).toBe('abc');
  expect(cutLine('a\u001B[31mbcd\u001B[39mef', 3)).toBe('a\u001B[31mbc\u001B[39m');
  expect(cutLine('▁▂▃', 2)).toBe('▁▂');
});
