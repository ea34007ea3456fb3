// A response map as text: an overview of the gated KPIs, then for each parameter what it moves, as a table with a bar for each effect.
// Effects that are neither clear nor designed are left to the document.

import type {
  Effect,
  Finding,
  MeasuredEffect,
  ParameterResponse,
  ResponseDocument,
} from '../artifacts/response-document.ts';
import type { KpiName } from '../edge/edge-report.ts';
import { ABSENT, formatKpiValue } from './format-kpi.ts';
import { durationText } from './duration-text.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';

export function responseLines(map: ResponseDocument): string[] {
  return [
    headingSentence(map),
    '',
    ...overview(map),
    '',
    ...map.responses.flatMap((response) => [...responseSection(response, map), '']),
    ...conclusions(map),
  ];
}

function headingSentence({ scenario, profile, at, seeds, window_us, confidence }: ResponseDocument): string {
  const others = at === 'profile' ? `of profile ${profile}` : 'in the middle of their bounds';
  const [first, last] = [seeds[0], seeds.at(-1)];
  return [
    `scenario ${scenario}: each parameter from its lower to its upper bound, the others ${others},`,
    `${durationText(window_us)} on each of ${seeds.length} markets (seeds ${first}..${last}), the same at both ends;`,
    `effects with their ${confidence * 100} % interval, SNR is the mean effect over its standard deviation`,
  ].join('\n');
}

function overview({ responses, gated, clear_snr }: ResponseDocument): string[] {
  const columns: Column[] = [
    { title: 'parameter', align: 'left' },
    { title: 'from .. to', align: 'right' },
    ...gated.map(({ kpi }): Column => ({ title: kpi, align: 'right' })),
  ];
  const rows = responses.map(({ parameter, low, high, effects }) => [
    parameter,
    `${low} .. ${high}`,
    ...gated.map(({ kpi }) => overviewCell(effects.find((effect) => effect.kpi === kpi))),
  ]);
  return [
    `What moves the gated KPIs: the effect, and in brackets its SNR where that is ${clear_snr} or more`,
    ...textTable(columns, rows),
    ...gated.map(({ kpi, moved_by }) => `- ${kpi}: ${moved_by.length === 0 ? 'no parameter' : moved_by.join(', ')}`),
  ];
}

function overviewCell(effect: Effect | undefined): string {
  if (effect?.kind !== 'measured') return ABSENT;
  const amount = signed(effect.kpi, effect.mean);
  return effect.finding === 'unclear' ? amount : `${amount} (${snrText(effect)})`;
}

const SECTION_COLUMNS: readonly Column[] = [
  { title: 'kpi', align: 'left' },
  { title: 'effect', align: 'right' },
  { title: 'interval', align: 'right' },
  { title: 'SNR', align: 'right' },
  { title: '- effect +', align: 'left' },
  { title: 'finding', align: 'left' },
];

function responseSection(
  { parameter, mechanism, low, high, effects }: ParameterResponse,
  map: ResponseDocument,
): string[] {
  const shown = effects.filter(
    (effect) => effect.designed !== undefined || (effect.kind === 'measured' && effect.finding !== 'unclear'),
  );
  return [
    `${parameter} ${low} -> ${high}: ${mechanism}`,
    ...textTable(
      SECTION_COLUMNS,
      shown.map((effect) => sectionRow(effect, map.clear_snr)),
    ),
  ];
}

function sectionRow(effect: Effect, clearSnr: number): string[] {
  if (effect.kind === 'absent') return [effect.kpi, ABSENT, ABSENT, ABSENT, bar(0), effect.reason];
  const { kpi, mean, interval } = effect;
  return [
    kpi,
    signed(kpi, mean),
    `${signed(kpi, interval.lower)} .. ${signed(kpi, interval.upper)}`,
    snrText(effect),
    bar(Math.sign(mean) * (effect.snr ?? (mean === 0 ? 0 : BAR_REACH))),
    findingText(effect, clearSnr),
  ];
}

function findingText({ finding, designed }: MeasuredEffect, clearSnr: number): string {
  switch (finding) {
    case 'as_designed':
      return 'as designed';
    case 'against_design':
      return 'AGAINST ITS DESIGN';
    case 'clear':
      return 'clear';
    case 'unclear':
      return `designed ${designed === 1 ? '+' : '-'}, SNR below ${clearSnr}`;
    default:
      return finding satisfies never;
  }
}

function snrText({ snr }: MeasuredEffect): string {
  return snr === undefined ? ABSENT : snr.toFixed(1);
}

function signed(kpi: KpiName, value: number): string {
  const text = formatKpiValue(kpi, value);
  return value > 0 && !/^0(?:\.0*)?%?$/u.test(text) ? `+${text}` : text;
}

/** Characters to each side; beyond it an effect is as plain as can be drawn. */
const BAR_REACH = 5;

const EMPTY = '·';

/** An effect as a bar to the left or right of zero, one character for each unit of SNR. No spaces: a table closes them up. */
function bar(signedSnr: number): string {
  const length = Math.min(BAR_REACH, Math.round(Math.abs(signedSnr)));
  const left = signedSnr < 0 ? '█'.repeat(length) : '';
  const right = signedSnr > 0 ? '█'.repeat(length) : '';
  return `${left.padStart(BAR_REACH, EMPTY)}┼${right.padEnd(BAR_REACH, EMPTY)}`;
}

/** What a reader takes along: who moves nothing as designed, and what goes against its design. */
function conclusions({ responses, clear_snr }: ResponseDocument): string[] {
  const idle = responses.filter((response) => having(response, 'as_designed').length === 0);
  return [
    ...responses.flatMap((response) =>
      having(response, 'against_design').map(({ kpi }) => `${response.parameter} moves ${kpi} against its design`),
    ),
    ...idle.map(({ parameter }) => `${parameter} moves no KPI as designed with an SNR of ${clear_snr} or more`),
    ...(idle.length === 0
      ? [`every parameter moves at least one KPI as designed with an SNR of ${clear_snr} or more`]
      : []),
  ];
}

function having({ effects }: ParameterResponse, finding: Finding): readonly Effect[] {
  return effects.filter((effect) => effect.kind === 'measured' && effect.finding === finding);
}
