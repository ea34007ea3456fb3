// A bundle's files out of bytes that nobody vouches for: everything that is no plain file below one folder is refused, and so is whatever grows
// beyond reason. Nothing is written to a disk; whether the files are the right ones is for others to say.

import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { errorCode } from '../../files/disk.ts';
import { Failure } from '../../std/failure.ts';
import type { BundleFiles } from './checksums.ts';

/** Some hundred times a usual bundle. */
export const MOST_BUNDLE_BYTES = 128_000_000;
const MOST_FILES = 1_000;

export interface UnpackedBundle {
  readonly folder: string;
  readonly files: BundleFiles;
}

/** Throws `Failure('artifact')` that names `path` and what of it is refused. */
export async function unpackBundle(bytes: Uint8Array, path: string): Promise<UnpackedBundle> {
  const entries = await entriesOf(inflate(bytes, path), path);
  if (entries.length === 0) throw refusal(path, 'it holds no file');
  if (entries.length > MOST_FILES) throw refusal(path, `it holds more than ${MOST_FILES} files`);
  const files = new Map<string, Uint8Array>();
  const folders = new Set<string>();
  for (const { header, data } of entries) {
    const name = JSON.stringify(header.name);
    if ((header.type ?? 'file') !== 'file') throw refusal(path, `${name} is a ${header.type}, and no plain file`);
    const [folder = '', ...below] = header.name.split('/');
    const inside = below.join('/');
    if (!isPlain(header.name) || inside === '') throw refusal(path, `the name ${name} leads out of its folder`);
    if (files.has(inside)) throw refusal(path, `it holds ${name} twice`);
    folders.add(folder);
    files.set(inside, data ?? new Uint8Array());
  }
  const [folder = '', ...others] = folders;
  if (others.length > 0) throw refusal(path, `it holds more than one folder: ${[...folders].join(', ')}`);
  return { folder, files };
}

function inflate(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BUNDLE_BYTES });
  } catch (cause) {
    const isTooLarge = errorCode(cause) === 'ERR_BUFFER_TOO_LARGE';
    throw refusal(
      path,
      isTooLarge ? `it unpacks to more than ${MOST_BUNDLE_BYTES} bytes` : 'it is no gzip file',
      cause,
    );
  }
}

async function entriesOf(tar: Uint8Array, path: string): ReturnType<typeof unpackTar> {
  try {
    return await unpackTar(tar, { strict: true });
  } catch (cause) {
    throw refusal(path, 'it is no tar archive, or a damaged one', cause);
  }
}

/** No way up, no absolute name, no drive, nothing that a shell or a terminal would take for something else. */
function isPlain(name: string): boolean {
  return name.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/u.test(part));
}

function refusal(path: string, what: string, cause?: unknown): Failure {
  return new Failure('artifact', `${path} is refused: ${what}`, {
    hint: 'take the bundle from where it was made once more; do not unpack this one',
    ...(cause === undefined ? {} : { cause }),
  });
}
