// `plimsoll gate RUN`: the stored reports of a run's last iterations, pooled and judged again, in the format asked for.

import { relative, resolve } from 'node:path';
import { canonicalDocument } from '../../json/canonical.ts';
import { gateJunit } from '../../report/gate-junit.ts';
import { gateMarkdown } from '../../report/gate-markdown.ts';
import { gateSarif } from '../../report/gate-sarif.ts';
import type { GateView } from '../../report/gate-view.ts';
import { waiverSentences } from '../../report/verdict-text.ts';
import { Failure } from '../../std/failure.ts';
import type { GateFormat } from '../arguments/gate-help.ts';
import { EXIT_CODES, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { judgeRun } from '../running/judge-run.ts';
import type { JudgeOptions } from '../running/judge-run.ts';
import { writeEvidence } from '../running/write-evidence.ts';
import type { WrittenEvidence } from '../running/write-evidence.ts';
import { gateLines, verdictLines } from '../terminal/report-lines.ts';
import { styleFor } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';

export interface GateOptions extends JudgeOptions {
  readonly mode: 'soft' | 'hard';
  readonly format?: GateFormat;
  readonly evidence?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export async function gateCommand(host: Host, run: string, options: GateOptions): Promise<ExitCode> {
  const format = formatOf(options);
  if (options.mode === 'soft' && options.release === true) {
    throw new Failure('usage', '--mode soft lets a FAIL end with 0, and a release gate must not', {
      hint: 'leave one of the two out',
    });
  }
  const whole = await judgeRun(host, run, { ...options, verified: options.evidence !== undefined });
  const { view: judged } = whole;
  const evidence =
    options.evidence === undefined ? undefined : writeEvidence(host, whole, resolve(host.cwd, options.evidence));
  const strict = verdictExitCode(judged.judgement.verdict);
  const isForgiven = options.mode === 'soft' && strict === EXIT_CODES.gate_failed;
  const exitCode = isForgiven ? EXIT_CODES.ok : strict;
  const told = [...(isForgiven ? [SOFT_NOTE] : []), ...(evidence === undefined ? [] : [evidenceNote(host, evidence)])];
  const view = { ...judged, notes: [...judged.notes, ...told] };
  host.stdout.write(rendered(host, view, { format, evidence, exitCode, quiet: options.quiet === true }));
  return exitCode;
}

const SOFT_NOTE = 'mode soft: this FAIL ends with exit code 0 instead of 3, because --mode soft was typed';

function evidenceNote(host: Host, { file, sha256, claimSha256 }: WrittenEvidence): string {
  return `evidence ${relative(host.cwd, file)}, sha256 ${sha256}, claim sha256 ${claimSha256}`;
}

function formatOf({ format, json }: GateOptions): GateFormat {
  if (json === true && format !== undefined && format !== 'json') {
    throw new Failure('usage', `--json and --format ${format} are two formats`, { hint: 'leave one of the two out' });
  }
  return format ?? (json === true ? 'json' : 'text');
}

interface Rendering {
  readonly format: GateFormat;
  readonly evidence: WrittenEvidence | undefined;
  readonly exitCode: ExitCode;
  readonly quiet: boolean;
}

function rendered(host: Host, view: GateView, { format, evidence, exitCode, quiet }: Rendering): string {
  switch (format) {
    case 'text': {
      const style = styleFor(host.stdout, host);
      return `${(quiet ? quietLines(view, style) : textLines(view, style)).join('\n')}\n`;
    }
    case 'json':
      return canonicalDocument(gateDocument(view, evidence, exitCode));
    case 'junit':
      return gateJunit(view);
    case 'sarif':
      return canonicalDocument(gateSarif(view));
    case 'markdown':
      return gateMarkdown(view);
    default:
      return format satisfies never;
  }
}

function textLines(view: GateView, style: Style): string[] {
  return [
    view.runId,
    ...gateLines(view.judgement),
    ...view.explanations.map((sentence) => `- ${sentence}`),
    '',
    ...doubts(view, style),
    view.ending,
    ...verdictLines(view.judgement, view.line, style),
  ];
}

/** The verdict alone, after whatever a reader must know before he believes it. */
function quietLines(view: GateView, style: Style): string[] {
  return [
    ...waiverSentences(view.judgement),
    ...doubts(view, style),
    ...(view.completed ? [] : [view.ending]),
    ...verdictLines(view.judgement, view.line, style),
  ];
}

function doubts({ warnings, notes }: GateView, style: Style): string[] {
  return [
    ...warnings.map((warning) => `${style.yellow('warning:')} ${warning}`),
    ...notes.map((note) => `note: ${note}`),
  ];
}

function gateDocument(view: GateView, evidence: WrittenEvidence | undefined, exitCode: ExitCode): object {
  const { runId: run_id, ending, warnings, notes, line, judgement, kpis, explanations } = view;
  const { verdict } = judgement;
  return {
    run_id,
    ending,
    warnings,
    notes,
    verdict,
    gate_line: line,
    judgement,
    kpis,
    ...(explanations.length === 0 ? {} : { explanations }),
    ...(evidence === undefined
      ? {}
      : { evidence: { file: evidence.file, sha256: evidence.sha256, claim_sha256: evidence.claimSha256 } }),
    exit_code: exitCode,
  };
}
