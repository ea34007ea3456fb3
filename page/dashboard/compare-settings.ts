// What two runs were configured with otherwise: values that differ, apart from values that are the same and only came from another place.

import type { PageSetting } from '../../src/report/page/run-page.ts';

interface SettingDifference {
  readonly name: string;
  readonly ours: PageSetting | undefined;
  readonly theirs: PageSetting | undefined;
}

export interface SettingsCompared {
  readonly values: readonly SettingDifference[];
  /** How many have the same value from another place. */
  readonly sources: number;
}

export function compareSettings(one: readonly PageSetting[], other: readonly PageSetting[]): SettingsCompared {
  const names = [...new Set([...one, ...other].map(({ name }) => name))];
  const pairs = names.map((name) => ({ name, ours: named(one, name), theirs: named(other, name) }));
  const values = pairs.filter(({ ours, theirs }) => ours?.value !== theirs?.value);
  const same = pairs.filter(({ ours, theirs }) => ours?.value === theirs?.value);
  return {
    values,
    sources: same.filter(({ ours, theirs }) => ours?.candidates[0]?.place !== theirs?.candidates[0]?.place).length,
  };
}

function named(settings: readonly PageSetting[], wanted: string): PageSetting | undefined {
  return settings.find(({ name }) => name === wanted);
}
