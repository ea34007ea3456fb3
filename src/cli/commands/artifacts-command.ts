// `plimsoll artifacts status|plan|apply`: the folder of all runs kept under a budget. Its exit codes are those of the tool that did this
// before: 0 done, 1 an error, 2 over budget and nothing more may go.

import { relative, resolve } from 'node:path';
import { applyPlan } from '../../artifacts/rotation/apply-plan.ts';
import type { AppliedStep } from '../../artifacts/rotation/apply-plan.ts';
import { planPath, readPlan, sealPlan, writePlan } from '../../artifacts/rotation/plan-file.ts';
import { planRotation } from '../../artifacts/rotation/plan-rotation.ts';
import type { FolderBytes, RotationDecision } from '../../artifacts/rotation/rotation-plan.ts';
import { ROTATION_POLICY, withGiven } from '../../artifacts/rotation/rotation-policy.ts';
import type { RotationPolicy } from '../../artifacts/rotation/rotation-policy.ts';
import { surveyFolder } from '../../artifacts/rotation/survey-folder.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { Failure } from '../../std/failure.ts';
import { byteSizeText, parseByteSize } from '../arguments/byte-size.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { readConfiguration } from '../running/read-configuration.ts';
import { folderPolicy, readRotationPolicy } from '../running/read-rotation-policy.ts';

interface FolderOptions {
  readonly dir?: string;
  readonly now?: string;
  readonly json?: boolean;
}

export interface RotationOptions extends FolderOptions {
  readonly policy?: string;
  readonly budget?: string;
  readonly keepFree?: string;
}

export interface PlanOptions extends RotationOptions {
  readonly plan?: string;
}

export interface ApplyOptions extends FolderOptions {
  readonly plan?: string;
}

export function artifactsStatus(host: Host, options: RotationOptions): ExitCode {
  const out = folderOf(host, options);
  const policy = policyOf(host, out, options);
  const facts = surveyFolder(host.disk, out);
  const decision = planRotation(facts, policy, nowOf(host, options));
  const exitCode = decision.over_budget ? EXIT_CODES.usage : EXIT_CODES.ok;
  const { bytes, keep, steps } = decision;
  if (options.json === true) {
    const document = { folder: out, runs: facts.runs.length, bytes, keep, steps: steps.length, exit_code: exitCode };
    host.stdout.write(canonicalDocument(document));
    return exitCode;
  }
  print(host, [
    `${shown(host, out)}: ${facts.runs.length} runs, ${byteSizeText(bytes.now)}; ${byteSizeText(facts.freeBytes)} free on its disk`,
    limitSentence(bytes),
    ...keepLines(decision),
    steps.length === 0 ? 'nothing would go' : `${steps.length} steps are due: plimsoll artifacts plan`,
    ...overLines(decision),
  ]);
  return exitCode;
}

export function artifactsPlan(host: Host, options: PlanOptions): ExitCode {
  const out = folderOf(host, options);
  const policy = policyOf(host, out, options);
  const nowMs = nowOf(host, options);
  const decision = planRotation(surveyFolder(host.disk, out), policy, nowMs);
  const plan = sealPlan(host.disk, out, decision, { policy, nowMs });
  const path = planFile(host, out, options);
  writePlan(host.disk, out, path, plan);
  const exitCode = decision.over_budget ? EXIT_CODES.usage : EXIT_CODES.ok;
  if (options.json === true) {
    host.stdout.write(canonicalDocument({ plan_file: path, plan, exit_code: exitCode }));
    return exitCode;
  }
  print(host, [
    limitSentence(decision.bytes),
    ...keepLines(decision),
    ...decision.steps.map(({ action, run, files, reason }) => `${action} ${run} (${filesText(files)}): ${reason}`),
    `after it ${byteSizeText(decision.bytes.after)} of ${byteSizeText(decision.bytes.now)} are expected to be left`,
    ...overLines(decision),
    `plan: ${shown(host, path)} (SHA-256 ${plan.plan_sha256})`,
  ]);
  return exitCode;
}

export function artifactsApply(host: Host, options: ApplyOptions): ExitCode {
  const out = folderOf(host, options);
  const plan = readPlan(host.disk, planFile(host, out, options));
  const nowMs = nowOf(host, options);
  const wallClock = (): string => new Date(host.wallClockMs()).toISOString();
  const applied = applyPlan({ disk: host.disk, out, pid: host.pid, nowMs, wallClock }, plan);
  const left = planRotation(surveyFolder(host.disk, out), plan.policy, Math.max(nowMs, Date.parse(plan.now)));
  const isOver = left.bytes.now > left.bytes.allowed;
  const isUndone = applied.some(({ outcome }) => outcome !== 'done');
  const exitCode = exitCodeOf({ isOver, isUndone, mayMoreGo: left.steps.length > 0 });
  if (options.json === true) {
    const document = { plan_sha256: plan.plan_sha256, applied, bytes: left.bytes, exit_code: exitCode };
    host.stdout.write(canonicalDocument(document));
    return exitCode;
  }
  print(host, [
    ...applied.map(appliedLine),
    `${byteSizeText(left.bytes.now)} are left`,
    limitSentence(left.bytes),
    ...(isOver && left.steps.length > 0 ? ['still over; more may go: plimsoll artifacts plan'] : overLines(left)),
  ]);
  return exitCode;
}

function exitCodeOf({
  isOver,
  isUndone,
  mayMoreGo,
}: {
  readonly isOver: boolean;
  readonly isUndone: boolean;
  readonly mayMoreGo: boolean;
}): ExitCode {
  if (isUndone || (isOver && mayMoreGo)) return EXIT_CODES.bug;
  return isOver ? EXIT_CODES.usage : EXIT_CODES.ok;
}

function folderOf(host: Host, { dir }: FolderOptions): string {
  return resolve(host.cwd, dir ?? readConfiguration(host, []).settings.out);
}

function policyOf(host: Host, out: string, { policy, budget, keepFree }: RotationOptions): RotationPolicy {
  const read = policy === undefined ? folderPolicy(host, out) : readRotationPolicy(host, policy, '--policy');
  return withGiven(read ?? ROTATION_POLICY, {
    budget_bytes: budget === undefined ? undefined : parseByteSize(budget, '--budget'),
    keep_free_bytes: keepFree === undefined ? undefined : parseByteSize(keepFree, '--keep-free'),
  });
}

function planFile(host: Host, out: string, { plan }: { readonly plan?: string }): string {
  return plan === undefined ? planPath(out) : resolve(host.cwd, plan);
}

function nowOf(host: Host, { now }: FolderOptions): number {
  if (now === undefined) return host.wallClockMs();
  const parsed = /^\d{4}-\d{2}-\d{2}(?:T.*)?$/u.test(now) ? Date.parse(now) : Number.NaN;
  if (Number.isFinite(parsed)) return parsed;
  throw new Failure('usage', `--now: ${JSON.stringify(now)} is no time`, {
    hint: 'write 2026-12-31 or 2026-12-31T12:00:00Z',
  });
}

function limitSentence({ allowed, limit }: FolderBytes): string {
  const why = limit === 'budget' ? 'its budget' : 'what leaves its disk the bytes that are to stay free';
  return `it may hold ${byteSizeText(allowed)}, ${why}`;
}

function keepLines({ keep }: RotationDecision): readonly string[] {
  return keep.map(({ path, bytes, reasons }) => `keep ${path} (${byteSizeText(bytes)}): ${reasons.join(', ')}`);
}

function overLines({ over_budget: isOver, bytes }: RotationDecision): readonly string[] {
  if (!isOver) return [];
  return [
    `over budget, and nothing more may go: ${byteSizeText(bytes.after)} would be left where ${byteSizeText(bytes.allowed)} may be; ${byteSizeText(bytes.untouchable)} of it no rotation touches`,
    'raise the budget, or unpin or move away what is kept above',
  ];
}

function filesText(files: readonly { readonly size: number }[]): string {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return `${files.length} file${files.length === 1 ? '' : 's'}, ${byteSizeText(bytes)}`;
}

function appliedLine({ step, outcome, why, freed }: AppliedStep): string {
  const { action, run, reason } = step;
  return outcome === 'done'
    ? `${action} ${run}: ${reason} (${byteSizeText(freed)} freed)`
    : `${outcome.toUpperCase()} ${action} ${run}: ${why ?? reason}`;
}

function shown(host: Host, path: string): string {
  return relative(host.cwd, path) || '.';
}

function print(host: Host, lines: readonly string[]): void {
  host.stdout.write(`${lines.join('\n')}\n`);
}
