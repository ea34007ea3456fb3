// An operating failure: something outside Plimsoll is wrong, and a person can do something about it. It carries a code that the
// command line turns into an exit code, a sentence that names the source, and a hint that says the way out.

export type FailureCode =
  /** The arguments or the configuration are wrong. */
  | 'usage'
  /** The thing under test failed: it died, hung, or its data cannot be used. */
  | 'target'
  /** An artifact cannot be read or does not match its hash. */
  | 'artifact'
  /** The disk refused a write: full, read-only, or failing. */
  | 'disk'
  /** Somebody asked the run to stop. */
  | 'interrupted';

export interface Problem {
  /** Where the value came from, exactly: an argument, a variable, `file:line:column`. */
  readonly source: string;
  /** What is wrong there, as a sentence without a full stop. */
  readonly message: string;
  /** The way out, as a sentence without a full stop. */
  readonly hint?: string;
}

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly hint: string | undefined;
  /** All problems found, where one check found several at once. */
  readonly problems: readonly Problem[];

  constructor(
    code: FailureCode,
    message: string,
    details: { hint?: string | undefined; problems?: readonly Problem[]; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.problems = details.problems ?? [];
  }
}
