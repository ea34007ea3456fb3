// `plimsoll soak`: a run, and at its end what it showed, what to take along, and the verdict.

import { relative } from 'node:path';
import { SOAK_POLICY } from '../../gates/gate-policy.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { runDocument } from '../../report/run-document.ts';
import { Failure } from '../../std/failure.ts';
import { executeRun } from '../running/execute-run.ts';
import type { ExecutedRun } from '../running/execute-run.ts';
import { EXIT_CODES, exitCodeMeaning, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { doubtLines, reportLines, verdictLines } from '../terminal/report-lines.ts';
import type { SoakOptions } from '../arguments/run-options.ts';
import { resumeRun } from '../running/resume-run.ts';
import type { ResumedRun } from '../running/resume-run.ts';
import { styleFor } from '../terminal/style.ts';

export async function soakCommand(host: Host, options: SoakOptions): Promise<ExitCode> {
  const { resume } = options;
  const executed =
    resume === undefined
      ? await begin(host, { ...options, alerts: true })
      : await resumeRun(host, { ...options, alerts: true, resume });
  const exitCode = soakExitCode(executed);
  if (options.json === true) {
    const { runId, result, view } = executed;
    const way = resumeLine(executed, options);
    const document = {
      run_id: runId,
      folder: result.folder,
      ...runDocument(view),
      ...(way === undefined ? {} : { resume_with: way }),
      ...(executed.snapshot === undefined ? {} : { production_snapshot: executed.snapshot }),
      exit_code: exitCode,
    };
    host.stdout.write(canonicalDocument(document));
  } else {
    const lines = options.quiet === true ? quietLines(host, executed) : fullLines(host, options, executed, exitCode);
    host.stdout.write(`${lines.join('\n')}\n`);
  }
  return exitCode;
}

async function begin(host: Host, options: SoakOptions): Promise<ExecutedRun> {
  if (options.force === true) {
    throw new Failure('usage', '--force: nothing to force without --resume', { hint: 'leave it out' });
  }
  return executeRun(host, options, SOAK_POLICY);
}

/** A run that stopped before its end has no say about the bot, whatever its iterations showed so far. */
export function soakExitCode({ result }: Pick<ExecutedRun, 'result'>): ExitCode {
  return isCutShort(result) ? EXIT_CODES.interrupted : verdictExitCode(result.judgement.verdict);
}

function isCutShort({ reason }: ExecutedRun['result']): boolean {
  return reason === 'interrupted' || reason === 'paused';
}

function quietLines(host: Host, { view }: ExecutedRun): string[] {
  const style = styleFor(host.stdout, host);
  return [...doubtLines(view, style), ...verdictLines(view.judgement, view.line, style)];
}

function fullLines(host: Host, options: SoakOptions, executed: ExecutedRun | ResumedRun, exitCode: ExitCode): string[] {
  const { view, result, pace } = executed;
  const way = resumeLine(executed, options);
  const isOver = 'nothingToDo' in executed && executed.nothingToDo;
  return [
    ...(isOver ? [`nothing to resume: ${view.ending}`] : []),
    '',
    ...reportLines(view, styleFor(host.stdout, host)),
    `artifacts: ${relative(host.cwd, result.folder) || '.'} (${pace})`,
    ...(executed.snapshot === undefined
      ? []
      : [`it froze and passed the release gate: ${relative(host.cwd, executed.snapshot)}`]),
    ...(way === undefined ? [] : [`resume with: ${way}`]),
    `exit code ${exitCode}: ${exitCodeMeaning(exitCode)}`,
  ];
}

/** What to type to go on with the run, with what its folder does not carry; `undefined` where it is over. */
function resumeLine({ runId, result }: ExecutedRun, { entries, data = [] }: SoakOptions): string | undefined {
  if (!isCutShort(result)) return undefined;
  const out = entries.findLast(({ name }) => name === 'out')?.text;
  return [
    `plimsoll soak --resume ${runId}`,
    ...(out === undefined ? [] : [`--out ${out}`]),
    ...(data.length === 0 ? [] : [`--data ${data.join(' ')}`]),
  ].join(' ');
}
