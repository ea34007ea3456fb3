// A value that the JSON profile refuses, on write or on read: where it stands in the document, and on read where it stands in the text.

const LONGEST_POINTER_SHOWN = 120;

/** Both count from 1; a column counts UTF-16 code units, as editors do. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

export class JsonError extends Error {
  override readonly name = 'JsonError';
  /** RFC 6901 pointer of the offending value; `''` is the whole document. */
  readonly pointer: string;
  /** Absent where a value in memory was refused, which stands in no text. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  /** `problem` is a phrase that "at /some/pointer" can follow. */
  constructor(problem: string, pointer: string, position?: TextPosition) {
    const place = position === undefined ? '' : `, line ${position.line}, column ${position.column}`;
    super(`${problem} at ${showPointer(pointer)}${place}`);
    this.pointer = pointer;
    this.line = position?.line;
    this.column = position?.column;
  }
}

function showPointer(pointer: string): string {
  if (pointer === '') return 'the root';
  if (pointer.length <= LONGEST_POINTER_SHOWN) return pointer;
  return `${pointer.slice(0, LONGEST_POINTER_SHOWN)}... (${pointer.length} characters)`;
}
