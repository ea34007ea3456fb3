import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKey, KEY_NAMES } from './keys.ts';
import { PARAMETER_NAMES, PARAMETERS, quantise } from './parameters.ts';
import { BUILT_IN_PROFILES } from './profiles.ts';
import { SETTINGS } from './settings.ts';
import { readText } from './value-type.ts';

describe('the registries', () => {
  it('share no name, and list each entry under its own', () => {
    expect(new Set(KEY_NAMES).size).toBe(KEY_NAMES.length);
    for (const name of KEY_NAMES) expect(findKey(name)?.name).toBe(name);
    for (const [name, spec] of Object.entries(SETTINGS)) expect(spec.name).toBe(name);
    for (const [name, spec] of Object.entries(PARAMETERS)) expect(spec.name).toBe(name);
  });

  it('give no two settings one variable or one flag', () => {
    const variables = Object.values(SETTINGS).flatMap(({ environment }) => environment?.name ?? []);
    const flags = Object.values(SETTINGS).flatMap(({ flag }) => flag ?? []);
    expect(new Set(variables).size).toBe(variables.length);
    expect(new Set(flags).size).toBe(flags.length);
  });

  it('have defaults that their own types accept', () => {
    for (const name of KEY_NAMES) {
      const key = findKey(name);
      if (key?.default !== undefined) expect(readText(name, key.type, key.default)).toMatchObject({ kind: 'value' });
    }
  });

  it('keep apply bounds within limits, and defaults and profiles within apply bounds', () => {
    for (const name of PARAMETER_NAMES) {
      const { limits, applyBounds, default: standard } = PARAMETERS[name];
      expect(applyBounds.min).toBeGreaterThanOrEqual(limits.min);
      expect(applyBounds.max).toBeLessThanOrEqual(limits.max);
      for (const value of [standard, ...Object.values(BUILT_IN_PROFILES).map((profile) => profile[name])]) {
        expect(value).toBeGreaterThanOrEqual(applyBounds.min);
        expect(value).toBeLessThanOrEqual(applyBounds.max);
        expect(quantise(name, value)).toBe(value);
      }
    }
  });
});

it('quantise answers a value that configuration accepts, and leaves it alone the second time', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PARAMETER_NAMES), fc.double({ min: 0, max: 1, noNaN: true }), (name, share) => {
      const { min, max } = PARAMETERS[name].limits;
      const value = quantise(name, min + share * (max - min));
      const type = findKey(name)?.type;
      expect(type && readText(name, type, `${value}`)).toStrictEqual({ kind: 'value', value });
      expect(quantise(name, value)).toBe(value);
    }),
  );
});
