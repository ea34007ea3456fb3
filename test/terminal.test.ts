// A soak and its watcher in real terminals of the sizes that people have: `script` (util-linux) opens them. What arrives is shown to a terminal
// in memory, which knows no other escape sequences than a screen may use.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DRAWING_END, VirtualTerminal } from '../src/cli/terminal/virtual-terminal.fixture.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const HAS_SCRIPT = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

interface InTerminal {
  readonly text: string;
  readonly status: number | null;
}

/** Types `key` once `when` was seen. */
function inTerminal(
  command: string,
  { columns, rows, cwd }: { readonly columns: number; readonly rows: number; readonly cwd: string },
  typed?: { readonly when: RegExp; readonly key: string },
): Promise<InTerminal> {
  const shell = `stty cols ${columns} rows ${rows}; exec ${process.execPath} ${PROGRAM} ${command}`;
  const running = spawn('script', ['-qfec', shell, '/dev/null'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  let isTyped = false;
  running.stdout.on('data', (chunk) => {
    text += String(chunk);
    if (typed === undefined || isTyped || !typed.when.test(text)) return;
    isTyped = true;
    running.stdin.write(typed.key);
  });
  return new Promise((resolve) => {
    running.once('close', (status) => resolve({ text, status }));
  });
}

describe.skipIf(!HAS_SCRIPT)(`in a terminal${HAS_SCRIPT ? '' : ' [SKIPPED: there is no script of util-linux]'}`, () => {
  test.each([
    [120, 40],
    [80, 24],
    [40, 20],
  ])('of %d x %d a soak draws one screen in place and leaves its report', async (columns, rows) => {
    const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-terminal-'));
    const { text, status } = await inTerminal('soak --iterations 4 --iteration-duration 30m --run-id shown', {
      columns,
      rows,
      cwd,
    });
    expect([0, 3, 4]).toContain(status);
    const terminal = new VirtualTerminal(columns);
    let drawings = 0;
    for (const drawing of text.split(DRAWING_END)) {
      terminal.write(drawing);
      if (!drawing.includes('\u001B[?2026h') || terminal.screen.length === 0) continue;
      drawings += 1;
      expect(terminal.screen.length).toBeLessThan(rows);
      expect(terminal.screen[0]).toMatch(/^shown/u);
      expect(terminal.screen.filter((line) => line.startsWith('min_interval_ms'))).toHaveLength(1);
    }
    expect(drawings).toBeGreaterThan(2);
    expect(terminal.screen.join(' ')).toContain('verdict: ');
    // Whatever hid the cursor has shown it again.
    expect(text.lastIndexOf('\u001B[?25h')).toBeGreaterThan(text.lastIndexOf('\u001B[?25l'));
  });

  test('a watcher sees the soak of another process, and leaves with q, which the soak does not notice', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'plimsoll-terminal-'));
    const argv = ['soak', '--iterations', '30', '--iteration-duration', '30m', '--run-id', 'seen', '--quiet'];
    const soak = spawn(process.execPath, [PROGRAM, ...argv], { cwd, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => {
      soak.once('exit', resolve);
    });
    while (!existsSync(join(cwd, 'artifacts/soak/runs/seen/run.json')) && soak.exitCode === null) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    const { text, status } = await inTerminal(
      'watch seen',
      { columns: 100, rows: 30, cwd },
      { when: /iteration [3-9]\/30/u, key: 'q' },
    );
    expect(status).toBe(0);
    const terminal = new VirtualTerminal(100);
    terminal.write(text);
    expect(terminal.screen[0]).toMatch(/^seen {2}sim calm/u);
    expect(terminal.screen.length).toBeLessThan(30);
    expect([0, 3, 4]).toContain(await ended);
  });
});
