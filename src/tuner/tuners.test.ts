import { describe, expect, it } from 'vitest';
import { conformsAsTuner } from './tuner.conformance.ts';
import { TUNERS, findTuner } from './tuners.ts';

for (const tuner of TUNERS) conformsAsTuner(tuner);

describe('the list of tuners', () => {
  it('finds each by its own name and nothing by another', () => {
    for (const tuner of TUNERS) expect(findTuner(tuner.name)).toBe(tuner);
    expect(findTuner('rule')).toBeUndefined();
  });
});
