// Every command that a page shows is run, and every output that it shows is what was printed. A page that nobody thought of here is run as it
// stands. `UPDATE_PAGES=1 npx vitest run --project product test/pages.test.ts` writes the outputs anew.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { missingLine, sameCut } from './pages/compare-output.ts';
import { deadLinks, referenceOf, unknownCommands } from './pages/inline-commands.ts';
import { PageShell } from './pages/page-shell.ts';
import { blocksOf, PAGES, readPage, ROOT, stepsOf } from './pages/read-page.ts';
import { CHECKED_BY, STAGING } from './pages/staging.ts';
import type { Step } from './pages/read-page.ts';
import type { CommandRule } from './pages/staging.ts';

vi.setConfig({ testTimeout: 180_000 });

const OF_A_VERDICT = [0, 3, 4];
const UPDATES = process.env['UPDATE_PAGES'] !== undefined;

describe('the pages', () => {
  it('show what is to be typed in fenced blocks of sh, and nowhere else', () => {
    const misplaced = PAGES.flatMap((page) => {
      const text = readPage(page);
      const unlabelled = blocksOf(text).filter(({ language }) => ['', 'bash', 'console', 'shell'].includes(language));
      const indented = [...text.matchAll(/^ {4}(?:\$ )?(?:npx |npm )?(?:plimsoll|run) .*$/gmu)].map(([line]) => line);
      return [...unlabelled.map(({ line }) => `${page}:${line}`), ...indented.map((line) => `${page}: ${line}`)];
    });
    expect(misplaced).toEqual([]);
  });

  it('have a test of their own for blocks in other languages', () => {
    const others = PAGES.filter((page) =>
      blocksOf(readPage(page)).some(({ language }) => !['sh', 'text'].includes(language)),
    );
    expect(others.filter((page) => !named(page))).toEqual([]);
    expect(Object.keys(CHECKED_BY).filter((page) => !others.includes(page))).toEqual([]);
  });

  it('name commands and flags that there are, within sentences too', () => {
    const reference = referenceOf(readPage('docs/commands.md'));
    expect(reference.size).toBeGreaterThan(15);
    const pages = [...PAGES, 'README.ru.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md'];
    expect(
      pages.flatMap((page) => unknownCommands(readPage(page), reference).map((found) => `${page}: ${found}`)),
    ).toEqual([]);
    expect(unknownCommands('`plimsoll sock`, `plimsoll gate new --relase` and `--bogus`', reference)).toHaveLength(3);
  });

  it('link to what is there', () => {
    const pages = [...PAGES, 'README.ru.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md'];
    expect(pages.flatMap((page) => deadLinks(page, readPage(page)))).toEqual([]);
    expect(deadLinks('docs/x.md', '[a](gone.md) [b](start.md#nowhere) [c](start.md#ask-it-why)')).toHaveLength(2);
  });

  it('are run by rules that are all in use', () => {
    const idle = Object.entries(STAGING).flatMap(([page, { rules }]) => {
      const commands = existsSync(join(ROOT, page)) ? stepsOf(readPage(page)).map(({ command }) => command) : [];
      return rules.filter(({ of }) => !commands.some((command) => of.test(command))).map(({ of }) => `${page} ${of}`);
    });
    expect(idle).toEqual([]);
    const runners = Object.values(STAGING).flatMap(({ rules }) => rules.flatMap(({ ranBy }) => ranBy ?? []));
    expect(runners.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

function named(page: string): boolean {
  const test = CHECKED_BY[page];
  return test !== undefined && readFileSync(join(ROOT, test), 'utf8').includes(page);
}

/** What of a page is run here, each with its rule. */
function stepsHere(page: string): readonly (Step & { readonly rule: CommandRule })[] {
  return stepsOf(readPage(page)).flatMap((step) => {
    const rule = STAGING[page]?.rules.find(({ of }) => of.test(step.command));
    return rule?.ranBy === undefined ? [{ ...step, rule: rule ?? { of: /./u } }] : [];
  });
}

describe.each(PAGES.filter((page) => stepsHere(page).length > 0))('%s', (page) => {
  const { env, first } = STAGING[page] ?? {};
  const shell = new PageShell(env);
  beforeAll(async () => {
    if (first !== undefined) expect(await shell.type(first)).toMatchObject({ status: 0, stderr: '' });
  }, 60_000);
  afterAll(() => {
    shell.close();
  });

  it.for(stepsHere(page))('has a command that works: $command', async ({ command, output, rule }, context) => {
    if (rule.needs !== undefined && !(await shell.has(rule.needs))) context.skip(`without ${rule.needs}`);
    if (rule.before !== undefined) expect(await shell.type(rule.before)).toMatchObject({ status: 0 });
    const { status, stdout, stderr } = await shell.type(rule.scaled?.(command) ?? command, rule.until);
    expect(stderr).not.toMatch(/^(?:error|warning):|: command not found/mu);
    expect({ status, stderr }).toEqual({ status: expect.toBeOneOf([...exitsOf(command, rule)]), stderr });
    expect(stdout + stderr).toMatch(rule.tells ?? /(?:)/u);
    if (output === undefined) return;
    if (UPDATES) update(page, output, sameCut(output, stdout));
    else expect(missingLine(output, stdout), stdout).toBeUndefined();
  });
});

function exitsOf(command: string, { exits }: CommandRule): readonly number[] {
  return exits ?? (/plimsoll (?:soak|smoke|gate)\b/u.test(command) ? OF_A_VERDICT : [0]);
}

function update(page: string, shown: string, printed: string): void {
  const path = join(ROOT, page);
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(shown, () => printed),
  );
}
