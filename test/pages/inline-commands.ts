// The commands, flags and links that stand within sentences: held against the reference and the files that there are, not run.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './read-page.ts';

/** What the reference says, by command: `soak`, `config explain`. */
export type Reference = ReadonlyMap<string, string>;

export function referenceOf(commandsPage: string): Reference {
  const chapters = commandsPage.split(/^## plimsoll ?/mu).slice(1);
  return new Map(chapters.map((chapter) => [chapter.split('\n')[0] ?? '', chapter]));
}

/** Each as `COMMAND: what is wrong`. */
export function unknownCommands(page: string, reference: Reference): readonly string[] {
  const whole = [...reference.values()].join('');
  return spansOf(page).flatMap((span) => {
    const [, typed] = /^(?:npx )?plimsoll (.*)$/u.exec(span) ?? [];
    if (typed === undefined)
      return flagsIn(span).flatMap((flag) => (hasFlag(whole, flag) ? [] : [`${span}: no ${flag}`]));
    const words = typed.split(' -- ')[0]?.split(' ') ?? [];
    const chapter = reference.get(words.slice(0, 2).join(' ')) ?? reference.get(words[0] ?? '');
    if (/^(?:-|[A-Z])/u.test(typed) || typed.startsWith('help')) return [];
    if (chapter === undefined) return [`${span}: there is no such command`];
    return words
      .filter((word) => word.startsWith('--'))
      .flatMap((flag) => (hasFlag(chapter, flag) ? [] : [`${span}: no ${flag}`]));
  });
}

/** Links within the repository whose file or heading is not there. */
export function deadLinks(path: string, page: string): readonly string[] {
  return [...prose(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/gu)].flatMap(([, file = '', anchor]) => {
    const target = file === '' ? path : join(dirname(path), file);
    const full = join(ROOT, target);
    if (!existsSync(full)) return [`${path}: ${file} is not there`];
    if (anchor === undefined) return [];
    const anchors = [...readFileSync(full, 'utf8').matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
      anchorOf(heading),
    );
    return anchors.includes(anchor) ? [] : [`${path}: ${target} has no heading #${anchor}`];
  });
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(/\s/gu, '-');
}

function spansOf(page: string): readonly string[] {
  return [...prose(page).matchAll(/`([^`]+)`/gu)].map(([, span = '']) => span.replaceAll(/\s+/gu, ' '));
}

function prose(page: string): string {
  return page.replaceAll(/^```[\s\S]*?^```$/gmu, '');
}

/** Of a span that is nothing but flags with their values. */
function flagsIn(span: string): readonly string[] {
  return /^--[a-z]/u.test(span) ? [...span.matchAll(/(?<=^| )--[a-z-]+/gu)].map(([flag]) => flag) : [];
}

function hasFlag(help: string, flag: string): boolean {
  const [name = ''] = flag.split('=');
  return new RegExp(`${name}(?![a-z-])`, 'u').test(help);
}
