// Which process is meant by a pid, even after the number was given to another one: on Linux by its start time and the boot it belongs
// to, elsewhere by the pid alone. A process on another host cannot be judged from here.

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode } from './disk.ts';

/** `null` where the platform does not tell. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process (field 22 of /proc/PID/stat, proc(5)). */
  readonly start_ticks: number | null;
  readonly boot_id: string | null;
  readonly host: string;
}

export type Vitality = 'alive' | 'dead' | 'on_another_host';

export function identifyProcess(pid: number): ProcessIdentity {
  return {
    pid,
    start_ticks: readProcessStat(pid)?.startTicks ?? null,
    boot_id: readProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? null,
    host: hostname(),
  };
}

/** `alive` in case of doubt. */
export function vitalityOf(identity: ProcessIdentity): Vitality {
  const today = identifyProcess(identity.pid);
  if (identity.host !== today.host) return 'on_another_host';
  if (differ(identity.boot_id, today.boot_id)) return 'dead';
  if (!hasProcess(identity.pid)) return 'dead';
  if (differ(identity.start_ticks, today.start_ticks)) return 'dead';
  // A zombie has ended and only waits for its parent to notice.
  const state = readProcessStat(identity.pid)?.state;
  return state === 'Z' || state === 'X' ? 'dead' : 'alive';
}

function differ(then: number | string | null, now: number | string | null): boolean {
  return then !== null && now !== null && then !== now;
}

/** Signal 0 only asks; a process of another user answers with EPERM. */
function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** The program's name stands in parentheses and may itself hold spaces and parentheses, so fields are counted after the last one. */
function readProcessStat(pid: number): { readonly state: string | undefined; readonly startTicks: number } | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTicks = Number(fields[19]);
  return Number.isSafeInteger(startTicks) ? { state: fields[0], startTicks } : undefined;
}

function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
