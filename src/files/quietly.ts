// Cleaning up after a failure: the failure is what the caller must hear, so a refusal of the cleaning is left unsaid.

import { errorCode } from './disk.ts';

export function quietly(clean: () => void): void {
  try {
    clean();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}
