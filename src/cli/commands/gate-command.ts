// `plimsoll gate RUN`: the stored reports of a run's last iterations, pooled and judged again.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { RELEASE_POLICY } from '../../gates/gate-policy.ts';
import type { GatePolicy } from '../../gates/gate-policy.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { endingSentence } from '../../report/ending-sentence.ts';
import { recordingWarnings } from '../../report/plan-text.ts';
import { rejudge } from '../../report/rejudge.ts';
import { Failure } from '../../std/failure.ts';
import { verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { openRun } from '../running/open-run.ts';
import { readPolicy } from '../running/read-policy.ts';
import { doubtLines, gateLines, verdictLines, warningLines } from '../terminal/report-lines.ts';
import { styleFor } from '../terminal/style.ts';

export interface GateOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly policy?: string;
  readonly release?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export async function gateCommand(host: Host, run: string, options: GateOptions): Promise<ExitCode> {
  const typed = await typedPolicy(host, options);
  const stored = openRun(host, run, options.entries);
  const { judgement, kpis, line } = rejudge(stored, typed);
  const exitCode = verdictExitCode(judgement.verdict);
  const ending = endingSentence(stored);
  const { run_id, plan } = stored.record;
  if (options.json === true) {
    const { verdict } = judgement;
    const course = { ending, warnings: recordingWarnings(stored.record) };
    const document = { run_id, ...course, verdict, gate_line: line, judgement, kpis, exit_code: exitCode };
    host.stdout.write(canonicalDocument(document));
    return exitCode;
  }
  const style = styleFor(host.stdout, host);
  const completed = stored.ended?.record.reason === 'completed';
  const details =
    options.quiet === true
      ? doubtLines({ plan, ending, completed }, style)
      : [run_id, ...gateLines(judgement), '', ...warningLines({ plan }, style), ending];
  host.stdout.write(`${[...details, ...verdictLines(judgement, line, style)].join('\n')}\n`);
  return exitCode;
}

/** `undefined`: the run's own. */
async function typedPolicy(host: Host, { policy, release }: GateOptions): Promise<GatePolicy | undefined> {
  if (policy !== undefined && release === true) {
    throw new Failure('usage', '--release and --policy are two policies, and a gate has one', {
      hint: 'leave one of them out',
    });
  }
  if (release === true) return RELEASE_POLICY;
  return policy === undefined ? undefined : readPolicy(host, policy);
}
