// The layer of an adopted run: the parameters that it would have gone on with, taken over only where the operator asks for it. They start the
// run and pin nothing. Whoever read the run vouches for it.

import type { Given, LayerReading } from './layers.ts';
import { PARAMETER_NAMES } from './parameters.ts';
import type { ParameterName } from './parameters.ts';

export interface Adopted {
  /** Which run, and after which of its iterations. */
  readonly place: string;
  readonly parameters: { readonly [name in ParameterName]?: number };
}

export function readAdoptedLayer({ place, parameters }: Adopted): LayerReading {
  const given = PARAMETER_NAMES.flatMap((name): Given[] => {
    const value = parameters[name];
    return value === undefined ? [] : [{ name, layer: 'adopted', place, text: `${value}`, value }];
  });
  return { given, problems: [] };
}
