// FILLS_<n>.jsonl: every fill of one iteration, settled, after a header that says what its integers are worth. With the mids that each
// fill carries it is enough to compute the iteration's `net_bps` again by other means.

import { canonicalJson } from '../json/canonical.ts';
import type { InstrumentRecord } from './run-record.ts';

export interface FillsHeader {
  readonly instruments: readonly InstrumentRecord[];
  readonly window: { readonly start_us: number; readonly end_us: number };
}

/** One canonical JSON line for the header and one per fill, in the order given. */
export function fillsText(header: FillsHeader, fills: readonly object[]): string {
  return `${[header, ...fills].map((line) => canonicalJson(line)).join('\n')}\n`;
}
