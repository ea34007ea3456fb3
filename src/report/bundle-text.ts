// README.md of a release bundle: for whoever is to sign it off. The verdict first, then what is in it, how the parameters came about, how to check
// it and what it cannot show.

import type { BundleDocument } from '../artifacts/bundle/bundle-document.ts';
import { BUNDLE_FILE, CHECKSUMS_FILE, SIGNATURE_FILE } from '../artifacts/bundle/bundle-document.ts';
import type { GateView } from './gate-view.ts';
import type { ChangesDocument } from './parameter-changes.ts';
import { courseRows } from './parameter-changes.ts';
import { textTable } from './text-table.ts';
import type { Column } from './text-table.ts';
import { ruleReasons, ruleTable, verdictSentence } from './verdict-text.ts';

const COURSE: readonly Column[] = [
  { title: 'parameter', align: 'left' },
  { title: 'start', align: 'right' },
  { title: 'final', align: 'right' },
  { title: 'changes', align: 'right' },
  { title: 'held by', align: 'left' },
];

export function bundleText(bundle: BundleDocument, view: GateView, changes: ChangesDocument): string {
  const { run_id: runId, started_at: startedAt, passed, contents } = bundle;
  const { judgement, line, ending, warnings, notes } = view;
  return [
    `# ${runId}`,
    '',
    `**${verdictSentence(judgement)}**`,
    '',
    ...(passed
      ? []
      : ['**This run did not pass. Nothing here is to be released; the bundle is a record of why not.**', '']),
    '```text',
    line,
    '```',
    '',
    `- begun ${startedAt}, ${ending}`,
    ...warnings.map((warning) => `- warning: ${warning}`),
    ...notes.map((note) => `- note: ${note}`),
    '',
    '## Gates',
    '',
    ...ruleTable(judgement),
    '',
    ...ruleReasons(judgement).map((reason) => `- ${reason}`),
    '',
    '## Parameters',
    '',
    ...textTable(COURSE, courseRows(changes)),
    '',
    `Each change with its reason: CHANGES.json (after ${changes.steps.length} iterations; guards refused ${changes.refused} wishes).`,
    '',
    '## What is in it',
    '',
    ...textTable(
      [
        { title: 'file', align: 'left' },
        { title: 'what it is', align: 'left' },
      ],
      [
        ...Object.entries(contents),
        [BUNDLE_FILE, 'the same in short, for programs'],
        [CHECKSUMS_FILE, 'SHA-256 of every file'],
        [SIGNATURE_FILE, 'the signature over it, where there is one'],
      ],
    ),
    '',
    '## Check it',
    '',
    '```sh',
    `plimsoll bundle verify ${runId}.tar.gz`,
    `sha256sum -c ${CHECKSUMS_FILE}`,
    '```',
    '',
    'The first also looks for what does not belong here, holds the documents against one another, and says whether the bundle is signed. The second works',
    'in the unpacked folder, without Plimsoll. Neither shows who made an unsigned bundle: keep its SHA-256 elsewhere, or have it signed.',
    '',
  ].join('\n');
}
