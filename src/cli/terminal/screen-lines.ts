// A run at a glance, as lines for a window of some width and height: how far it is, the four KPIs that decide, the parameters and what moved
// them, what tuner and guards said last, and what is held still. Their number stays the same as long as the window does.

import { formatDuration } from '../../config/duration.ts';
import { PARAMETER_NAMES } from '../../config/parameters.ts';
import type { ParameterName } from '../../config/parameters.ts';
import type { KpiName } from '../../edge/edge-report.ts';
import { VERDICTS } from '../../gates/judgement.ts';
import type { Verdict } from '../../gates/judgement.ts';
import { endSentence } from '../../report/ending-sentence.ts';
import { ABSENT, formatKpiValue } from '../../report/format-kpi.ts';
import { sparkline } from '../../report/sparkline.ts';
import { guardText, wishText } from './decision-words.ts';
import type { RunPicture } from './run-picture.ts';
import { paintVerdict, wrapText } from './style.ts';
import type { Style } from './style.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The KPIs that gates read, each with a name for a narrow window. */
const SHOWN_KPIS: readonly (readonly [KpiName, string])[] = [
  ['net_bps', 'net'],
  ['risk_ratio', 'risk'],
  ['maker_taker_ratio', 'maker'],
  ['p95_latency_ms', 'p95_ms'],
];

const NARROW = 72;
const WIDE = 110;
const LABEL_WIDTH = 22;
const NARROW_LABEL_WIDTH = 8;
const VALUE_WIDTH = 8;
const INTERVAL_WIDTH = 18;
const VERDICT_WIDTH = 13;
const GUARD_LINES = 2;

/** What became of a wish, so that it reads without colour: a mark and a word. */
const OUTCOMES = { granted: '+ granted', trimmed: '~ trimmed', refused: 'x refused' } as const;

/** `note`: what only the one who shows it knows, such as that nobody is at work; takes the place of what is held still. */
export function screenLines(picture: RunPicture, size: ScreenSize, style: Style, note?: string): readonly string[] {
  const isNarrow = size.columns < NARROW;
  const sections: readonly Section[] = [
    { title: '', lines: headLines(picture, size.columns, style) },
    { title: kpiTitle(isNarrow), lines: SHOWN_KPIS.map((kpi) => kpiLine(picture, kpi, size.columns, style)) },
    {
      title: parameterTitle(isNarrow),
      lines: PARAMETER_NAMES.map((name) => parameterLine(picture, name, isNarrow, style)),
    },
    { title: '', lines: wordLines(picture, size.columns, isNarrow, style, note) },
  ];
  return fitted(sections, size.rows - 1, style);
}

/** What does not fit goes in this order: blank lines, titles, then whatever stands last. */
function fitted(sections: readonly Section[], rows: number, style: Style): readonly string[] {
  const titled = sections.map(({ title, lines }) => (title === '' ? lines : [style.dim(title), ...lines]));
  const spaced = titled.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
  if (spaced.length <= rows) return spaced;
  const dense = titled.flat();
  if (dense.length <= rows) return dense;
  return sections.flatMap(({ lines }) => lines).slice(0, Math.max(1, rows));
}

function headLines(picture: RunPicture, columns: number, style: Style): readonly string[] {
  const { run, iteration, reachedUs, elapsedMs, leftMs, ended } = picture;
  const { plan } = run;
  const totalUs = plan.iterations * plan.iteration_us;
  const share = Math.min(1, reachedUs / totalUs);
  const isNarrow = columns < NARROW;
  const width = isNarrow ? 14 : 24;
  const filled = Math.floor(share * width);
  const bar = `${style.cyan('█'.repeat(filled))}${'░'.repeat(width - filled)}`;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const speed = Math.round(reachedUs / 1000 / Math.max(1, elapsedMs)).toLocaleString('en-US');
  const scenario = plan.target.options['scenario'];
  const market = typeof scenario === 'string' ? ` ${scenario}` : '';
  const left = leftMs === undefined ? '' : `, about ${timeText(leftMs)} left`;
  const course = `${timeText(elapsedMs)}${left}`;
  const where = `${plan.target.kind}${market}, ${plan.profile}, seed ${plan.seed}`;
  const marketTime = formatDuration(Math.floor(reachedUs / 1e6));
  const pace = columns < WIDE ? `${speed} x` : `${marketTime} of market time, ${speed} x real time`;
  const state = ended === undefined ? '' : endedText(picture, style);
  if (isNarrow) {
    return [
      style.bold(run.run_id),
      `${bar} ${percent}  iteration ${iteration}/${plan.iterations}`,
      state === '' ? course : state,
    ];
  }
  return [
    `${style.bold(run.run_id)}  ${where}`,
    `${bar} ${percent}  ${state === '' ? `iteration ${iteration}/${plan.iterations}, ${course}, ${pace}` : state}`,
  ];
}

function endedText({ ended, run, iteration }: RunPicture, style: Style): string {
  if (ended === undefined) return '';
  const { verdict } = ended.judgement;
  return `${paintVerdict(style, verdict)(verdict)}: ${endSentence(ended, iteration, run.plan.iterations)}`;
}

function kpiTitle(isNarrow: boolean): string {
  if (isNarrow) return '';
  return `${'KPI'.padEnd(LABEL_WIDTH)}${'value'.padStart(VALUE_WIDTH)}  ${'interval'.padEnd(INTERVAL_WIDTH)}${'verdict'.padEnd(VERDICT_WIDTH)}course`;
}

function kpiLine(
  { rows, newest }: RunPicture,
  [name, short]: readonly [KpiName, string],
  columns: number,
  style: Style,
): string {
  const isNarrow = columns < NARROW;
  const value = rows.at(-1)?.kpis[name];
  const kpi = newest?.edge.kpis[name];
  const interval = kpi?.kind === 'value' ? kpi.interval : undefined;
  const verdict = worstOf(newest?.gate.rules.filter((rule) => rule.kpi === name).map((rule) => rule.verdict) ?? []);
  const shown = (value === undefined ? ABSENT : formatKpiValue(name, value)).padStart(VALUE_WIDTH);
  const bounds =
    interval === undefined ? '' : `[${formatKpiValue(name, interval.lower)}, ${formatKpiValue(name, interval.upper)}]`;
  const word =
    verdict === undefined ? ABSENT.padEnd(VERDICT_WIDTH) : paintVerdict(style, verdict)(verdict.padEnd(VERDICT_WIDTH));
  const label = isNarrow ? short.padEnd(NARROW_LABEL_WIDTH) : name.padEnd(LABEL_WIDTH);
  const before = label.length + VALUE_WIDTH + 2 + (isNarrow ? 0 : INTERVAL_WIDTH) + VERDICT_WIDTH;
  const drawn = rows.slice(-Math.max(1, columns - 1 - before)).map((row) => row.kpis[name]);
  return `${label}${shown}  ${isNarrow ? '' : bounds.padEnd(INTERVAL_WIDTH)}${word}${style.cyan(sparkline(drawn))}`;
}

function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  return VERDICTS.findLast((verdict) => verdicts.includes(verdict));
}

function parameterTitle(isNarrow: boolean): string {
  return isNarrow ? '' : `${'parameter'.padEnd(LABEL_WIDTH)}${'value'.padStart(VALUE_WIDTH)}  last wish to move it`;
}

function parameterLine(
  { parameters, moves }: RunPicture,
  name: ParameterName,
  isNarrow: boolean,
  style: Style,
): string {
  const move = moves[name];
  const label = `${name.padEnd(LABEL_WIDTH)}${String(parameters[name]).padStart(isNarrow ? 6 : VALUE_WIDTH)}`;
  if (move === undefined) return label;
  const { outcome, from, to } = move.decision;
  const change = outcome === 'refused' ? '' : ` ${from}→${to}`;
  const paint = { granted: style.green, trimmed: style.yellow, refused: style.dim }[outcome];
  if (isNarrow) return `${label}  ${paint(OUTCOMES[outcome].slice(0, 1))} ${move.iteration}`;
  return `${label}  ${paint(OUTCOMES[outcome])}${change} after iteration ${move.iteration}`;
}

function wordLines(
  picture: RunPicture,
  columns: number,
  isNarrow: boolean,
  style: Style,
  note: string | undefined,
): readonly string[] {
  const { newest, verdicts } = picture;
  const labelWidth = isNarrow ? NARROW_LABEL_WIDTH : LABEL_WIDTH;
  const said = (label: string, text: string, lines: number): readonly string[] =>
    wrapText(text, Math.max(10, columns - 1 - labelWidth), lines).map(
      (line, index) => `${(index === 0 ? label : '').padEnd(labelWidth)}${line}`,
    );
  const counts = VERDICTS.filter((verdict) => verdicts[verdict] > 0).map((verdict) =>
    paintVerdict(style, verdict)(`${verdicts[verdict]} ${verdict}`),
  );
  return [
    ...said('tuner', newest === undefined ? ABSENT : wishText(newest), 1),
    ...said('guards', newest === undefined ? ABSENT : guardText(newest), GUARD_LINES),
    ...said('state', note ?? standingText(picture), 1),
    `${(isNarrow ? 'so far' : 'iterations so far').padEnd(labelWidth)}${counts.length === 0 ? ABSENT : counts.join(', ')}`,
  ];
}

/** What is held still, and why. */
function standingText({ run, standing }: RunPicture): string {
  const { plan } = run;
  if (!plan.tune) return 'nothing is tuned';
  if (!plan.guards) return 'guards are off';
  if (standing?.hold !== undefined) {
    const { until_iteration: until, reason } = standing.hold;
    return `held${until === undefined ? '' : ` until iteration ${until}`}: ${reason}`;
  }
  if (standing?.frozen_until_iter === undefined) return 'nothing is frozen';
  return `frozen until iteration ${standing.frozen_until_iter}: ${(standing.frozen_parameters ?? []).join(', ')}`;
}

function timeText(milliseconds: number): string {
  return formatDuration(Math.round(milliseconds / 1000));
}
