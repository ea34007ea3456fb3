// SHA256SUMS: one line for each file, as `sha256sum` writes and checks them.

import { hashBytes } from '../../json/hash.ts';

/** File name, below the bundle's folder -> content. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

export function checksumLines(files: BundleFiles): string {
  const names = [...files.keys()].toSorted();
  return names.map((name) => `${hashBytes(files.get(name) ?? new Uint8Array())}  ${name}\n`).join('');
}

/** File name -> SHA-256; undefined where a line is none, or a name stands there twice. */
export function readChecksums(text: string): ReadonlyMap<string, string> | undefined {
  const sums = new Map<string, string>();
  if (!text.endsWith('\n')) return undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(\S.*)$/u.exec(line) ?? [];
    if (sum === undefined || name === undefined || sums.has(name)) return undefined;
    sums.set(name, sum);
  }
  return sums;
}
