// The gate as JUnit XML: one test case per rule, and one for each thing that caps the verdict. FAIL is a failure; INCONCLUSIVE and NO_DATA are errors, because a rule that could not answer
// has not passed; a FAIL that a waiver covers, and a rule that stands aside for want of data, is skipped; PASS and WARN pass, and WARN says why in its output.

import { assert } from '../std/assert.ts';
import type { RuleResult } from '../gates/judgement.ts';
import { ruleName } from '../gates/rule-name.ts';
import type { GateView } from './gate-view.ts';
import { verdictCaps } from './verdict-caps.ts';
import { waiverSentences } from './verdict-text.ts';

type Outcome = 'failure' | 'error' | 'skipped' | 'passed';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly verdict: string;
  readonly reason: string;
}

export function gateJunit(view: GateView): string {
  const { judgement, runId, line, ending, warnings, notes } = view;
  const { policy, verdict } = judgement;
  const cases: readonly Case[] = [
    ...judgement.rules.map(caseOf),
    ...verdictCaps(judgement).map(({ name, reason }): Case => ({
      name,
      outcome: 'error',
      verdict: 'INCONCLUSIVE',
      reason,
    })),
  ];
  const count = (outcome: Outcome): number => cases.filter((one) => one.outcome === outcome).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  const told = [...waiverSentences(judgement), ...warnings, ...notes].map((value) => ['note', value] as const);
  const properties = [['run', runId], ['verdict', verdict], ['gate_line', line], ['ending', ending], ...told] as const;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="plimsoll gate" ${counts}>`,
    `  <testsuite name="${escapeXml(`policy ${policy.name}`)}" ${counts}>`,
    '    <properties>',
    ...properties.map(([name, value]) => `      <property name="${name}" value="${escapeXml(value)}"/>`),
    '    </properties>',
    ...cases.flatMap((one) => caseLines(one, policy.name)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function caseOf(result: RuleResult): Case {
  const { verdict, reason } = result;
  return { name: ruleName(result), outcome: outcomeOf(result), verdict, reason };
}

function outcomeOf({ verdict, waived, ignored }: RuleResult): Outcome {
  if (waived === true || ignored !== undefined) return 'skipped';
  switch (verdict) {
    case 'PASS':
    case 'WARN':
      return 'passed';
    case 'FAIL':
      return 'failure';
    case 'INCONCLUSIVE':
    case 'NO_DATA':
      return 'error';
    default:
      return verdict satisfies never;
  }
}

function caseLines({ name, outcome, verdict, reason }: Case, policy: string): string[] {
  const head = `    <testcase classname="${escapeXml(`plimsoll.gate.${policy}`)}" name="${escapeXml(name)}"`;
  const told = escapeXml(reason);
  switch (outcome) {
    case 'passed':
      return [`${head}>`, `      <system-out>${escapeXml(verdict)} ${told}</system-out>`, '    </testcase>'];
    case 'skipped':
      return [`${head}>`, `      <skipped message="${told}"/>`, '    </testcase>'];
    case 'failure':
    case 'error':
      return [
        `${head}>`,
        `      <${outcome} type="${escapeXml(verdict)}" message="${told}">${told}</${outcome}>`,
        '    </testcase>',
      ];
    default:
      return outcome satisfies never;
  }
}

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold, in any spelling, becomes the replacement character; a line break in an attribute would become a space. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[\t\n\r]/gu, ' ')
    .replaceAll(/[&<>"']/gu, (character) => {
      const entity = ENTITIES[character];
      assert(entity !== undefined, 'every character that is matched has an entity');
      return entity;
    });
}
