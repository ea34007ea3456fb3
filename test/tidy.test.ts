// The law as a test over the source: which room may import which, what may not stand in code, and what a finished change does not
// leave behind. Each check is shown a planted violation first, because a check that cannot fail guards nothing.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bannedCode } from './tidy/bans.ts';
import { blankSource } from './tidy/blank-source.ts';
import {
  forbiddenOutsideImports,
  forbiddenRoomImports,
  importCycles,
  importsOf,
  ROOM_IMPORTS,
} from './tidy/imports.ts';
import { leftoverText, untidyFiles } from './tidy/leftovers.ts';
import { readRepository, sourceFile, type Finding, type SourceFile } from './tidy/source-file.ts';

const REPOSITORY = readRepository(fileURLToPath(new URL('..', import.meta.url)));

type Check = (files: readonly SourceFile[]) => readonly Finding[];

/** One line per finding, as the failing test prints them. */
function told(check: Check, files: readonly SourceFile[]): readonly string[] {
  return check(files).map(({ place, message }) => `${place} ${message}`);
}

describe('the repository', () => {
  it('is where the walk looks', () => {
    const paths = REPOSITORY.map(({ path }) => path);
    expect(paths).toContain('test/tidy.test.ts');
    const rooms = readdirSync(new URL('../src', import.meta.url)).toSorted();
    expect([...new Set(REPOSITORY.flatMap(({ room }) => room ?? []))].toSorted()).toStrictEqual(rooms);
    expect(paths.some((path) => path.includes('node_modules'))).toBe(false);
  });

  it.each<[string, Check]>([
    ['imports across rooms only as the design allows', forbiddenRoomImports],
    ['imports packages, Node and disk writes only where they belong', forbiddenOutsideImports],
    ['has no circle of imports', importCycles],
    ['holds no banned code', bannedCode],
    ['holds no notes, machine paths or silenced types', leftoverText],
    ['has tidy files', untidyFiles],
  ])('%s', (_, check) => {
    expect(told(check, REPOSITORY)).toStrictEqual([]);
  });
});

describe('laws that the linter and the compiler keep', () => {
  it.each([
    ['.oxlintrc.json', '"typescript/no-explicit-any": "error"'],
    ['.oxlintrc.json', '"typescript/no-non-null-assertion": "error"'],
    ['tsconfig.json', '"erasableSyntaxOnly": true'],
    ['tsconfig.json', '"noUncheckedIndexedAccess": true'],
    ['tsconfig.json', '"exactOptionalPropertyTypes": true'],
  ])('%s still holds %s', (path, line) => {
    expect(REPOSITORY.find((file) => file.path === path)?.text).toContain(line);
  });
});

describe('blankSource', () => {
  it.each([
    ['a // b\nc', 'a     \nc'],
    ['a /* b\n c */ d', 'a     \n      d'],
    ["x = 'a // b'; y", "x = '      '; y"],
    [String.raw`x = 'it\'s'; y`, "x = '     '; y"],
    ['x = `a ${b(`c ${d}`)} e`; f', 'x = `  ${b(`  ${d}`)}  `; f'],
    ['x = `${{ a: "b" }.a}`', 'x = `${{ a: " " }.a}`'],
    ['if (/[/"]\\/x/.test(a)) b / c / d', 'if (/       /.test(a)) b / c / d'],
    ['return /a/g', 'return / /g'],
    ['// unfinished', '             '],
  ])('of %j is %j', (text, blanked) => {
    expect(blankSource(text)).toBe(blanked);
  });

  it('keeps the length and every line of the repository', () => {
    for (const { text, code, path } of REPOSITORY.filter((file) => /\.tsx?$/.test(file.path))) {
      expect(code.length, path).toBe(text.length);
      expect(code.split('\n').length, path).toBe(text.split('\n').length);
    }
  });
});

describe('importsOf', () => {
  it('sees every form of import and no text that only looks like one', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type {\n  B,\n} from './b.ts';",
      "export { c } from './c.ts';",
      "import './d.ts';",
      "const e = await import('./e.ts');",
      "type F = import('./f.ts').F;",
      "// import { g } from './g.ts';",
      'const h = "import { h } from \'./h.ts\'";',
    ].join('\n');
    expect(importsOf(sourceFile('src/std/x.ts', text)).map(({ specifier }) => specifier)).toStrictEqual([
      './a.ts',
      './b.ts',
      './c.ts',
      './d.ts',
      './e.ts',
      './f.ts',
    ]);
  });
});

describe('the check of rooms', () => {
  it.each([
    [
      'src/std/x.ts',
      "import { y } from '../market/side.ts';",
      'src/std/x.ts:1 imports src/market/side.ts, but std may import no other room',
    ],
    [
      'src/edge/x.ts',
      "\nimport type { Y } from '../venue/y.ts';",
      'src/edge/x.ts:2 imports src/venue/y.ts, but edge may import market, std',
    ],
    [
      'src/maker/x.test.ts',
      "await import('../venue/y.ts');",
      'src/maker/x.test.ts:1 imports src/venue/y.ts, but maker may import market, std',
    ],
    [
      'src/json/x.ts',
      "import { y } from '../../test/y.ts';",
      'src/json/x.ts:1 imports test/y.ts, but json may import std',
    ],
    [
      'src/attic/x.ts',
      '',
      'src/attic/x.ts lies in no room: put it in one, or add its room to the design and to the table',
    ],
    ['src/x.ts', '', 'src/x.ts lies in no room: put it in one, or add its room to the design and to the table'],
  ])('tells of %s with %j', (path, text, message) => {
    expect(told(forbiddenRoomImports, [sourceFile(path, text)])).toStrictEqual([message]);
  });

  it('lets pass what the table allows', () => {
    const text = "import { a } from '../std/a.ts';\nimport { b } from './b.ts';\nimport { c } from 'vitest';";
    expect(told(forbiddenRoomImports, [sourceFile('src/edge/x.ts', text)])).toStrictEqual([]);
    const test = "import { a } from '../../test/support/a.ts';";
    expect(told(forbiddenRoomImports, [sourceFile('src/edge/x.test.ts', test)])).toStrictEqual([]);
  });

  it('reads the table that ARCHITECTURE.md prints', () => {
    const text = REPOSITORY.find(({ path }) => path === 'ARCHITECTURE.md')?.text ?? '';
    const rows = [...text.matchAll(/^\| `(\w+)` \|[^|]*\| ([^|]*) \|$/gm)];
    const rooms = new Set(REPOSITORY.flatMap(({ room }) => room ?? []));
    expect(new Set(rows.map(([, room]) => room))).toStrictEqual(rooms);
    for (const [, room = '', allowed = ''] of rows) {
      if (allowed === 'all' || allowed === 'all above') continue;
      expect(allowed === '-' ? [] : allowed.split(', '), room).toStrictEqual(ROOM_IMPORTS[room]);
    }
  });

  it('reads a table in which every room imports rooms above it alone', () => {
    const order = Object.keys(ROOM_IMPORTS);
    for (const [room, allowed] of Object.entries(ROOM_IMPORTS)) {
      for (const lower of allowed)
        expect(order.indexOf(lower), `${room} imports ${lower}`).toBeLessThan(order.indexOf(room));
      expect(order).toEqual(expect.arrayContaining([...allowed]));
    }
  });

  it('keeps venue, maker and edge strangers to one another', () => {
    for (const room of ['venue', 'maker', 'edge']) expect(ROOM_IMPORTS[room]).toStrictEqual(['market', 'std']);
  });
});

describe('the check of outside imports', () => {
  it.each([
    [
      'src/edge/x.ts',
      "import { x } from 'commander';",
      'imports commander: the core imports nothing from outside; let the caller hand it in',
    ],
    [
      'src/std/x.ts',
      "import { readFileSync } from 'node:fs';",
      'imports node:fs: the core imports nothing from outside; let the caller hand it in',
    ],
    [
      'src/json/x.ts',
      "import { createHash } from 'node:crypto';",
      'imports node:crypto: the core imports nothing from outside; let the caller hand it in',
    ],
    [
      'src/soak/x.ts',
      "import { writeFileSync, readFileSync } from 'node:fs';",
      'imports writeFileSync from node:fs: writing goes through src/files',
    ],
    [
      'src/soak/x.ts',
      "import * as fs from 'fs/promises';",
      'imports everything from fs/promises: writing goes through src/files',
    ],
    [
      'src/soak/x.ts',
      "import { env } from 'node:process';",
      'imports node:process: only cli knows the process; take what you need as an argument',
    ],
  ])('tells of %s with %s', (path, text, message) => {
    expect(told(forbiddenOutsideImports, [sourceFile(path, text)])).toStrictEqual([`${path}:1 ${message}`]);
  });

  it.each([
    ['src/files/x.ts', "import { writeFileSync } from 'node:fs';"],
    ['src/targets/x.ts', "import { createReadStream, type Stats } from 'node:fs';"],
    ['src/json/hash.ts', "import { createHash } from 'node:crypto';"],
    ['src/std/x.test.ts', "import { it } from 'vitest';"],
  ])('lets %s import %s', (path, text) => {
    expect(told(forbiddenOutsideImports, [sourceFile(path, text)])).toStrictEqual([]);
  });
});

describe('the check of circles', () => {
  it('tells of a circle through types, once', () => {
    const files = [
      sourceFile('src/std/a.ts', "import type { B } from './b.ts';"),
      sourceFile('src/std/b.ts', "import { c } from './c.ts';"),
      sourceFile('src/std/c.ts', "export { a } from './a.ts';"),
    ];
    expect(told(importCycles, files)).toStrictEqual([
      'src/std/a.ts imports itself in a circle: src/std/a.ts -> src/std/b.ts -> src/std/c.ts -> src/std/a.ts; move what both need into a file of its own',
    ]);
  });

  it('lets two ways lead to one file', () => {
    const files = [
      sourceFile('src/std/a.ts', "import './b.ts';\nimport './c.ts';"),
      sourceFile('src/std/b.ts', "import './c.ts';"),
      sourceFile('src/std/c.ts', ''),
    ];
    expect(told(importCycles, files)).toStrictEqual([]);
  });
});

describe('the check of code', () => {
  it.each([
    ['src/venue/x.ts', 'const t = Date.now();', 'Date.now'],
    ['src/std/x.test.ts', 'const t = Date.now();', 'Date.now'],
    ['src/venue/x.ts', 'const t = new Date();', 'new Date'],
    ['src/venue/x.ts', 'const t = performance.now();', 'performance'],
    ['src/maker/x.ts', 'const r = Math.random();', 'a random number without a seed'],
    ['src/gates/x.ts', 'const r = crypto.randomUUID();', 'a random number without a seed'],
    ['src/tuner/x.ts', 'setTimeout(run, 5);', 'a timer'],
    ['src/edge/x.ts', 'const v = x ** 2;', 'the power operator or Math.pow'],
    ['src/edge/x.ts', 'const v = `${x ** 2}`;', 'the power operator or Math.pow'],
    ['src/edge/x.ts', 'const v = Math.pow(x, 2);', 'the power operator or Math.pow'],
    ['src/guards/x.ts', 'const v = process.env.X;', 'process'],
    ['src/soak/x.ts', "const v = process['env'];", 'process'],
    ['src/cli/x.ts', 'process.exitCode = 1;', 'process'],
    ['src/soak/x.ts', 'console.log(1);', 'console'],
    ['src/std/x.ts', 'export default 1;', 'a default export'],
    ['src/std/x.ts', 'const enum X { A }', 'an enum'],
    ['src/std/x.ts', 'declare namespace X.Y { }', 'a namespace'],
    ['src/std/x.test.ts', "it.only('x', () => {});", 'a test that runs alone'],
    ['test/x.test.ts', "describe.only.each([1])('x', () => {});", 'a test that runs alone'],
    ['test/x.test.ts', "it.skip('x', () => {});", 'a test that never runs'],
    ['page/run/x.tsx', 'const x = <p dangerouslySetInnerHTML={{ __html: text }} />;', 'markup made of text'],
    ['page/run/x.tsx', 'export default 1;', 'a default export'],
  ])('tells of %s with %s', (path, text, what) => {
    expect(told(bannedCode, [sourceFile(path, `\n${text}`)])).toStrictEqual([
      expect.stringContaining(`${path}:2 holds ${what}: `),
    ]);
  });

  it.each([
    ['src/venue/x.ts', '// Date.now and Math.random are banned; so is 2 ** 3 and any.\nexport const x = 1;'],
    ['src/venue/x.ts', "const x = 'Date.now() ** process.env console.log(1)';"],
    ['src/venue/x.ts', '/** Squares. */\nconst square = x * x;'],
    ['src/venue/x.ts', 'const process: Process = input; const y = this.process.name; const z = many.any;'],
    ['src/std/x.ts', 'const anyone: Anything = Promise.any(list);'],
    ['src/cli/main.ts', 'process.exitCode = 1;'],
    ['src/soak/x.ts', 'const t = setTimeout(run, 5);'],
    ['src/std/x.bench.ts', 'const t = performance.now();'],
    ['vitest.config.ts', 'export default {};'],
    ['src/files/process-identity.ts', 'process.kill(pid, 0);'],
    ['test/x.test.ts', "it.skipIf(isRoot)('x', () => {});"],
  ])('lets %s hold %s', (path, text) => {
    expect(told(bannedCode, [sourceFile(path, text)])).toStrictEqual([]);
  });
});

describe('the check of leftovers', () => {
  it.each([
    ['// TO_DO: later', 'do it now, or open an issue'],
    ["const x = 'FIX_ME';", 'do it now, or open an issue'],
    ["const x = '/wo_rk/data';", 'make it relative'],
    ['// see /ho_me/somebody/notes', 'make it relative'],
    ['// @ts-ig_nore', 'correct the type'],
  ])('tells of %s, written without the underscore that hides it here', (hidden, remedy) => {
    const line = hidden.replace('_', '');
    for (const path of ['src/std/x.ts', 'docs/x.md']) {
      expect(told(leftoverText, [sourceFile(path, `first\n${line}\n`)])).toStrictEqual([
        expect.stringMatching(new RegExp(`^${path}:2 .*${remedy}$`)),
      ]);
    }
  });

  it('lets ordinary words and paths pass', () => {
    const text = '// A todo list, src/network/home.ts, https://example.com/work/x\n';
    expect(told(leftoverText, [sourceFile('src/std/x.ts', text)])).toStrictEqual([]);
  });

  it.each([
    ['src/std/Order.ts', '// x\n', 'is not named in kebab-case'],
    ['src/std/order_book.ts', '// x\n', 'is not named in kebab-case'],
    ['src/std/index.ts', '// x\n', 'has a name that says nothing: name it after its main export'],
    ['src/std/text-utils.ts', '// x\n', 'has a name that says nothing: name it after its main export'],
    ['src/std/book-final.ts', '// x\n', 'has a name that says nothing: name it after its main export'],
    ['src/std/book-v2.ts', '// x\n', 'has a name that says nothing: name it after its main export'],
    ['src/std/x.ts', '// x\n'.repeat(451), 'has 451 lines, more than 450: find its second idea and move it out'],
    ['page/run/RunReport.tsx', '// x\n', 'is not named in kebab-case'],
    ['src/std/x.ts', 'export {};\n', 'does not start with a comment that says what it is and what it leaves out'],
  ])('tells of the file %s', (path, text, message) => {
    expect(told(untidyFiles, [sourceFile(path, text)])).toStrictEqual([`${path} ${message}`]);
  });

  it.each([
    ['src/std/rfc-8785.test.ts', "import './x.ts';\n"],
    ['src/cli/main.ts', '#!/usr/bin/env node\n// x\n'],
    ['src/tuner/tuner.conformance.ts', '/** x */\n'],
    ['vitest.config.ts', 'export default {};\n'],
  ])('lets the file %s be', (path, text) => {
    expect(told(untidyFiles, [sourceFile(path, text)])).toStrictEqual([]);
  });
});
