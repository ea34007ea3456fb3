// The lock between real processes, some of which are killed. They run the compiled room, since Node 20 reads no TypeScript.

import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { failureOf } from './failure-of.fixture.ts';
import { nodeDisk } from './node-disk.ts';
import { acquireRunLock } from './run-lock.ts';
import { useTemporaryFolder } from './temporary-folder.fixture.ts';

const CONTENDER = `
import { nodeDisk } from './files/node-disk.js';
import { acquireRunLock } from './files/run-lock.js';

let lock;
process.on('message', ({ acquire, release }) => {
  if (release) lock.release();
  if (release) return process.send({ kind: 'released' });
  try {
    lock = acquireRunLock(nodeDisk, acquire, { pid: process.pid });
    process.send({ kind: 'won' });
  } catch (error) {
    process.send({ kind: 'lost', code: error.code, message: error.message });
  }
});
process.send({ kind: 'ready' });
`;

interface Answer {
  readonly kind: 'ready' | 'won' | 'lost' | 'released';
  readonly code?: string;
  readonly message?: string;
}

const inFolder = useTemporaryFolder();
const compiled = mkdtempSync(join(tmpdir(), 'plimsoll-compiled-'));
const running = new Set<ChildProcess>();

beforeAll(() => {
  const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  const options =
    '--ignoreConfig --target es2023 --module nodenext --types node --skipLibCheck --rewriteRelativeImportExtensions';
  const sources = ['run-lock.ts', 'node-disk.ts'].map((name) => join(import.meta.dirname, name));
  const rootDir = join(import.meta.dirname, '..');
  execFileSync(process.execPath, [
    compiler,
    ...options.split(' '),
    '--rootDir',
    rootDir,
    '--outDir',
    compiled,
    ...sources,
  ]);
  writeFileSync(join(compiled, 'package.json'), '{"type":"module"}');
  writeFileSync(join(compiled, 'contender.js'), CONTENDER);
});

afterEach(() => {
  for (const contender of running) contender.kill('SIGKILL');
  running.clear();
});

afterAll(() => {
  rmSync(compiled, { recursive: true, force: true });
});

async function startContender(): Promise<ChildProcess> {
  const contender = fork(join(compiled, 'contender.js'), { execArgv: [] });
  running.add(contender);
  await answerOf(contender);
  return contender;
}

async function answerOf(contender: ChildProcess): Promise<Answer> {
  const [answer] = await once(contender, 'message');
  return answer;
}

function ask(contender: ChildProcess, question: { acquire?: string; release?: true }): Promise<Answer> {
  const answer = answerOf(contender);
  contender.send(question);
  return answer;
}

async function killNine(contender: ChildProcess): Promise<void> {
  const exit = once(contender, 'exit');
  contender.kill('SIGKILL');
  await exit;
  running.delete(contender);
}

it('a lock is refused while its owner runs, and taken over after kill -9', async () => {
  const owner = await startContender();
  expect(await ask(owner, { acquire: inFolder() })).toEqual({ kind: 'won' });
  const failure = failureOf(() => acquireRunLock(nodeDisk, inFolder(), { pid: process.pid }));
  expect(failure.code).toBe('usage');
  expect(failure.message).toBe(`the folder ${inFolder()} is locked by process ${owner.pid}, which is at work in it`);

  await killNine(owner);
  expect(readdirSync(inFolder())).toEqual(['run.lock']);
  acquireRunLock(nodeDisk, inFolder(), { pid: process.pid }).release();
  expect(readdirSync(inFolder())).toEqual([]);
});

it('a lock that its owner released is free to another process', async () => {
  const [first, second] = [await startContender(), await startContender()];
  await ask(first, { acquire: inFolder() });
  expect((await ask(second, { acquire: inFolder() })).kind).toBe('lost');
  await ask(first, { release: true });
  expect(await ask(second, { acquire: inFolder() })).toEqual({ kind: 'won' });
});

it('of many that start at once, one gets a free lock, and one that of a killed owner', async () => {
  const victim = await startContender();
  await ask(victim, { acquire: inFolder() });
  await killNine(victim);
  const lockOfTheKilled = readFileSync(inFolder('run.lock'));

  const contenders = await Promise.all(Array.from({ length: 6 }, startContender));
  for (let round = 0; round < 40; round += 1) {
    const folder = inFolder(`round-${round}`);
    mkdirSync(folder);
    if (round % 4 > 0) writeFileSync(join(folder, 'run.lock'), lockOfTheKilled);
    if (round % 4 > 1) writeFileSync(join(folder, 'run.lock.takeover'), lockOfTheKilled);
    const answers = await Promise.all(contenders.map((contender) => ask(contender, { acquire: folder })));
    const winners = contenders.filter((_contender, index) => answers[index]?.kind === 'won');
    expect(winners).toHaveLength(1);
    const { pid } = JSON.parse(readFileSync(join(folder, 'run.lock'), 'utf8'));
    expect(pid).toBe(winners[0]?.pid);
    for (const answer of answers.filter(({ kind }) => kind === 'lost')) {
      expect(answer.code).toBe('usage');
      expect(answer.message).toContain(`the folder ${folder} is locked by process `);
    }
    expect(readdirSync(folder)).toEqual(['run.lock']);
  }
});
