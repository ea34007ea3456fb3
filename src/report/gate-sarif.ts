// The gate as SARIF 2.1.0 (OASIS, 2020): one result for each rule that did not pass, at the rule's line in the gate file. FAIL, INCONCLUSIVE and
// NO_DATA are errors, WARN is a warning; a FAIL that a waiver covers is an error that is suppressed, with the waiver as justification.

import { hashText } from '../json/hash.ts';
import { assert } from '../std/assert.ts';
import type { Judgement, RuleResult, Verdict, WaiverNote } from '../gates/judgement.ts';
import { ruleName } from '../gates/rule-name.ts';
import type { GateView } from './gate-view.ts';
import { verdictCaps } from './verdict-caps.ts';
import { waiverSentences } from './verdict-text.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

interface Finding {
  readonly id: string;
  readonly level: 'error' | 'warning';
  readonly verdict: Verdict;
  readonly text: string;
  readonly line?: number;
  readonly waiver?: WaiverNote;
}

export function gateSarif(view: GateView): object {
  const { judgement, version, runId, line, ending, warnings, notes } = view;
  const { policy } = judgement;
  const ids = [...judgement.rules.map(ruleName), ...verdictCaps(judgement).map(({ name }) => name)];
  const findings = findingsOf(view);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'plimsoll',
            version,
            rules: ids.map((id) => ({ id, shortDescription: { text: descriptionOf(id, policy.name) } })),
          },
        },
        automationDetails: { id: `plimsoll/gate/${policy.name}` },
        results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.id), view)),
        properties: {
          run: runId,
          verdict: judgement.verdict,
          gate_line: line,
          ending,
          notes: [...waiverSentences(judgement), ...warnings, ...notes],
        },
      },
    ],
  };
}

function descriptionOf(id: string, policy: string): string {
  if (id === 'run_complete') return 'the run completed its plan';
  return id === 'warm_up_settled' ? 'the run settled within its warm-up' : `${id}, by the policy ${policy}`;
}

function findingsOf({ judgement, places }: GateView): readonly Finding[] {
  const { rules } = judgement;
  const broken = rules.flatMap((result, index): Finding[] => {
    const level = levelOf(result);
    if (level === undefined) return [];
    const line = places.lineOf(index);
    const waiver = waiverOf(result, judgement);
    const { verdict, reason } = result;
    return [
      {
        id: ruleName(result),
        level,
        verdict,
        text: `${verdict} ${reason}`,
        ...(line === undefined ? {} : { line }),
        ...(waiver === undefined ? {} : { waiver }),
      },
    ];
  });
  const caps = verdictCaps(judgement).map(({ name, reason }): Finding => ({
    id: name,
    level: 'error',
    verdict: 'INCONCLUSIVE',
    text: `INCONCLUSIVE at best: ${reason}`,
  }));
  return [...broken, ...caps];
}

/** A waived FAIL keeps its level: it is the suppression that says why nobody is stopped by it. */
function levelOf({ verdict, waived, ignored }: RuleResult): Finding['level'] | undefined {
  if (waived === true) return 'error';
  // A rule that stands aside for want of data has no say, and so no finding.
  if (ignored !== undefined) return undefined;
  switch (verdict) {
    case 'PASS':
      return undefined;
    case 'WARN':
      return 'warning';
    case 'FAIL':
    case 'INCONCLUSIVE':
    case 'NO_DATA':
      return 'error';
    default:
      return verdict satisfies never;
  }
}

function waiverOf(result: RuleResult, { waivers = [] }: Judgement): WaiverNote | undefined {
  if (result.waived !== true) return undefined;
  const waiver = waivers.find(({ rule, state }) => state === 'used' && rule === ruleName(result));
  assert(waiver !== undefined, 'a rule is waived by a waiver');
  return waiver;
}

function resultOf({ id, level, verdict, text, line, waiver }: Finding, ruleIndex: number, view: GateView): object {
  const { places, judgement } = view;
  return {
    ruleId: id,
    ruleIndex,
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(places.file) },
          region: { startLine: line ?? 1 },
        },
      },
    ],
    // Stable from run to run, so that a viewer follows one broken rule and does not report it anew each night.
    partialFingerprints: { 'plimsollRule/v1': hashText(`${judgement.policy.name}/${id}`) },
    properties: { verdict },
    ...(waiver === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${waiver.reason} (${waiver.author}, until ${waiver.expires})`,
            },
          ],
        }),
  };
}
