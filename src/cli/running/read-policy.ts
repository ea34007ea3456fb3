// A gate file that the user names.

import type { GatePolicy } from '../../gates/gate-policy.ts';
import type { Host } from '../host.ts';
import { readJsonFile } from './read-json-file.ts';

/** Throws `Failure('usage')` where the file cannot be read, is no JSON, or is no policy. */
export async function readPolicy(host: Pick<Host, 'cwd' | 'disk'>, file: string): Promise<GatePolicy> {
  const { value } = readJsonFile(host, file, '--policy');
  // The schema library takes a while to load and is needed here alone.
  const { parseGatePolicy } = await import('../../gates/gate-file.ts');
  return parseGatePolicy(value, file);
}
