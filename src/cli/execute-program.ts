// Another program, run to its end: for what Plimsoll leaves to a tool that people trust already. It keeps this process waiting.

import { spawnSync } from 'node:child_process';

export interface Executed {
  /** `null` where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The terminal stays the user's, so that a tool may ask there for a passphrase. `undefined` where there is no program of that name. */
export function executeProgram(program: string, argv: readonly string[], input: string): Executed | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, argv, { input, encoding: 'utf8' });
  // A tool that ended before it read its input leaves EPIPE, and a status.
  if (error !== undefined && status === null) return undefined;
  return { status, stdout, stderr };
}
