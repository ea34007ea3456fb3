// One question to the person at the terminal.

import { createInterface } from 'node:readline';

/** The answer without blanks around it; `undefined` where the input ended or Ctrl-C was pressed instead. */
export function askQuestion(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  question: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input, output });
    lines.once('close', () => {
      resolve(undefined);
    });
    lines.once('SIGINT', () => {
      lines.close();
    });
    lines.question(question, (answer) => {
      resolve(answer.trim());
      lines.close();
    });
  });
}
