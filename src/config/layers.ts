// The six layers of configuration and what one of them gives: values with the exact place that each was written at, and every
// problem found on the way. Each layer is read alone; `resolve-configuration.ts` puts them over one another.

import type { Problem } from '../std/failure.ts';
import type { KeyName } from './keys.ts';
import type { Value } from './value-type.ts';

/** From low to high: a higher layer shadows a lower one. The tuner stands above all of them, for what is not pinned. */
export const LAYERS = ['default', 'profile', 'project', 'adopted', 'environment', 'command_line'] as const;
export type Layer = (typeof LAYERS)[number];

export interface Given {
  readonly name: KeyName;
  readonly layer: Layer;
  /** Exactly where: `--seed`, a variable, `file:line:column`, `built-in default`. */
  readonly place: string;
  /** As it was written there. */
  readonly text: string;
  /** Absent only for the default of a setting that has none. */
  readonly value?: Value;
}

export interface LayerReading {
  /** In the order in which they were written: of two with one name, the later counts. */
  readonly given: readonly Given[];
  readonly problems: readonly Problem[];
}

/** A file as its reader found it; `path` is what problems and provenance call it. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}
