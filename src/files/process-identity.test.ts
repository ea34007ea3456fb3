import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { identifyProcess, vitalityOf } from './process-identity.ts';

const hasProc = existsSync('/proc/self/stat');
const skipped = hasProc ? '' : ' [SKIPPED, this system has no /proc]';

describe('a process', () => {
  it('is alive while it runs and dead when it has ended', () => {
    expect(vitalityOf(identifyProcess(process.pid))).toBe('alive');
    expect(vitalityOf(identifyProcess(process.ppid))).toBe('alive');
    const ended = spawnSync(process.execPath, ['--version']).pid;
    expect(vitalityOf(identifyProcess(ended))).toBe('dead');
  });

  it('on another host cannot be judged', () => {
    const elsewhere = { ...identifyProcess(process.pid), host: 'elsewhere.example' };
    expect(vitalityOf(elsewhere)).toBe('on_another_host');
  });

  it('of which only the pid is known counts as alive while any process has that pid', () => {
    expect(vitalityOf({ ...identifyProcess(process.pid), start_ticks: null, boot_id: null })).toBe('alive');
  });
});

describe.skipIf(!hasProc)(`with /proc${skipped}`, () => {
  it('a process whose pid was given to another is dead', () => {
    const identity = identifyProcess(process.pid);
    expect(identity.start_ticks).toBeGreaterThan(0);
    expect(vitalityOf({ ...identity, start_ticks: Number(identity.start_ticks) - 1 })).toBe('dead');
  });

  it('a process of an earlier boot is dead', () => {
    const identity = identifyProcess(process.pid);
    expect(identity.boot_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(vitalityOf({ ...identity, boot_id: '00000000-0000-0000-0000-000000000000' })).toBe('dead');
  });

  it('a killed process that its parent has not noticed is dead', async () => {
    // The shell starts a child and becomes a program that never asks for it.
    const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(String(line));
      const identity = identifyProcess(pid);
      expect(vitalityOf(identity)).toBe('alive');
      // Until it is that program, the shell could still notice.
      while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await new Promise(setImmediate);
      process.kill(pid, 'SIGKILL');
      while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
      expect(vitalityOf(identity)).toBe('dead');
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('a program name with parentheses and spaces does not confuse the reader', async () => {
    // `exec -a` does not change the name in /proc; writing comm does.
    const script = 'printf "a) R (b" > /proc/$$/comm; echo ready; read line';
    const odd = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      await once(odd.stdout, 'data');
      expect(readFileSync(`/proc/${odd.pid}/stat`, 'utf8')).toContain('(a) R (b)');
      const identity = identifyProcess(Number(odd.pid));
      expect(identity.start_ticks).toBeGreaterThanOrEqual(Number(identifyProcess(process.pid).start_ticks));
      expect(vitalityOf(identity)).toBe('alive');
    } finally {
      odd.kill('SIGKILL');
    }
  });
});
