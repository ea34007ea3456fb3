// Sizes as people type them: `900MB`, `1.5GB`, `64MiB`, a bare number for bytes.

import { Failure } from '../../std/failure.ts';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['k', 1e3],
  ['kb', 1e3],
  ['m', 1e6],
  ['mb', 1e6],
  ['g', 1e9],
  ['gb', 1e9],
  ['t', 1e12],
  ['tb', 1e12],
  ['kib', 1024],
  ['mib', 1_048_576],
  ['gib', 1_073_741_824],
  ['tib', 1_099_511_627_776],
]);

/** In bytes. `source`: what it was typed for. Throws `Failure('usage')`. */
export function parseByteSize(text: string, source: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/iu.exec(text.trim()) ?? [];
  const factor = UNITS.get(unit.toLowerCase());
  const bytes = number === '' || factor === undefined ? Number.NaN : Math.round(Number(number) * factor);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new Failure('usage', `${source}: ${JSON.stringify(text)} is no size`, {
    hint: 'write 900MB, 1.5GB or 64MiB',
  });
}

/** With three digits, in powers of a thousand. */
export function byteSizeText(bytes: number): string {
  const [unit, factor] = (
    [
      ['GB', 1e9],
      ['MB', 1e6],
      ['kB', 1e3],
    ] as const
  ).find(([, one]) => Math.abs(bytes) >= one) ?? ['bytes', 1];
  return `${factor === 1 ? bytes : Number((bytes / factor).toPrecision(3))} ${unit}`;
}
