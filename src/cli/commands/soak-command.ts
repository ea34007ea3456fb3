// `plimsoll soak`: a run, and at its end what it showed, what to take along, and the verdict.

import { relative } from 'node:path';
import { SOAK_POLICY } from '../../gates/gate-policy.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { runDocument } from '../../report/run-document.ts';
import { executeRun } from '../running/execute-run.ts';
import type { ExecutedRun } from '../running/execute-run.ts';
import { EXIT_CODES, exitCodeMeaning, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { doubtLines, reportLines, verdictLines } from '../terminal/report-lines.ts';
import type { RunOptions } from '../arguments/run-options.ts';
import { styleFor } from '../terminal/style.ts';

export async function soakCommand(host: Host, options: RunOptions): Promise<ExitCode> {
  const executed = await executeRun(host, options, SOAK_POLICY);
  const exitCode = soakExitCode(executed);
  if (options.json === true) {
    const { runId, result, view } = executed;
    const document = { run_id: runId, folder: result.folder, ...runDocument(view), exit_code: exitCode };
    host.stdout.write(canonicalDocument(document));
  } else {
    const lines = options.quiet === true ? quietLines(host, executed) : fullLines(host, executed, exitCode);
    host.stdout.write(`${lines.join('\n')}\n`);
  }
  return exitCode;
}

/** An interrupted run has no say about the bot, whatever its iterations showed so far. */
export function soakExitCode({ result }: Pick<ExecutedRun, 'result'>): ExitCode {
  return result.reason === 'interrupted' ? EXIT_CODES.interrupted : verdictExitCode(result.judgement.verdict);
}

function quietLines(host: Host, { view }: ExecutedRun): string[] {
  const style = styleFor(host.stdout, host);
  return [...doubtLines(view, style), ...verdictLines(view.judgement, view.line, style)];
}

function fullLines(host: Host, { view, result, pace }: ExecutedRun, exitCode: ExitCode): string[] {
  return [
    '',
    ...reportLines(view, styleFor(host.stdout, host)),
    `artifacts: ${relative(host.cwd, result.folder) || '.'} (${pace})`,
    `exit code ${exitCode}: ${exitCodeMeaning(exitCode)}`,
  ];
}
