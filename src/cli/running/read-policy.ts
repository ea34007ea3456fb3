// A gate file that the user names, and where in it each rule stands.

import type { GatePolicy } from '../../gates/gate-policy.ts';
import type { Host } from '../host.ts';
import { readJsonFile } from './read-json-file.ts';

export interface ReadPolicy {
  readonly policy: GatePolicy;
  /** From 1. */
  lineOf(ruleIndex: number): number | undefined;
}

/** Throws `Failure('usage')` where the file cannot be read, is no JSON, or is no policy. */
export async function readPolicy(host: Pick<Host, 'cwd' | 'disk'>, file: string): Promise<ReadPolicy> {
  const { value, positionOf } = readJsonFile(host, file, '--policy');
  // The schema library takes a while to load and is needed here alone.
  const { parseGatePolicy } = await import('../../gates/gate-file.ts');
  return { policy: parseGatePolicy(value, file), lineOf: (index) => positionOf(`/rules/${index}`)?.line };
}
