// What keeps a verdict from being better than INCONCLUSIVE though every rule may hold, by the name under which formats with one entry per rule
// list it.

import type { Judgement } from '../gates/judgement.ts';

export interface VerdictCap {
  readonly name: 'run_complete' | 'warm_up_settled';
  readonly reason: string;
}

export function verdictCaps({ incomplete, warm_up: warmUp }: Judgement): readonly VerdictCap[] {
  return [
    ...(incomplete === undefined ? [] : [{ name: 'run_complete' as const, reason: incomplete }]),
    ...(warmUp?.settled === false ? [{ name: 'warm_up_settled' as const, reason: warmUp.reason }] : []),
  ];
}
