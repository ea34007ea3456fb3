// What keeps the folder of all runs within its limits while a soak is at work and after it: the policy that lies there, or the defaults. What was
// done is told on stderr; a soak that ran to its end is not failed for what could not be tidied up afterwards.

import { dirname } from 'node:path';
import type { AppliedStep } from '../../artifacts/rotation/apply-plan.ts';
import { forecastNeed } from '../../artifacts/rotation/forecast-need.ts';
import { planRotation } from '../../artifacts/rotation/plan-rotation.ts';
import { rotateFolder } from '../../artifacts/rotation/rotate-folder.ts';
import { ROTATION_POLICY } from '../../artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../../artifacts/rotation/rotation-policy.ts';
import { RunRotation } from '../../artifacts/rotation/run-rotation.ts';
import { surveyFolder } from '../../artifacts/rotation/survey-folder.ts';
import type { RunPlan } from '../../artifacts/run-record.ts';
import type { RunningHost } from '../../soak/soak-host.ts';
import { errorCode } from '../../files/disk.ts';
import { Failure } from '../../std/failure.ts';
import { byteSizeText } from '../arguments/byte-size.ts';
import type { Host } from '../host.ts';
import { existsAt, folderPolicy } from './read-rotation-policy.ts';

/** Room for every document of a run and the last record of its journal, a few times over. */
const RESERVE_BYTES = 262_144;

/** `onLimit` hears, in a sentence, each time that something had to go for want of room. Throws `Failure('usage')` for a policy file that is wrong. */
export function keepHouse(
  host: Host,
  out: string,
  onLimit: (sentence: string) => void,
): Pick<RunningHost, 'housekeeping' | 'reserveBytes'> {
  const policy = folderPolicy(host, out) ?? ROTATION_POLICY;
  const rotation = new RunRotation(
    {
      disk: host.disk,
      pid: host.pid,
      nowMs: () => host.wallClockMs(),
      wallClock: () => new Date(host.wallClockMs()).toISOString(),
      onRotated: (applied) => {
        const sentence = rotationSentence(applied);
        if (sentence !== undefined) onLimit(sentence);
      },
    },
    policy,
  );
  return { housekeeping: rotation, reserveBytes: RESERVE_BYTES };
}

/** Warns on stderr where the disk or the budget will not hold what the run is going to need, and answers the warning. */
export function warnOfNeed(host: Host, out: string, plan: RunPlan): string | undefined {
  const policy = folderPolicy(host, out) ?? ROTATION_POLICY;
  const need = forecastNeed(plan, policy);
  const room = roomFor(host, out, policy);
  if (room === undefined || need <= room) return undefined;
  const warning = `the run will need about ${byteSizeText(need)} of disk, and there is room for ${byteSizeText(Math.max(0, room))}; where that is used up it ends with 5 and can be resumed`;
  host.stderr.write(`forecast: ${warning}\n`);
  return warning;
}

/** All that the folder may hold but what no rotation touches; undefined where it cannot be looked at, which is for the run to say. */
function roomFor(host: Host, out: string, policy: RotationPolicy): number | undefined {
  try {
    return roomIn(host, out, policy);
  } catch (error) {
    if (!(error instanceof Failure) && errorCode(error) === undefined) throw error;
    return undefined;
  }
}

function roomIn(host: Host, out: string, policy: RotationPolicy): number {
  const { disk } = host;
  if (existsAt(disk, out)) {
    const { allowed, untouchable } = planRotation(surveyFolder(disk, out), policy, host.wallClockMs()).bytes;
    return allowed - untouchable;
  }
  let folder = dirname(out);
  while (!existsAt(disk, folder)) folder = dirname(folder);
  return Math.min(policy.budget_bytes, disk.freeBytes(folder) - policy.keep_free_bytes);
}

export function tidyAfterRun(host: Host, out: string): void {
  const wallClock = (): string => new Date(host.wallClockMs()).toISOString();
  const place = { disk: host.disk, out, pid: host.pid, nowMs: host.wallClockMs(), wallClock };
  try {
    const { applied, isOver, bytes } = rotateFolder(place, folderPolicy(host, out) ?? ROTATION_POLICY);
    const sentence = rotationSentence(applied);
    if (sentence !== undefined) host.stderr.write(`rotation: ${sentence}\n`);
    if (!isOver) return;
    host.stderr.write(
      `rotation: ${out} holds ${byteSizeText(bytes.now)} where ${byteSizeText(bytes.allowed)} may be, and nothing more may go; \`plimsoll artifacts status\` tells why\n`,
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    host.stderr.write(`rotation: ${error.message}\n`);
  }
}

/** Undefined where nothing was done. */
function rotationSentence(applied: readonly AppliedStep[]): string | undefined {
  if (applied.length === 0) return undefined;
  const done = applied.filter(({ outcome }) => outcome === 'done');
  const freed = done.reduce((sum, one) => sum + one.freed, 0);
  const runs = done.filter(({ step }) => step.action === 'remove_run').length;
  const files = done.filter(({ step }) => step.action === 'compress').length;
  const undone = applied.length - done.length;
  return `${runs} runs removed, ${files} files compressed, ${byteSizeText(freed)} freed${undone === 0 ? '' : `, ${undone} steps refused`}; see rotation/ROTATION_LOG.jsonl`;
}
