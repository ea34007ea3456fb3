// What the process answers to the shell. The numbers are part of the contract with users' scripts; they stand here alone.

import type { Verdict } from '../gates/judgement.ts';
import type { FailureCode } from '../std/failure.ts';

export const EXIT_CODES = {
  ok: 0,
  bug: 1,
  usage: 2,
  gate_failed: 3,
  inconclusive: 4,
  target_failed: 5,
  artifact: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

const MEANINGS: { readonly [code in ExitCode]: string } = {
  0: 'pass or warn',
  1: 'a bug of Plimsoll',
  2: 'wrong usage or configuration',
  3: 'a gate failed',
  4: 'inconclusive, or no data',
  5: 'the target or the disk failed',
  6: 'artifacts are unreadable or were tampered with',
  130: 'interrupted or paused; a soak can be resumed',
};

export function exitCodeMeaning(code: ExitCode): string {
  return MEANINGS[code];
}

export function verdictExitCode(verdict: Verdict): ExitCode {
  switch (verdict) {
    case 'PASS':
    case 'WARN':
      return EXIT_CODES.ok;
    case 'FAIL':
      return EXIT_CODES.gate_failed;
    case 'INCONCLUSIVE':
    case 'NO_DATA':
      return EXIT_CODES.inconclusive;
    default:
      return verdict satisfies never;
  }
}

/** A disk that refuses a write ends the run like a target that fails: both are the world's doing, and the run keeps what it had. */
export function failureExitCode(code: FailureCode): ExitCode {
  switch (code) {
    case 'usage':
      return EXIT_CODES.usage;
    case 'target':
    case 'disk':
      return EXIT_CODES.target_failed;
    case 'artifact':
      return EXIT_CODES.artifact;
    case 'interrupted':
      return EXIT_CODES.interrupted;
    default:
      return code satisfies never;
  }
}

/** The paragraph that every command's help ends with. */
export function exitCodesHelp(codes: readonly ExitCode[]): string {
  const lines = codes.map((code) => `  ${String(code).padStart(3)}  ${MEANINGS[code]}`);
  return ['Exit codes:', ...lines].join('\n');
}
