// What the processes of a bot use, read from /proc (proc(5)): all processes of its session, which are its children and theirs. Where there
// is no /proc nothing is known.

import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessSample {
  /** Resident memory; pages that processes share are counted for each. */
  readonly rssMb: number;
  readonly openFiles: number;
  /** Processor time of all that live, and of the children that they waited for, since each began. */
  readonly cpuSeconds: number;
}

/** In which /proc counts time, on every architecture (USER_HZ). */
const TICKS_PER_SECOND = 100;
const BYTES_PER_KB = 1024;

/** Undefined where there is no /proc, or no such session any more. */
export function probeProcesses(session: number): ProcessSample | undefined {
  const members = processesOf(session);
  if (members.length === 0) return undefined;
  return {
    rssMb: members.reduce((sum, { pid }) => sum + rssMb(pid), 0),
    openFiles: members.reduce((sum, { pid }) => sum + openFiles(pid), 0),
    cpuSeconds: members.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
  };
}

function processesOf(session: number): readonly { readonly pid: number; readonly ticks: number }[] {
  return quietly(() => readdirSync('/proc'), []).flatMap((name) => {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? read(`/proc/${name}/stat`) : '';
    // The program's name stands in parentheses and may itself hold some, so fields are counted after the last one, from the third on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(fields[3]) !== session || fields[0] === 'Z') return [];
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, ticks }];
  });
}

function rssMb(pid: number): number {
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/mu.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  return (kilobytes * BYTES_PER_KB) / 1e6;
}

function openFiles(pid: number): number {
  return quietly(() => readdirSync(`/proc/${pid}/fd`), []).length;
}

function read(path: string): string {
  return quietly(() => readFileSync(path, 'utf8'), '');
}

/** A process may end between two looks at it. */
function quietly<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
