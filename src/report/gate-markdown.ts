// The gate as markdown for a pull request or a job summary: the verdict first, then the rules, then why. What would not fit into a comment is
// left out by whole sections, and said to be.

import type { GateView } from './gate-view.ts';
import { ruleReasons, ruleTable, verdictSentence } from './verdict-text.ts';

/** GitHub takes 65,536 characters in a comment. */
const MOST_CHARACTERS = 60_000;

export function gateMarkdown(view: GateView): string {
  const { judgement, runId, line, ending, warnings, notes, explanations } = view;
  const sections: readonly (readonly string[])[] = [
    [`## ${judgement.verdict}: plimsoll gate`, '', `**${plain(verdictSentence(judgement))}**`, '', ...fenced([line])],
    ruleTable(judgement),
    ruleReasons(judgement).map((reason) => `- ${plain(reason)}`),
    explanations.map((sentence) => `- ${plain(sentence)}`),
    [...warnings.map((warning) => `- warning: ${plain(warning)}`), ...notes.map((note) => `- ${plain(note)}`)],
    [`Run ${plain(runId)}: ${plain(ending)}.`],
  ];
  const kept: string[] = [];
  let room = MOST_CHARACTERS;
  for (const section of sections) {
    if (section.length === 0) continue;
    const text = `${section.join('\n')}\n`;
    room -= text.length + 1;
    kept.push(room < 0 ? 'A section was left out: it is too long for a comment.\n' : text);
  }
  return kept.join('\n');
}

function fenced(lines: readonly string[]): string[] {
  return ['```text', ...lines, '```'];
}

/** Text of users and files as text: no markup, no links, no mention of anybody. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`*#|]|\[|\]/gu, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;');
}
