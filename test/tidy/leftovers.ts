// What a finished change does not leave behind, in text and in names: notes to oneself, machine paths, files without a heading, files
// that outgrew one idea, and names that say nothing.

import { basename } from 'node:path';
import type { Finding, SourceFile } from './source-file.ts';

const LONGEST_FILE = 450;

// Written so that this file does not find itself.
const MARKS: readonly { readonly pattern: RegExp; readonly what: string; readonly remedy: string }[] = [
  { pattern: /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/, what: 'the note', remedy: 'do it now, or open an issue' },
  { pattern: /(?<![\w.])\/(?:wor[k]|hom[e]|User[s])\/\w*/, what: "one machine's path", remedy: 'make it relative' },
  { pattern: /@ts-(?:ignor[e]|nochec[k])/, what: 'the silencer', remedy: 'correct the type' },
];

const KEBAB_CASE = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|bench|conformance|fixture|config))?\.tsx?$/;
const SAYS_NOTHING =
  /^(?:utils?|helpers?|common|misc|types|index)\.|[-_.](?:v\d+|final|old|new|copy|utils?|helpers?)\./;

export function leftoverText(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) =>
    file.text.split('\n').flatMap((line, index) =>
      MARKS.flatMap(({ pattern, what, remedy }): readonly Finding[] => {
        const found = pattern.exec(line);
        if (found === null) return [];
        return [{ place: `${file.path}:${index + 1}`, message: `holds ${what} ${found[0]}: ${remedy}` }];
      }),
    ),
  );
}

/** The law about files as wholes; holds for TypeScript under `src`, `test` and `page`. */
export function untidyFiles(files: readonly SourceFile[]): readonly Finding[] {
  return files.filter(isProgram).flatMap((file): readonly Finding[] => {
    const name = basename(file.path);
    const lines = file.text.split('\n').length - 1;
    const findings: Finding[] = [];
    const tell = (message: string): void => {
      findings.push({ place: file.path, message });
    };
    if (!KEBAB_CASE.test(name)) tell('is not named in kebab-case');
    if (SAYS_NOTHING.test(name)) tell('has a name that says nothing: name it after its main export');
    if (lines > LONGEST_FILE)
      tell(`has ${lines} lines, more than ${LONGEST_FILE}: find its second idea and move it out`);
    if (!file.path.endsWith('.test.ts') && !startsWithComment(file.text)) {
      tell('does not start with a comment that says what it is and what it leaves out');
    }
    return findings;
  });
}

function isProgram({ path }: SourceFile): boolean {
  return /^(?:src|test|page)\/.*\.tsx?$/.test(path);
}

function startsWithComment(text: string): boolean {
  return /^(?:#![^\n]*\n)?\s*\/[/*]/.test(text);
}
