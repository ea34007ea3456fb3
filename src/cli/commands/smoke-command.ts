// `plimsoll smoke`: a run of seconds, held against sanity limits, and a look at every artifact that a run leaves.

import { relative } from 'node:path';
import { SMOKE_POLICY } from '../../gates/gate-policy.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { runDocument } from '../../report/run-document.ts';
import { checkArtifacts } from '../running/check-artifacts.ts';
import type { Check } from '../running/check-artifacts.ts';
import { executeRun } from '../running/execute-run.ts';
import { EXIT_CODES, exitCodeMeaning } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { doubtLines, gateLines, verdictLines, warningLines } from '../terminal/report-lines.ts';
import type { RunOptions } from '../arguments/run-options.ts';
import { SMOKE_DEFAULTS, SMOKE_PLACE } from '../arguments/smoke-defaults.ts';
import { soakExitCode } from './soak-command.ts';
import { styleFor } from '../terminal/style.ts';

export async function smokeCommand(host: Host, options: RunOptions): Promise<ExitCode> {
  // A smoke run is short whatever a project file says; what was typed comes after its own defaults and wins.
  const own = Object.entries(SMOKE_DEFAULTS).map(([name, text]) => ({ name, text, place: SMOKE_PLACE }));
  const executed = await executeRun(host, { ...options, entries: [...own, ...options.entries] }, SMOKE_POLICY);
  const { runId, result, view, stored, pace } = executed;
  const checks = result.reason === 'interrupted' ? [] : checkArtifacts(host.disk, stored);
  const sound = checks.every((check) => check.passed);
  const exitCode = sound ? soakExitCode(executed) : EXIT_CODES.artifact;
  const style = styleFor(host.stdout, host);
  const checkLine = ({ name, passed, finding }: Check): string =>
    `${passed ? style.green('ok') : style.red('FAILED')} ${name}: ${finding}`;
  const verdict = verdictLines(view.judgement, view.line, style);
  if (options.json === true) {
    const document = { run_id: runId, folder: result.folder, ...runDocument(view), checks, exit_code: exitCode };
    host.stdout.write(canonicalDocument(document));
  } else if (options.quiet === true) {
    const failed = checks.filter((check) => !check.passed).map(checkLine);
    host.stdout.write(`${[...failed, ...doubtLines(view, style), ...verdict].join('\n')}\n`);
  } else {
    const lines = [
      '',
      ...checks.map(checkLine),
      ...gateLines(view.judgement),
      '',
      ...warningLines(view, style),
      view.ending,
      ...verdict,
      `artifacts: ${relative(host.cwd, result.folder) || '.'} (${pace})`,
      `exit code ${exitCode}: ${exitCodeMeaning(exitCode)}`,
    ];
    host.stdout.write(`${lines.join('\n')}\n`);
  }
  return exitCode;
}
