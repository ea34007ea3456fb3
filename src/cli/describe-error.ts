// Everything that can end a command, as text for a person, as a document for a program, and as an exit code. A failure is a sentence
// with hints and never a stack; a bug is a stack with a request to report it.

import { Failure } from '../std/failure.ts';
import type { Problem } from '../std/failure.ts';
import { EXIT_CODES, failureExitCode } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Style } from './terminal/style.ts';

const REPORT_AT = 'this is a bug of Plimsoll: please report it with the lines above and the command that you typed';

export interface ErrorDescription {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly problems: readonly Problem[];
  /** Only of a bug. */
  readonly stack: string | undefined;
}

export function describeError(error: unknown): ErrorDescription {
  if (error instanceof Failure) {
    return {
      exitCode: failureExitCode(error.code),
      code: error.code,
      message: error.message,
      hint: error.hint,
      problems: error.problems,
      stack: undefined,
    };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  return {
    exitCode: EXIT_CODES.bug,
    code: 'bug',
    message: bug.message,
    hint: REPORT_AT,
    problems: [],
    stack: bug.stack ?? `${bug.name}: ${bug.message}`,
  };
}

/** One problem makes one sentence; several are listed, each with its source and its own hint. */
export function errorText(description: ErrorDescription, style: Style): string {
  const { problems, stack } = description;
  const lines: string[] = [];
  const hint = (text: string | undefined, indent = ''): void => {
    if (text !== undefined) lines.push(`${indent}${style.cyan('hint:')} ${text}`);
  };
  const [first] = problems;
  if (first !== undefined && problems.length === 1) {
    lines.push(`${style.red('error:')} ${problemSentence(first)}`);
    hint(first.hint);
  } else {
    lines.push(`${style.red('error:')} ${stack ?? description.message}`);
    for (const problem of problems) {
      lines.push(`  ${problemSentence(problem)}`);
      hint(problem.hint, '    ');
    }
  }
  hint(description.hint);
  return `${lines.join('\n')}\n`;
}

/** The same as a JSON document, for a caller who asked for `--json`. */
export function errorDocument(description: ErrorDescription): object {
  return {
    error: {
      code: description.code,
      message: description.message,
      ...hintField(description.hint),
      problems: description.problems.map((problem) =>
        Object.assign({ source: problem.source, message: problem.message }, hintField(problem.hint)),
      ),
    },
    exit_code: description.exitCode,
  };
}

function hintField(hint: string | undefined): object {
  return hint === undefined ? {} : { hint };
}

function problemSentence(problem: Problem): string {
  return `${problem.source}: ${problem.message}`;
}
