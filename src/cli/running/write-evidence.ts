// The evidence of a verdict as a file, with the hash by which it is told from any other.

import { writeDurably } from '../../files/write-durably.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashText } from '../../json/hash.ts';
import { evidenceOf } from '../../report/evidence.ts';
import type { Host } from '../host.ts';
import type { JudgedRun } from './judge-run.ts';

export interface WrittenEvidence {
  readonly file: string;
  /** Over the file's bytes, as `sha256sum` answers it. */
  readonly sha256: string;
  readonly claimSha256: string;
}

/** Throws `Failure('disk')` where the file cannot be written. */
export function writeEvidence(host: Host, { stored, view, baseline }: JudgedRun, file: string): WrittenEvidence {
  const evidence = evidenceOf(stored, view, baseline);
  const text = canonicalDocument(evidence);
  writeDurably(host.disk, file, text);
  return { file, sha256: hashText(text), claimSha256: evidence.claim_sha256 };
}
