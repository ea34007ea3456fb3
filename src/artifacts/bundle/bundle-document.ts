// What a release bundle holds, by name, and BUNDLE.json, its first page for programs. Nothing here depends on when or where it was packed.

import type { Parameters } from '../../config/parameters.ts';
import type { Verdict } from '../../gates/judgement.ts';

export const BUNDLE_FORMAT = 1;

export const BUNDLE_FILE = 'BUNDLE.json';
export const CHECKSUMS_FILE = 'SHA256SUMS';
export const SIGNATURE_FILE = 'SHA256SUMS.sig';
export const EVIDENCE_FILE = 'EVIDENCE.json';

type RollbackSource = 'baseline' | 'last_known_good' | 'start' | 'steady_safe' | 'ultra_safe';

export interface BundleDocument {
  readonly format: number;
  readonly run_id: string;
  /** When the run began: ISO 8601, UTC. */
  readonly started_at: string;
  readonly verdict: Verdict;
  /** Whether the verdict lets it be released: PASS or WARN. */
  readonly passed: boolean;
  readonly gate_line: string;
  readonly policy: string;
  /** Of EVIDENCE.json. */
  readonly claim_sha256: string;
  /** What the last judged iteration ran with: what is released, where it passed. */
  readonly parameters: Parameters;
  readonly rollback: {
    readonly source: RollbackSource;
    /** Where they come from, as a phrase. */
    readonly origin: string;
    readonly parameters: Parameters;
  };
  /** File name -> what it is; every file but this one, the checksums and their signature. */
  readonly contents: { readonly [file: string]: string };
  readonly made_by: { readonly plimsoll: string };
}
