// Credentials in the files of a bundle: where they stand, for a refusal.

import type { BundleFiles } from '../../artifacts/bundle/checksums.ts';
import { findSecrets } from '../../artifacts/bundle/find-secrets.ts';

/** `run.json:12 holds what looks like a private key`: one phrase for each finding, by file and line. */
export function secretsIn(files: BundleFiles): readonly string[] {
  return [...files].flatMap(([name, bytes]) =>
    findSecrets(Buffer.from(bytes).toString('utf8')).map(
      ({ line, what }) => `${name}:${line} holds what looks like ${what}`,
    ),
  );
}
