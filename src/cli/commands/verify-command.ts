// `plimsoll verify RUN`: may this run be believed? Prints what was checked, how far what was proposed was applied, and what was found.

import type { CommandLineEntry } from '../../config/command-line-layer.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import type { FullApply } from '../../soak/verify-hand-over.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Check } from '../running/check-artifacts.ts';
import { openRun } from '../running/open-run.ts';
import { strictObjections } from '../running/strict-objections.ts';
import { verificationDocument } from '../running/verification-document.ts';
import { verifyRun } from '../running/verify-run.ts';
import { styleFor } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';

export interface VerifyOptions {
  readonly entries: readonly CommandLineEntry[];
  readonly strict: boolean;
  readonly json: boolean;
}

/** A run that is at work or was cut off is verified as far as it goes; a file that is not what the journal says throws `Failure('artifact')`. */
export function verifyCommand(host: Host, run: string, { entries, strict, json }: VerifyOptions): ExitCode {
  const stored = openRun(host, run, entries, 'may be begun');
  const checks = verifyRun(host.disk, stored);
  const verification = verificationDocument(stored, checks);
  const { full_apply: applied, ending, whole, complete, run_id } = verification;
  const sound = checks.every(({ passed }) => passed);
  const objections = strict ? strictObjections(stored, applied) : [];
  const exitCode = sound && objections.length === 0 ? EXIT_CODES.ok : EXIT_CODES.artifact;
  if (json) {
    const document = {
      ...verification,
      folder: stored.folder,
      ...(strict ? { strict_objections: objections } : {}),
      exit_code: exitCode,
    };
    host.stdout.write(canonicalDocument(document));
    return exitCode;
  }
  const style = styleFor(host.stdout, host);
  const lines = [
    style.bold(run_id),
    ...checks.map((check) => checkLine(check, style)),
    fullApplySentence(applied),
    ending,
    ...(stored.hasBegunLine === true ? ['the last line of the journal is only begun, and does not count'] : []),
    ...(whole ? [] : ['verified as far as it goes: what is written at the end of a run is not there yet']),
    verdictLine({ sound, objections, complete }, style),
  ];
  host.stdout.write(`${lines.join('\n')}\n`);
  return exitCode;
}

function checkLine({ name, passed, incomplete, finding }: Check, style: Style): string {
  const outcome = incomplete === true ? style.yellow('NOT CHECKED') : style.green('ok');
  return `${passed ? outcome : style.red('FAILED')} ${name}: ${finding}`;
}

function fullApplySentence({ proposed, granted, trimmed, refused, pairs, applied, ratio }: FullApply): string {
  const fate = `of ${proposed} proposed changes ${granted} were granted as wanted, ${trimmed} trimmed, ${refused} refused`;
  if (ratio === undefined) return `full-apply ratio: none, because no iteration followed a granted change (${fate})`;
  const share = `${applied} of the ${pairs} iterations that followed a granted change ran with exactly that`;
  return `full-apply ratio: ${(ratio * 100).toFixed(1)} % (${share}; ${fate})`;
}

interface Finding {
  readonly sound: boolean;
  readonly objections: readonly string[];
  readonly complete: boolean;
}

function verdictLine({ sound, objections, complete }: Finding, style: Style): string {
  const no = `verified: ${style.red('NO')}`;
  if (!sound) return `${no} - this run is not what it says it is`;
  if (objections.length > 0) return `${no} - under --strict ${objections.join(', and ')}`;
  return complete
    ? `verified: ${style.green('YES')}`
    : `verified: ${style.green('YES')}, ${style.yellow('but for what was not checked above')}`;
}
