// Every value that the run was configured with and where it came from. Where the artifacts were to lie is left out: it decides nothing, and of
// two runs of one seed it is another.

import type { RunRecord } from '../../artifacts/run-record.ts';
import type { Resolution } from '../../config/resolve-configuration.ts';
import type { PageSetting } from './run-page.ts';

const DECIDES_NOTHING = new Set(['out']);

export function pageConfiguration({ parameters, settings }: RunRecord['configuration']): readonly PageSetting[] {
  return [
    ...Object.entries(parameters).map(([name, resolution]) => settingOf('parameter', name, resolution)),
    ...Object.entries(settings)
      .filter(([name]) => !DECIDES_NOTHING.has(name))
      .map(([name, resolution]) => settingOf('setting', name, resolution)),
  ];
}

function settingOf(kind: PageSetting['kind'], name: string, { value, candidates }: Resolution): PageSetting {
  return {
    kind,
    name,
    value: value === undefined ? '' : String(value),
    candidates: candidates.map(({ layer, place, text }) => ({ layer, place, text })),
  };
}
