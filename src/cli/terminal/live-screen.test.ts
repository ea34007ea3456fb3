import { expect, test } from 'vitest';
import { openLiveScreen } from './live-screen.ts';
import { VirtualTerminal } from './virtual-terminal.fixture.ts';

function terminal(columns = 80, rows = 24) {
  const written: string[] = [];
  const window = { columns, rows };
  const seen = new VirtualTerminal(columns);
  const clock = { nowMs: 0 };
  const stream = {
    isTerminal: true,
    columns: () => window.columns,
    rows: () => window.rows,
    write(text: string) {
      written.push(text);
      seen.write(text);
    },
  };
  return { written, seen, window, clock, screen: openLiveScreen(stream, () => clock.nowMs) };
}

test('a drawing takes the place of the one before', () => {
  const { seen, clock, screen } = terminal();
  screen.draw(() => ['one', 'two']);
  expect(seen.screen).toEqual(['one', 'two']);
  clock.nowMs = 100;
  screen.draw(() => ['three']);
  expect(seen.screen).toEqual(['three']);
});

test('a drawing reaches the terminal in one piece, with the cursor hidden meanwhile', () => {
  const { written, screen } = terminal();
  screen.draw(() => ['one', 'two']);
  expect(written).toHaveLength(1);
  expect(written[0]?.startsWith('\u001B[?25l\u001B[?2026h')).toBe(true);
  expect(written[0]?.endsWith('\u001B[?2026l\u001B[?25h')).toBe(true);
});

test('drawings closer together than a tenth of a second are skipped, and their lines never made', () => {
  const { written, clock, screen } = terminal();
  screen.draw(() => ['one']);
  clock.nowMs = 99;
  screen.draw(() => {
    throw new Error('nobody asked');
  });
  expect(written).toHaveLength(1);
});

test('a printed line stays above the foot', () => {
  const { seen, screen } = terminal();
  screen.draw(() => ['foot']);
  screen.print('line');
  expect(seen.screen).toEqual(['line', 'foot']);
});

test('closing removes the foot once, or leaves the last one standing', () => {
  const gone = terminal();
  gone.screen.draw(() => ['foot']);
  gone.screen.close();
  gone.screen.close();
  expect(gone.seen.screen).toEqual([]);
  expect(gone.written).toHaveLength(2);
  const stays = terminal();
  stays.screen.draw(() => ['foot']);
  stays.screen.close(['last']);
  stays.screen.close();
  expect(stays.seen.screen).toEqual(['last']);
});

test('a narrow window cuts lines, so that none wraps', () => {
  const { seen, screen } = terminal(5);
  screen.draw(() => ['abcdefgh']);
  expect(seen.screen).toEqual(['abcd']);
});

test('a window that became narrower is cleared of the rows that its lines were broken into', () => {
  const { written, window, clock, screen } = terminal(80);
  screen.draw(() => ['x'.repeat(70), 'y']);
  window.columns = 40;
  clock.nowMs = 100;
  screen.draw(() => ['z']);
  expect(written[1]).toContain('\u001B[3A');
});

test('the cursor never goes up beyond the window', () => {
  const { written, window, clock, screen } = terminal(80, 24);
  screen.draw(() => Array.from({ length: 20 }, () => 'x'.repeat(70)));
  window.columns = 20;
  clock.nowMs = 100;
  screen.draw(() => ['z']);
  expect(written[1]).toContain('\u001B[23A');
});
