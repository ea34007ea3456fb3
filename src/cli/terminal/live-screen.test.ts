import { expect, test } from 'vitest';
import { openLiveScreen } from './live-screen.ts';

function terminal(columns = 80) {
  const written: string[] = [];
  const clock = { nowMs: 0 };
  const stream = { isTerminal: true, columns: () => columns, write: (text: string) => void written.push(text) };
  return { written, clock, screen: openLiveScreen(stream, () => clock.nowMs) };
}

test('a drawing goes up over the last one and overwrites each line', () => {
  const { written, clock, screen } = terminal();
  screen.draw(['one', 'two']);
  clock.nowMs = 100;
  screen.draw(['three']);
  expect(written).toEqual(['one\u001B[K\ntwo\u001B[K\n\u001B[J', '\u001B[2Athree\u001B[K\n\u001B[J']);
});

test('drawings closer together than a tenth of a second are skipped', () => {
  const { written, clock, screen } = terminal();
  screen.draw(['one']);
  clock.nowMs = 99;
  screen.draw(['two']);
  expect(written).toHaveLength(1);
});

test('a printed line stays above the foot', () => {
  const { written, screen } = terminal();
  screen.draw(['foot']);
  screen.print('line');
  expect(written.at(-1)).toBe('\u001B[1Aline\u001B[K\nfoot\u001B[K\n\u001B[J');
});

test('closing removes the foot once', () => {
  const { written, screen } = terminal();
  screen.draw(['foot']);
  screen.close();
  screen.close();
  expect(written.slice(1)).toEqual(['\u001B[1A\u001B[J']);
});

test('a narrow window cuts lines, so that none wraps', () => {
  const { written, screen } = terminal(5);
  screen.draw(['abcdefgh']);
  expect(written[0]).toBe('abcd\u001B[K\n\u001B[J');
});
