// A host for tests: everything typed and printed stays in memory, time stands still unless it is moved, and the disk is a folder of
// the test's own.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disk } from '../files/disk.ts';
import { nodeDisk } from '../files/node-disk.ts';
import { executeProgram } from './execute-program.ts';
import type { Host, HttpAnswer, HttpRequest, TextStream } from './host.ts';
import { isJsonObject } from '../json/json-object.ts';
import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse.ts';
import { DATA_MARK } from '../report/page/report-html.ts';
import { assert } from '../std/assert.ts';
import { runCli } from './run-cli.ts';

interface MemoryStream extends TextStream {
  text(): string;
}

export interface MemoryHost extends Host {
  readonly stdout: MemoryStream;
  readonly stderr: MemoryStream;
  /** Presses a key. */
  press(key: string): void;
  /** What Ctrl-C does. */
  interrupt(): void;
  /** How many wait for Ctrl-C. */
  listening(): number;
  /** Lets time pass. */
  wait(milliseconds: number): void;
  /** What was sent over the network. */
  readonly requests: readonly HttpRequest[];
  /** The code given to `exitNow`, where it was called. */
  exitedNow(): number | undefined;
}

export interface MemoryHostOptions {
  readonly env?: Host['env'];
  readonly cwd?: string;
  readonly terminal?: boolean;
  readonly disk?: Disk;
  readonly execute?: Host['execute'];
  /** What the person at the terminal says, question by question; then they leave. Absent: nobody sits there. */
  readonly typedAnswers?: readonly string[];
  /** How much time passes from one look at the clock to the next. */
  readonly lookMs?: number;
  /** What the network says; without it nothing can be reached. */
  readonly answer?: (request: HttpRequest) => Promise<HttpAnswer>;
  /** Called each time that the run lets signals have their turn. */
  readonly onBreath?: (host: MemoryHost) => void;
}

const STARTED_MS = Date.UTC(2026, 10, 22, 13, 15, 0);

export function memoryHost(argv: readonly string[], options: MemoryHostOptions = {}): MemoryHost {
  const {
    env = {},
    cwd = temporaryFolder(),
    terminal = false,
    disk = nodeDisk,
    lookMs = 1,
    onBreath,
    execute = executeProgram,
    answer,
    typedAnswers,
  } = options;
  const listeners = new Set<() => void>();
  const keyListeners = new Set<(key: string) => void>();
  let nowMs = STARTED_MS;
  let exited: number | undefined;
  const requests: HttpRequest[] = [];
  const host: MemoryHost = {
    argv,
    env,
    cwd,
    stdout: memoryStream(terminal),
    stderr: memoryStream(terminal),
    disk,
    version: '0.0.0-test',
    nodeVersion: 'v20.0.0-test',
    pid: process.pid,
    pageTemplate: (name) => `<title>${name}</title><script type="application/json">${DATA_MARK}</script>`,
    wallClockMs: () => {
      nowMs += lookMs;
      return nowMs;
    },
    onKey(callback) {
      keyListeners.add(callback);
      return () => keyListeners.delete(callback);
    },
    onInterrupt(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    breathe() {
      onBreath?.(host);
      return Promise.resolve();
    },
    sleep: () => Promise.resolve(),
    execute,
    request(request) {
      requests.push(request);
      return answer === undefined ? Promise.reject(new Error('no network in memory')) : answer(request);
    },
    chance: () => 0,
    bots: {
      spawn: () => Promise.reject(new Error('a host in memory starts no process')),
      leftBehind: () => {
        throw new Error('a host in memory leaves no process behind');
      },
    },
    ...(typedAnswers === undefined ? {} : { ask: asking(typedAnswers) }),
    exitNow(code) {
      exited = code;
    },
    press(key) {
      for (const listener of keyListeners) listener(key);
    },
    interrupt() {
      for (const listener of listeners) listener();
    },
    listening: () => listeners.size,
    wait(milliseconds) {
      nowMs += milliseconds;
    },
    exitedNow: () => exited,
    requests,
  };
  return host;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The whole command line, in memory. */
export async function run(argv: readonly string[], options: MemoryHostOptions = {}): Promise<Ran> {
  const host = memoryHost(argv, options);
  const exitCode = await runCli(host);
  return { exitCode, stdout: host.stdout.text(), stderr: host.stderr.text() };
}

/** A JSON document that is an object, read strictly. */
export function jsonObject(text: string): { readonly [key: string]: JsonValue } {
  const value = parseJson(text);
  assert(isJsonObject(value), 'the document is an object');
  return value;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-cli-'));
}

function asking(typedAnswers: readonly string[]): NonNullable<Host['ask']> {
  const left = [...typedAnswers];
  return () => Promise.resolve(left.shift());
}

function memoryStream(isTerminal: boolean): MemoryStream {
  let written = '';
  return {
    isTerminal,
    columns: () => 100,
    rows: () => 40,
    write(text) {
      written += text;
    },
    text: () => written,
  };
}
