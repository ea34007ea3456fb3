// Parameters as people need them at a run's end: from where to where each moved, and as text that a shell takes.

import type { RunPlan } from '../artifacts/run-record.ts';
import { canonicalJson } from '../json/canonical.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

type Parameters = RunPlan['parameters'];

const COLUMNS: readonly Column[] = [
  { title: 'parameter', align: 'left' },
  { title: 'start', align: 'right' },
  { title: 'final', align: 'right' },
  { title: 'held by', align: 'left' },
];

export function parameterTable(plan: Pick<RunPlan, 'parameters' | 'pinned'>, final: Parameters): string[] {
  const pins = new Map(Object.entries(plan.pinned));
  const finals = new Map(Object.entries(final));
  return textTable(
    COLUMNS,
    Object.entries(plan.parameters).map(([name, start]) => [
      name,
      String(start),
      String(finals.get(name) ?? '-'),
      pins.get(name) ?? '',
    ]),
  );
}

/** What a next run takes over, as lines that can be pasted: the parameters held, then the same as a start to go on tuning from. */
export function nextRunLines(parameters: Parameters): string[] {
  return [
    `plimsoll soak ${setArguments(parameters)}`,
    overridesVariable(parameters),
    '# each of the two lines holds all six against the tuner; to start from them and go on tuning:',
    profileCommand(parameters),
  ];
}

/** `--set a=1 --set b=2`: holds all of them in the next run. */
function setArguments(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `--set ${name}=${value}`)
    .join(' ');
}

/** `MM_RUNTIME_OVERRIDES_JSON='{"a":1}'`: the same for a script. */
function overridesVariable(parameters: Parameters): string {
  return `MM_RUNTIME_OVERRIDES_JSON='${canonicalJson(parameters)}'`;
}

/** A profile pins nothing. */
function profileCommand(parameters: Parameters): string {
  const content = canonicalJson({ parameters });
  return `mkdir -p profiles && echo '${content}' > profiles/NAME.json && plimsoll soak --profile NAME`;
}
