// A folder in which a page's commands are typed one after the other, as a user would who has the package installed there: `npx plimsoll` and
// `plimsoll` are the compiled program, everything else is the shell's.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './read-page.ts';

const PROGRAM = join(ROOT, 'dist/cli/main.js');
const RECORDING = join(process.env['PLIMSOLL_DATA'] ?? join(ROOT, '../shared/data'), 'btcusdt-spot-60s.gz');

export interface Typed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class PageShell {
  readonly #bin = mkdtempSync(join(tmpdir(), 'plimsoll-bin-'));
  readonly #cwd = mkdtempSync(join(tmpdir(), 'plimsoll-page-'));
  readonly #env: NodeJS.ProcessEnv;
  #running: ChildProcess | undefined;

  constructor(env: { readonly [name: string]: string } = {}) {
    const program = `exec "${process.execPath}" "${PROGRAM}" "$@"`;
    this.#install('plimsoll', program);
    this.#install('npx', `test "$1" = plimsoll || exit 127\nshift\n${program}`);
    const path = `${this.#bin}:${process.env['PATH'] ?? ''}`;
    this.#env = { ...process.env, NO_COLOR: '1', RECORDING, REPOSITORY: ROOT, ...env, PATH: path };
  }

  /** `until`: interrupts the command, as Ctrl-C does, once it has printed that. */
  type(command: string, until?: RegExp): Promise<Typed> {
    return new Promise((resolve, reject) => {
      const child = spawn('bash', ['-c', until === undefined ? command : `exec ${command}`], {
        cwd: this.#cwd,
        env: this.#env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      this.#running = child;
      const texts = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => {
          texts[name] += text;
          if (until?.test(texts.stdout + texts.stderr) === true) child.kill('SIGINT');
        });
      }
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, ...texts }));
    });
  }

  /** Whether the machine has what a command needs: a program, or a file that a variable names. */
  async has(needed: string): Promise<boolean> {
    const test = needed.startsWith('$') ? `test -e "${needed}"` : `command -v ${needed}`;
    return (await this.type(test)).status === 0;
  }

  /** A command that a test gave up is ended with it. */
  close(): void {
    this.#running?.kill('SIGKILL');
    for (const folder of [this.#bin, this.#cwd]) rmSync(folder, { recursive: true });
  }

  #install(name: string, script: string): void {
    mkdirSync(this.#bin, { recursive: true });
    writeFileSync(join(this.#bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
}
