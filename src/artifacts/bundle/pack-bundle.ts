// A bundle's files as one .tar.gz whose bytes follow from names, contents and the run's own time alone: sorted names, one folder, nobody's user
// and group, plain rights.

import { packTar } from 'modern-tar';
import type { BundleFiles } from './checksums.ts';
import { gzipStored } from './gzip-stored.ts';

export interface BundleIdentity {
  /** The folder that it unpacks to: the run's id. */
  readonly folder: string;
  /** ISO 8601, UTC: the run's start, which every file bears as its time. */
  readonly startedAt: string;
}

export async function packBundle(files: BundleFiles, { folder, startedAt }: BundleIdentity): Promise<Uint8Array> {
  const mtime = new Date(startedAt);
  const entries = [...files]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, body]) => ({
      header: {
        name: `${folder}/${name}`,
        size: body.length,
        type: 'file' as const,
        mode: 0o644,
        uid: 0,
        gid: 0,
        uname: '',
        gname: '',
        mtime,
      },
      body,
    }));
  return gzipStored(await packTar(entries));
}
