// A file as the tidy checks see it, and the walk that finds the repository's own files on disk, tracked or not.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blankSource } from './blank-source.ts';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** `text` with comments and the insides of strings blanked; equal to `text` for a file that is not TypeScript. */
  readonly code: string;
  /** The folder under `src`; absent elsewhere. */
  readonly room: string | undefined;
  /** Tests and what only tests use: the bans on the product are looser there. */
  readonly isTest: boolean;
}

export interface Finding {
  /** `path:line`, or `path` where the whole file is meant. */
  readonly place: string;
  /** What is wrong and what to do in its place. */
  readonly message: string;
}

export function sourceFile(path: string, text: string): SourceFile {
  const parts = path.split('/');
  return {
    path,
    text,
    code: /\.tsx?$/.test(path) ? blankSource(text) : text,
    room: parts[0] === 'src' && parts.length > 2 ? parts[1] : undefined,
    isTest: parts[0] !== 'src' || /\.(?:test|bench|conformance|fixture)\.ts$/.test(path),
  };
}

/** Made by programs, at the top of the repository; a room of the same name is ours. */
const NOT_OURS = new Set(['node_modules', 'dist', 'artifacts', 'coverage', '.stryker-tmp', '.git']);
const READ = /\.(?:tsx?|css|html|md|json|yml|yaml)$|^\.ci\//;
const GENERATED = new Set(['package-lock.json']);

/** Every text file of the repository that a person wrote, in the order of paths. */
export function readRepository(root: string): readonly SourceFile[] {
  return walk(root, '')
    .filter((path) => READ.test(path) && !GENERATED.has(path))
    .toSorted()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(path) || entry.name === 'node_modules' ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}
