// Questions to the person at the terminal, one after the other. What was typed or pasted ahead answers the next ones.

import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';

/** Answers without blanks around them; `undefined` from where the input ended or Ctrl-C was pressed. */
export function askPerson(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string | undefined> {
  const ahead: string[] = [];
  let lines: Interface | undefined;
  let answer: ((text: string | undefined) => void) | undefined;
  let isClosed = false;

  const open = (): Interface => {
    const opened = createInterface({ input, output });
    opened.on('line', (line) => {
      if (answer === undefined) ahead.push(line.trim());
      else answer(line.trim());
      answer = undefined;
    });
    opened.once('SIGINT', () => {
      opened.close();
    });
    opened.once('close', () => {
      isClosed = true;
      answer?.(undefined);
    });
    return opened;
  };

  return async (question) => {
    lines ??= open();
    lines.setPrompt(question);
    if (isClosed && ahead.length === 0) return undefined;
    const typed = ahead.shift();
    if (typed !== undefined) {
      output.write(`${question}${typed}\n`);
      return typed;
    }
    lines.prompt();
    const answered = await new Promise<string | undefined>((resolve) => {
      answer = resolve;
    });
    // A terminal that nobody reads lets the process end.
    if (!isClosed) lines.pause();
    return answered;
  };
}
