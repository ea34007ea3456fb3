// A stored run watched from its folder, at whatever length of its journal.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MemoryHost } from '../memory-host.fixture.ts';
import { memoryHost, run, temporaryFolder } from '../memory-host.fixture.ts';
import { runCli } from '../run-cli.ts';
import { VirtualTerminal } from '../terminal/virtual-terminal.fixture.ts';

const cwd = temporaryFolder();
const SOAK = ['soak', '--iterations', '4', '--iteration-duration', '1m', '--quiet', '--policy', 'gate.json'];
/** What no run passes. */
const GATE = {
  name: 'strict',
  min_samples: 30,
  last_iterations: 8,
  rules: [{ kpi: 'risk_ratio', good: 'above', hard: 0.99 }],
};
let exitCode: number;
beforeAll(async () => {
  writeFileSync(join(cwd, 'gate.json'), JSON.stringify(GATE));
  ({ exitCode } = await run([...SOAK, '--run-id', 'over'], { cwd }));
});

const JOURNAL = 'artifacts/soak/runs/over/journal.jsonl';

/** The folder of the run with the first so many lines of its journal, and all of its lines. */
function cutOff(lines: number): {
  readonly cwd: string;
  readonly lines: readonly string[];
  write(count: number): void;
} {
  const elsewhere = temporaryFolder();
  const source = dirname(join(cwd, JOURNAL));
  cpSync(source, dirname(join(elsewhere, JOURNAL)), { recursive: true });
  const all = readFileSync(join(cwd, JOURNAL), 'utf8').trimEnd().split('\n');
  const write = (count: number): void => {
    writeFileSync(
      join(elsewhere, JOURNAL),
      all
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join(''),
    );
  };
  write(lines);
  return { cwd: elsewhere, lines: all, write };
}

/** Watches on a terminal, or in a pipe; between two looks `onLook` is told how many there were. */
async function watch(
  argv: readonly string[],
  options: { readonly cwd: string; readonly terminal: boolean },
  onLook: (looks: number, host: MemoryHost, seen: () => string) => void = () => undefined,
): Promise<{ readonly exitCode: number; readonly seen: string; readonly host: MemoryHost }> {
  let looks = 0;
  const host = memoryHost(['watch', ...argv], { ...options, lookMs: 100 });
  const seen = (): string => {
    const terminal = new VirtualTerminal(100);
    terminal.write(host.stdout.text());
    return terminal.screen.join('\n');
  };
  const stepped: MemoryHost = {
    ...host,
    sleep() {
      looks += 1;
      if (looks > 20) throw new Error('it watches on and on');
      onLook(looks, host, seen);
      return Promise.resolve();
    },
  };
  return { exitCode: await runCli(stepped), seen: seen(), host };
}

describe('plimsoll watch', () => {
  test('leaves the last screen of a run that is over, and ends with 0, or with its exit code where that is asked for', async () => {
    const watched = await watch(['over'], { cwd, terminal: true });
    expect(watched.exitCode).toBe(0);
    expect(watched.seen).toMatch(/^over {2}sim calm, steady_safe, seed 42\n/u);
    expect(watched.seen).toContain('the run completed all 4 iterations');
    expect(watched.seen).not.toContain(' left');
    expect((await watch(['latest', '--verdict'], { cwd, terminal: true })).exitCode).toBe(exitCode);
    expect(exitCode).toBe(3);
  });

  test('tells in a pipe one plain line for each iteration, and the verdict', async () => {
    const { host } = await watch(['over'], { cwd, terminal: false });
    const lines = host.stdout.text().trimEnd().split('\n');
    expect(lines[0]).toBe('over');
    expect(lines.slice(2, 6).map((line) => line.trim().split(' ')[0])).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(lines.at(-1)).toMatch(/^verdict: /u);
    expect(host.stdout.text()).not.toContain('\u001B');
  });

  test('follows a run that was killed through its resume to its end', async () => {
    const at = cutOff(5);
    const shown: string[] = [];
    const { seen } = await watch(['over'], { cwd: at.cwd, terminal: true }, (looks, _host, now) => {
      shown.push(now());
      if (looks === 2) at.write(at.lines.length - 1);
      if (looks === 4) at.write(at.lines.length);
    });
    expect(shown[0]).toContain('nobody is at work on it');
    expect(shown[0]).toContain('iteration 3/4');
    expect(shown[2]).toContain('iteration 4/4');
    expect(seen).toContain('the run completed all 4 iterations');
  });

  test.each(['q', '\u0003'])('leaves with the key %j, and the last screen stays', async (key) => {
    const at = cutOff(5);
    const {
      exitCode: left,
      seen,
      host,
    } = await watch(['over', '--verdict'], { cwd: at.cwd, terminal: true }, (looks, watching) => {
      if (looks === 3) watching.press(key);
    });
    expect(left).toBe(0);
    expect(seen).toContain('iteration 3/4');
    expect(host.listening()).toBe(0);
  });

  test('leaves at a signal, too', async () => {
    const at = cutOff(5);
    const { exitCode: left } = await watch(['over'], { cwd: at.cwd, terminal: false }, (_looks, host) =>
      host.interrupt(),
    );
    expect(left).toBe(0);
  });

  test('takes the folder of all runs from --dir, and refuses a run that is not there', async () => {
    const dir = join(cwd, 'artifacts/soak');
    expect((await watch(['over', '--dir', dir], { cwd: temporaryFolder(), terminal: false })).exitCode).toBe(0);
    expect((await watch(['nope'], { cwd, terminal: false })).exitCode).toBe(2);
  });

  test('ends with 6 where the journal is damaged for good', async () => {
    const at = cutOff(5);
    writeFileSync(
      join(at.cwd, JOURNAL),
      at.lines.map((line) => `${line.replace('"seed":42', '"seed":43')}\n`).join(''),
    );
    expect((await watch(['over'], { cwd: at.cwd, terminal: true })).exitCode).toBe(6);
  });
});
