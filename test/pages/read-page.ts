// What a page of documentation shows to be typed, and what it shows to be printed. Fenced blocks alone: `sh` holds commands, one on a line; `text`
// holds output, either of the `sh` block before it or of the command that stands behind the `$` of its first line.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every page that a user reads, from the root of the repository. Those for people who change the code say what takes half an hour. */
export const PAGES: readonly string[] = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface Block {
  readonly language: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** Something to be run, and where the page shows what it prints. */
export interface Step {
  readonly command: string;
  readonly line: number;
  /** Behind the last command of a block. */
  readonly output?: string;
}

export function readPage(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: text.slice(0, match.index).split('\n').length + 1,
  }));
}

export function stepsOf(text: string): readonly Step[] {
  const steps: Step[] = [];
  for (const block of blocksOf(text)) {
    const last = steps.at(-1);
    const session = /^\$ (.*)\n/u.exec(block.text);
    if (block.language === 'sh') {
      for (const command of commandsOf(block)) steps.push(command);
    } else if (block.language === 'text' && session !== null) {
      steps.push({ command: session[1] ?? '', line: block.line, output: block.text.slice(session[0].length) });
    } else if (block.language === 'text' && last !== undefined) {
      steps.splice(-1, 1, { ...last, output: block.text });
    }
  }
  return steps;
}

/** One command on a line; a block with an indented line is one script. */
function commandsOf({ text, line }: Block): readonly Step[] {
  if (/^ /mu.test(text.replaceAll('\\\n', ''))) return [{ command: text, line }];
  return text
    .replaceAll('\\\n', '')
    .split('\n')
    .map((typed, index) => ({ command: typed.replace(/(?:^|\s+)#\s.*$/u, '').trim(), line: line + index }))
    .filter(({ command }) => command !== '');
}
