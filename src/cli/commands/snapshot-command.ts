// `plimsoll snapshot RUN`: the parameters of a run that passed, frozen into a file with the hash of the evidence. A run that did not pass gets
// none.

import { relative, resolve } from 'node:path';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashText } from '../../json/hash.ts';
import { readTextFile } from '../../files/read-text-file.ts';
import { parseJson } from '../../json/parse.ts';
import { EXIT_CODES, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { judgeRun } from '../running/judge-run.ts';
import type { JudgeOptions } from '../running/judge-run.ts';
import { writeSnapshot } from '../running/write-snapshot.ts';
import { gateLines, verdictLines } from '../terminal/report-lines.ts';
import { styleFor } from '../terminal/style.ts';

export interface SnapshotOptions extends Omit<JudgeOptions, 'release' | 'verified'> {
  readonly file?: string;
  readonly json?: boolean;
}

/** By the release gate unless another policy is named; PASS and WARN pass, as for the exit code. */
export async function snapshotCommand(host: Host, run: string, options: SnapshotOptions): Promise<ExitCode> {
  const judged = await judgeRun(host, run, { ...options, release: options.policy === undefined, verified: true });
  const { judgement, line, notes, runId: run_id } = judged.view;
  const exitCode = verdictExitCode(judgement.verdict);
  const file = options.file === undefined ? undefined : resolve(host.cwd, options.file);
  const written = exitCode === EXIT_CODES.ok ? writeSnapshot(host, judged, file) : undefined;
  const text = written === undefined ? undefined : readTextFile(host.disk, written);
  if (options.json === true) {
    const document = {
      run_id,
      verdict: judgement.verdict,
      gate_line: line,
      judgement,
      ...(written === undefined || text === undefined
        ? {}
        : { file: written, sha256: hashText(text), snapshot: parseJson(text) }),
      exit_code: exitCode,
    };
    host.stdout.write(canonicalDocument(document));
    return exitCode;
  }
  const style = styleFor(host.stdout, host);
  const lines = [
    run_id,
    ...gateLines(judgement),
    '',
    ...notes.map((note) => `note: ${note}`),
    ...verdictLines(judgement, line, style),
    written === undefined || text === undefined
      ? 'no snapshot: the run did not pass'
      : `snapshot: ${relative(host.cwd, written)}, sha256 ${hashText(text)}`,
  ];
  host.stdout.write(`${lines.join('\n')}\n`);
  return exitCode;
}
