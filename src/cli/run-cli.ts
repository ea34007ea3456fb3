// One command from arguments to exit code: the only place that turns a failure or a bug into text. Commands return their exit code or
// throw; nothing else decides how the process ends.

import { describeError, errorDocument, errorText } from './describe-error.ts';
import type { ErrorDescription } from './describe-error.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Host } from './host.ts';
import { styleFor } from './terminal/style.ts';

/** Resolves to the exit code and never rejects. */
export async function runCli(host: Host): Promise<ExitCode> {
  try {
    const { runProgram } = await import('./program.ts');
    return await runProgram(host);
  } catch (error) {
    const description = asItsCommandTells(host.argv, describeError(error));
    host.stderr.write(errorText(description, styleFor(host.stderr, host)));
    if (wantsJson(host.argv)) {
      const { canonicalDocument } = await import('../json/canonical.ts');
      host.stdout.write(canonicalDocument(errorDocument(description)));
    }
    return description.exitCode;
  }
}

/** Looked for by hand, because the arguments may be what is wrong. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (typed, index) =>
      typed === '--json' || typed === '--format=json' || (typed === '--format' && argv[index + 1] === 'json'),
  );
}

/** Of `plimsoll artifacts` every error is a 1: its 2 means that the folder is over budget, as it did in the tool before it. */
function asItsCommandTells(argv: readonly string[], description: ErrorDescription): ErrorDescription {
  const command = argv.find((typed) => !typed.startsWith('-'));
  return command === 'artifacts' ? { ...description, exitCode: EXIT_CODES.bug } : description;
}
