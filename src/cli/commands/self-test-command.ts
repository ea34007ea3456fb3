// `plimsoll gate --self-test`: shows that every kind of rule can fail, that nothing missing passes, and how often equal runs are called worse.

import { selfTestCases } from '../../gates/self-test.ts';
import type { SelfTestCase } from '../../gates/self-test.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { textTable } from '../../report/text-table.ts';
import type { Column } from '../../report/text-table.ts';
import { measureFalseAlarms } from '../../soak/false-alarms.ts';
import type { FalseAlarms } from '../../soak/false-alarms.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { styleFor } from '../terminal/style.ts';
import type { Style } from '../terminal/style.ts';

const MEASURED = { hours: 8, pairs: 200, seed: 1 };

const COLUMNS: readonly Column[] = [
  { title: 'of', align: 'left' },
  { title: 'situation', align: 'left' },
  { title: 'must be', align: 'left' },
  { title: 'is', align: 'left' },
];

/** A gate that does not do what it says is a bug of ours, and ends with its exit code. */
export async function selfTestCommand(host: Host, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const cases = selfTestCases();
  const style = styleFor(host.stdout, host);
  if (!json) host.stdout.write(`${[...casesTable(cases), '', waitSentence()].join('\n')}\n`);
  const alarms = await measureFalseAlarms({ ...MEASURED, breathe: () => host.breathe() });
  const isSound = cases.every(({ expected, verdict }) => verdict === expected) && areFew(alarms);
  const exitCode = isSound ? EXIT_CODES.ok : EXIT_CODES.bug;
  if (json) {
    host.stdout.write(canonicalDocument({ cases, false_alarms: alarms, sound: isSound, exit_code: exitCode }));
    return exitCode;
  }
  host.stdout.write(`${[...alarmLines(alarms), verdictLine(cases, alarms, style)].join('\n')}\n`);
  return exitCode;
}

function casesTable(cases: readonly SelfTestCase[]): string[] {
  return textTable(
    COLUMNS,
    cases.map(({ subject, situation, expected, verdict }) => [
      subject,
      situation,
      expected,
      verdict === expected ? verdict : `${verdict} WRONG`,
    ]),
  );
}

function waitSentence(): string {
  return `running ${MEASURED.hours} hours of the calm market, and drawing ${MEASURED.pairs} pairs of equal runs from them ...`;
}

function alarmLines({ pairs, stated, beyond_margins: margins, beyond_nothing: nothing }: FalseAlarms): string[] {
  const rate = (count: number): string => `${count} of ${pairs} (${((100 * count) / pairs).toFixed(1)} %)`;
  return [
    'false alarms, equal runs of 8 h that were called worse (FAIL) than their baseline:',
    `- by more than the margins of the release gate: ${rate(margins)}`,
    `- by anything at all (margins of 0, the truth on every line): ${rate(nothing)}, at most ${(100 * stated).toFixed(0)} % stated`,
  ];
}

function areFew({ pairs, stated, beyond_margins: margins, beyond_nothing: nothing }: FalseAlarms): boolean {
  return Math.max(margins, nothing) / pairs <= stated;
}

function verdictLine(cases: readonly SelfTestCase[], alarms: FalseAlarms, style: Style): string {
  const wrong = cases.filter(({ expected, verdict }) => verdict !== expected).length;
  if (wrong > 0) return `self-test: ${style.red('FAILED')} - ${wrong} of ${cases.length} situations are judged wrongly`;
  if (!areFew(alarms)) return `self-test: ${style.red('FAILED')} - equal runs are called worse more often than stated`;
  return `self-test: ${style.green('OK')} - ${cases.length} situations are judged as they must be`;
}
