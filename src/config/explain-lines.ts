// Configuration and profiles as lines of plain text for people: strings only, no colours, no terminal.

import { formatDuration } from './duration.ts';
import { explainConfiguration, type ExplainedConfiguration, type Explanation } from './explain-configuration.ts';
import { findKey } from './keys.ts';
import type { Layer } from './layers.ts';
import { PARAMETER_NAMES, PARAMETERS } from './parameters.ts';
import type { Profile } from './profiles.ts';
import type { Candidate } from './resolve-configuration.ts';
import { HUSHED, SETTINGS } from './settings.ts';
import { describeType, type Value } from './value-type.ts';

const LAYER_TITLES: { readonly [layer in Layer]: string } = {
  default: 'default',
  profile: 'profile',
  project: 'project file',
  adopted: 'adopted run',
  environment: 'environment',
  command_line: 'command line',
};

/** Every value with its candidates, or one value with its meaning as well. Throws `Failure('usage')` for an unknown name. */
export function explainLines(configuration: ExplainedConfiguration, name?: string): readonly string[] {
  const explanations = explainConfiguration(configuration, name);
  const rows = explanations.flatMap(({ candidates }) => candidates.map(candidateCells));
  const widths = columnWidths(rows);
  const blocks = explanations.map((explanation) => {
    const lines = [headline(explanation)];
    if (name !== undefined) lines.push(...[explanation.meaning, explanation.allowed, ...givenBy(name)].map(indent));
    for (const candidate of explanation.candidates) lines.push(`  ${alignRow(candidateCells(candidate), widths)}`);
    return lines.join('\n');
  });
  return blocks.join('\n\n').split('\n');
}

/** One row per profile, one column per parameter; a dash where a profile leaves a parameter to its default. */
export function profileLines(profiles: readonly Profile[]): readonly string[] {
  return table([
    ['profile', ...PARAMETER_NAMES, 'from'],
    ...profiles.map(({ name, kind, place, parameters }) => [
      name,
      ...PARAMETER_NAMES.map((parameter) => `${parameters[parameter] ?? '-'}`),
      kind === 'built_in' ? 'built in' : place,
    ]),
  ]);
}

/** One profile in full: what it sets, and what it leaves to the defaults. */
export function showLines(profile: Profile): readonly string[] {
  const parameters = PARAMETER_NAMES.map((name) => {
    const value = profile.parameters[name];
    const { unit, default: standard } = PARAMETERS[name];
    return value === undefined ? [name, `${standard}`, unit, '(built-in default)'] : [name, `${value}`, unit, ''];
  });
  const settings = Object.entries(profile.settings).map(([name, value]) => [name, formatValue(name, value), '', '']);
  return [`${profile.name} (${profile.place})`, ...table([...parameters, ...settings]).map((line) => `  ${line}`)];
}

/** Every setting with its variable and flag, as a Markdown table for the documentation. */
export function settingsTable(): readonly string[] {
  const rows = Object.values(SETTINGS).map(({ name, type, default: standard, environment, flag, meaning }) => {
    const note = environment?.translation === undefined ? '' : ` (${environment.translation.note})`;
    const variable = environment === undefined ? '' : `\`${environment.name}\`${note}`;
    const cells = [
      `\`${name}\``,
      describeType(type),
      standard ?? '',
      variable,
      flag === undefined ? '' : `\`${flag}\``,
      meaning,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| setting | what it may be | default | variable | flag | meaning |', '|---|---|---|---|---|---|', ...rows];
}

/** The spellings of its own that a setting has besides `--set`. */
function givenBy(name: string): readonly string[] {
  const key = findKey(name);
  if (key?.environment === undefined) return key?.flag === undefined ? [] : [`given by ${key.flag}`];
  const { name: variable, translation } = key.environment;
  const note = translation === undefined ? '' : ` (${translation.note})`;
  return [`given by ${key.flag === undefined ? '' : `${key.flag} or `}the variable ${variable}${note}`];
}

function indent(line: string): string {
  return `  ${line}`;
}

function headline({ name, value, pinned, candidates }: Explanation): string {
  const shown = value === undefined ? candidates[0]?.text : formatValue(name, value);
  return `${name} = ${shown}${pinned === undefined ? '' : `, pinned by ${pinned}: the tuner may not change it`}`;
}

function candidateCells({ outcome, layer, place, text }: Candidate): readonly string[] {
  return [outcome, LAYER_TITLES[layer], place, text];
}

function formatValue(name: string, value: Value): string {
  const key = findKey(name);
  if (key?.secret === true) return HUSHED;
  const type = key?.type;
  if (type?.kind === 'duration' && typeof value === 'number') return formatDuration(value);
  return `${value}`;
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columnWidths(rows);
  return rows.map((row) => alignRow(row, widths));
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
}

function alignRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}
