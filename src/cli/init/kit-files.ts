// The files of the CI kit, filled in from the templates that lie in `kit/` beside the source and in the package alike. What a job runs
// stands in one shell script; the workflows of GitHub only call it.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Failure } from '../../std/failure.ts';

export const CI_KINDS = ['github', 'shell', 'none'] as const;
export type CiKind = (typeof CI_KINDS)[number];

export interface KitFile {
  /** Below the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface KitOptions {
  readonly ci: CiKind;
  /** How a runner gets Plimsoll, as a shell command. */
  readonly install: string;
  /** What every soak that begins is given besides. */
  readonly args: string;
  readonly version: string;
}

export const SCRIPT_PATH = 'ci/plimsoll.sh';
const WORKFLOWS = ['smoke', 'nightly', 'segment', 'weekly', 'release'];

/** Throws `Failure('usage')` for arguments that would not survive a shell. */
export function kitFiles({ ci, install, args, version }: KitOptions): readonly KitFile[] {
  if (!/^[\w./:=,@%+ -]*$/u.test(args)) {
    throw new Failure('usage', `--args: ${JSON.stringify(args)} holds what a shell would take apart`, {
      hint: `leave it out, and set the variable PLIMSOLL_ARGS where ${SCRIPT_PATH} is called`,
    });
  }
  const marks: readonly (readonly [string, string])[] = [
    ['__ARGS__', args],
    ['__VERSION__', version],
    ['__INSTALL__', yamlText(install)],
  ];
  const filled = (template: string): string =>
    marks.reduce((text, [mark, value]) => text.replaceAll(mark, () => value), readTemplate(template));
  const script = { path: SCRIPT_PATH, text: filled('plimsoll.sh') };
  switch (ci) {
    case 'github': {
      const workflows = WORKFLOWS.map((name) => {
        const file = `plimsoll-${name}.yml`;
        return { path: `.github/workflows/${file}`, text: filled(file) };
      });
      return [script, ...workflows];
    }
    case 'shell':
      return [script];
    case 'none':
      return [];
    default:
      return ci satisfies never;
  }
}

/** A plain scalar where it can be one; JSON's strings are YAML's. */
function yamlText(text: string): string {
  return /^[A-Za-z][\w ./@=+-]*$/u.test(text) ? text : JSON.stringify(text);
}

/** This file lies as deep in `src` as it does in `dist`, so one path serves both. */
function readTemplate(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../kit/${name}`, import.meta.url)), 'utf8');
}
