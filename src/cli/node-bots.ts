// Commands as processes of this machine, each the head of a process group and session of its own, so that Ctrl-C does not reach it past us and
// all that it started can be ended together. Whatever is left of them ends with this process, however it ends, short of a SIGKILL.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { errorCode } from '../files/disk.ts';
import { Failure } from '../std/failure.ts';
import type { BotExit, BotMachine, BotOrder, BotProcess } from '../targets/command/machine.ts';

const groups = new Set<number>();

export const nodeBots: Pick<BotMachine, 'spawn' | 'leftBehind'> = {
  spawn: start,
  leftBehind: (pid) => ({
    pid,
    exit: () => undefined,
    signal: (name) => signalGroup(pid, name),
    isAlive: () => signalGroup(pid, 0),
  }),
};

function start({ command, environment, onOutput }: BotOrder): Promise<BotProcess> {
  const [program = '', ...rest] = command;
  const child = spawn(program, rest, {
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', onOutput);
  child.stderr.on('data', onOutput);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(cannotStart(program, error)));
    child.once('spawn', () => resolve(started(child)));
  });
}

function started(child: ChildProcess): BotProcess {
  const { pid = 0 } = child;
  if (groups.size === 0) process.once('exit', endAll);
  groups.add(pid);
  let exit: BotExit | undefined;
  child.once('exit', (code, signal) => {
    exit = { code: code ?? undefined, signal: signal ?? undefined };
  });
  return {
    pid,
    exit: () => exit,
    signal: (name) => signalGroup(pid, name),
    // Once the head was reaped and no other is left, the group's number may be another's.
    isAlive: () => {
      if (!groups.has(pid)) return false;
      const isLeft = exit === undefined || signalGroup(pid, 0);
      if (!isLeft) groups.delete(pid);
      return isLeft;
    },
  };
}

function endAll(): void {
  for (const pid of groups) signalGroup(pid, 'SIGKILL');
}

/** False where there is no such group. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    if (errorCode(error) === 'EPERM') return true;
    throw error;
  }
}

function cannotStart(program: string, error: Error): Failure {
  const reason = errorCode(error) === 'ENOENT' ? 'there is no such program' : error.message;
  return new Failure('usage', `the bot's command ${JSON.stringify(program)} cannot be started: ${reason}`, {
    hint: 'behind -- stands the command as you would type it in this folder, such as: -- python3 bot.py',
    cause: error,
  });
}
