// `docs/simulator.md` as text: what the embedded market models and leaves out, its calibration, the checklist of stylised facts with
// measured figures, and the levels of the gated KPIs. Every number comes from the code or from a measurement handed in.

import { REFERENCE_MAKER } from '../../src/maker/maker-settings.ts';
import { assert } from '../../src/std/assert.ts';
import type { Scenario } from '../../src/venue/scenario.ts';
import { FACTS, factsHeld, within, type Band, type Fact, type Figures } from './bands.ts';
import { DEPARTURES } from './departures.ts';
import { LEFT_OUT, MECHANISMS, MODELLED } from './model-text.ts';
import { SOAKED_HOURS, type SoakVerdicts, verdictCounts } from './soak-verdicts.ts';

export interface Level {
  readonly kpi: string;
  readonly mean: number;
  readonly sd: number;
}

interface MeasuredScenario {
  readonly scenario: Scenario;
  readonly figures: Figures;
  readonly levels: readonly Level[];
  readonly verdicts: SoakVerdicts;
}

export interface MeasuredMarket {
  readonly hours: number;
  readonly seeds: number;
  readonly levelSeeds: number;
  readonly scenarios: readonly MeasuredScenario[];
}

export function simulatorPage(market: MeasuredMarket): string {
  const scenarios = market.scenarios.map(({ scenario }) => scenario);
  return [
    '# The embedded market',
    'This page is written by `npm run facts`: its numbers come from the code and from a measurement, never from a keyboard.',
    '## What is modelled',
    bullets(MODELLED),
    '## What is left out',
    bullets(LEFT_OUT),
    '## What the six parameters do',
    mechanismTable(),
    calibrationSection(scenarios),
    factsSection(market),
    levelsSection(market),
    verdictsSection(market),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The scenarios' values as a table, fields that differ from the first scenario's in every column. */
export function calibrationSection(scenarios: readonly Scenario[]): string {
  const columns = scenarios.map((scenario) => new Map(leaves(scenario, '')));
  const names = columns[0] === undefined ? [] : [...columns[0].keys()].filter((name) => name !== 'name');
  const maker = leaves(REFERENCE_MAKER, '').map(([name, value]) => [`\`${name}\``, value]);
  return [
    '## Calibration',
    'Units stand in the names: bps of price, seconds, milliseconds, base units.',
    table(
      ['value', ...scenarios.map(({ name }) => `\`${name}\``)],
      names.map((name) => [`\`${name}\``].concat(columns.map((column) => column.get(name) ?? ''))),
    ),
    'The reference maker that quotes in it, besides the six parameters:',
    table(['value', ''], maker),
  ].join('\n\n');
}

function factsSection(market: MeasuredMarket): string {
  const { scenarios, hours, seeds } = market;
  const rows = FACTS.flatMap((fact: Fact) =>
    fact.figures.map(({ label, band }, index) => [
      index === 0 ? String(fact.number) : '',
      index === 0 ? fact.title : '',
      label,
      bandText(band),
      ...scenarios.map(({ figures }) => judged(figureOf(figures, fact, index), band)),
    ]),
  );
  const held = scenarios.map(({ scenario, figures }) => `\`${scenario.name}\` ${factsHeld(figures)}`).join(', ');
  return [
    '## Stylised facts',
    `Measured over ${hours * seeds} simulated hours of each scenario (${seeds} seeds that calibration never saw, ${hours} h each): the market by itself, for facts 10 ` +
      'and 11 with the reference maker at `steady_safe`, for naive touch quotes and fact 15 with a bot that rests single lots. ' +
      `Facts that hold, of ${FACTS.length}: ${held}. A figure outside its band is set in bold.`,
    table(['', 'fact', 'figure', 'band', ...scenarios.map(({ scenario }) => `\`${scenario.name}\``)], rows),
    '### Sources, and how bands were adapted',
    bullets(
      FACTS.map((fact: Fact) =>
        fact.adapted === undefined
          ? `${fact.number}: ${fact.source}.`
          : `${fact.number}: ${fact.source}. Here: ${fact.adapted}.`,
      ),
    ),
    '### Facts that do not hold',
    bullets(departures(market)),
  ].join('\n\n');
}

function departures({ scenarios }: MeasuredMarket): readonly string[] {
  return FACTS.flatMap((fact: Fact) => {
    const where = scenarios.filter(({ figures }) =>
      fact.figures.some(({ band }, index) => !within(figureOf(figures, fact, index), band)),
    );
    if (where.length === 0) return [];
    const why = DEPARTURES[fact.number];
    assert(why !== undefined, () => `fact ${fact.number} fails without an explanation`);
    return [`${fact.number}, in ${where.map(({ scenario }) => `\`${scenario.name}\``).join(' and ')}: ${why}`];
  });
}

function levelsSection({ scenarios, levelSeeds }: MeasuredMarket): string {
  const kpis = scenarios[0]?.levels.map(({ kpi }) => kpi) ?? [];
  return [
    '## Levels of the gated KPIs',
    `The reference maker at \`steady_safe\`, one hour from a fresh start, mean ± standard deviation over ${levelSeeds} seeds.`,
    table(
      ['KPI', ...scenarios.map(({ scenario }) => `\`${scenario.name}\``)],
      kpis.map((kpi) => [`\`${kpi}\``].concat(scenarios.map((measured) => levelText(measured, kpi)))),
    ),
  ].join('\n\n');
}

function verdictsSection({ scenarios, levelSeeds }: MeasuredMarket): string {
  return [
    '## How soaks end',
    `\`plimsoll soak --profile steady_safe --iterations ${SOAKED_HOURS}\` of each scenario, with tuner and guards, over ${levelSeeds} seeds.`,
    table(
      ['', ...scenarios.map(({ scenario }) => `\`${scenario.name}\``)],
      [
        ['runs, their hours together', ...scenarios.map(({ verdicts }) => verdictCounts(verdicts.runs))],
        ['single hours', ...scenarios.map(({ verdicts }) => verdictCounts(verdicts.hours))],
        [
          'hours with FAIL followed by one without',
          ...scenarios.map(({ verdicts }) => `${verdicts.recoveredHours} of ${verdicts.failedHours}`),
        ],
      ],
    ),
  ].join('\n\n');
}

function levelText({ levels }: MeasuredScenario, kpi: string): string {
  const level = levels.find((candidate) => candidate.kpi === kpi);
  return level === undefined ? '' : `${figure(level.mean)} ± ${figure(level.sd)}`;
}

function mechanismTable(): string {
  return table(['parameter', 'mechanism', 'seen in'], MECHANISMS);
}

function figureOf(figures: Figures, fact: Fact, index: number): number {
  const name = fact.figures[index]?.name;
  const found = Object.entries(figures).find(([key]) => key === name);
  assert(found !== undefined, () => `no figure is named ${name}`);
  return found[1];
}

function judged(value: number, band: Band): string {
  return within(value, band) ? figure(value) : `**${figure(value)}**`;
}

function bandText({ least, most }: Band): string {
  if (most === Number.POSITIVE_INFINITY) return `≥ ${least}`;
  if (least === Number.NEGATIVE_INFINITY) return `≤ ${most}`;
  return `${least} to ${most}`;
}

function figure(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : Math.abs(value) >= 100 ? value.toFixed(1) : value.toFixed(3);
}

function leaves(value: object, path: string): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(inner)) return [[name, inner.join(', ')] as const];
    return typeof inner === 'object' && inner !== null ? leaves(inner, name) : [[name, String(inner)] as const];
  });
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}
