// As much of a terminal as a live screen speaks to: text, line feeds, cursor up, erasing, and lines that wrap at the window's edge. For tests
// that look at what a person would see.

const ESCAPE = '\u001B';
const SEQUENCE = String.raw`${ESCAPE}\[(\?)?(\d*)([A-Za-z])`;
const TOKEN = new RegExp(`${SEQUENCE}|[^]`, 'gu');
const WHOLE_SEQUENCE = new RegExp(`^${SEQUENCE}$`, 'u');

/** The end of one drawing of a live screen. */
export const DRAWING_END = `${ESCAPE}[?2026l`;

export class VirtualTerminal {
  #lines: string[] = [''];
  #row = 0;
  #column = 0;
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** What is seen, without the spaces and lines that end it. */
  get screen(): readonly string[] {
    const lines = this.#lines.map((line) => line.trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** Throws where an escape sequence comes that it does not know. */
  write(text: string): void {
    for (const [token] of text.matchAll(TOKEN)) this.#token(token);
  }

  #token(token: string): void {
    const [, mark, count = '', letter] = WHOLE_SEQUENCE.exec(token) ?? [];
    if (letter === undefined) this.#character(token);
    else if (letter === 'A') this.#row = Math.max(0, this.#row - Number(count === '' ? 1 : count));
    else if (letter === 'K') this.#set(this.#line().slice(0, this.#column));
    else if (letter === 'J') {
      this.#set(this.#line().slice(0, this.#column));
      this.#lines.length = this.#row + 1;
    } else if (letter !== 'm' && mark === undefined)
      throw new Error(`unknown escape sequence ${JSON.stringify(token)}`);
  }

  #character(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') {
      this.#row += 1;
      this.#column = 0;
      if (this.#row === this.#lines.length) this.#lines.push('');
    } else {
      if (this.#column === this.#columns) this.#character('\n');
      const line = Array.from(this.#line().padEnd(this.#column));
      line[this.#column] = character;
      this.#set(line.join(''));
      this.#column += 1;
    }
  }

  #line(): string {
    return this.#lines[this.#row] ?? '';
  }

  #set(line: string): void {
    this.#lines[this.#row] = line;
  }
}
