// What may not stand in code, as data: where each ban holds, what it looks for, and what to write in its place. Documentation and
// strings may name everything.

import { lineAt } from './blank-source.ts';
import { CORE_ROOMS } from './imports.ts';
import type { Finding, SourceFile } from './source-file.ts';

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  readonly instead: string;
  readonly appliesTo: (file: SourceFile) => boolean;
}

const isCore = (file: SourceFile): boolean => CORE_ROOMS.includes(file.room ?? '');
const isCoreProduct = (file: SourceFile): boolean => isCore(file) && !file.isTest;
const isCoreButBench = (file: SourceFile): boolean => isCore(file) && !file.path.endsWith('.bench.ts');
const isProduct = (file: SourceFile): boolean => file.room !== undefined && !file.isTest;
const isTypeScript = (file: SourceFile): boolean => /\.tsx?$/.test(file.path);
const isPage = (file: SourceFile): boolean => file.path.startsWith('page/');

/** These alone speak to the process: the command line's edge, and below it for the system's name and to see whether a lock's holder lives. */
const KNOWS_THE_PROCESS = new Set([
  'src/cli/main.ts',
  'src/cli/node-bots.ts',
  'src/cli/node-host.ts',
  'src/files/node-disk.ts',
  'src/files/process-identity.ts',
]);

const BANS: readonly Ban[] = [
  {
    what: 'Date.now',
    pattern: /\bDate\s*\.\s*now\b/g,
    instead: "take the run's time as an argument, in integer microseconds",
    appliesTo: isCoreButBench,
  },
  {
    what: 'new Date',
    pattern: /\bnew\s+Date\b|(?<![\w.$])Date\s*\(/g,
    instead: "take the run's time as an argument, in integer microseconds",
    appliesTo: isCoreProduct,
  },
  {
    what: 'performance',
    pattern: /(?<![\w.$])performance\s*\./g,
    instead: "take the run's time as an argument, or measure in a *.bench.ts",
    appliesTo: isCoreProduct,
  },
  {
    what: 'a random number without a seed',
    pattern: /\bMath\s*\.\s*random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/g,
    instead: 'draw from a named RandomStream (src/std/random.ts), in tests from fast-check',
    appliesTo: isCoreButBench,
  },
  {
    what: 'a timer',
    pattern: /(?<![\w.$])(?:setTimeout|setInterval|setImmediate)\b/g,
    instead: 'step virtual time; nothing in the core waits',
    appliesTo: isCoreButBench,
  },
  {
    what: 'the power operator or Math.pow',
    pattern: /\*\*|\bMath\s*\.\s*pow\b/g,
    instead: 'multiply, or use Math.sqrt or Math.exp: powers differ between Node versions',
    appliesTo: isCoreProduct,
  },
  {
    what: 'process',
    pattern: /(?<![\w.$])process\s*[.[]/g,
    instead: 'take what you need as an argument; in cli, from the Host',
    appliesTo: (file) => isProduct(file) && !KNOWS_THE_PROCESS.has(file.path),
  },
  {
    what: 'console',
    pattern: /(?<![\w.$])console\s*\./g,
    instead: 'return data; cli alone prints',
    appliesTo: (file) => isProduct(file) && file.room !== 'cli',
  },
  {
    what: 'markup made of text',
    pattern: /[iI]nnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\s*\.\s*write\b/g,
    instead: 'let preact make the elements, so that no text of a run can become markup',
    appliesTo: isPage,
  },
  {
    what: 'a default export',
    pattern: /\bexport\s+default\b/g,
    instead: 'export it by its name',
    appliesTo: (file) => isTypeScript(file) && !file.path.endsWith('.config.ts'),
  },
  {
    what: 'an enum',
    pattern: /\benum\s+[A-Za-z_$][\w$]*\s*\{/g,
    instead: 'use a union of string literals, from a const array where it is walked',
    appliesTo: isTypeScript,
  },
  {
    what: 'a namespace',
    pattern: /\b(?:namespace|module)\s+[A-Za-z_$][\w$.]*\s*\{/g,
    instead: 'use a file',
    appliesTo: isTypeScript,
  },
  {
    what: 'a test that runs alone',
    pattern: /(?<=\b(?:it|test|describe)(?:\.\w+)*)\s*\.\s*only\b/g,
    instead: 'remove .only, so that the others run again',
    appliesTo: isTypeScript,
  },
  {
    what: 'a test that never runs',
    pattern: /(?<=\b(?:it|test|describe)(?:\.\w+)*)\s*\.\s*(?:skip|todo)\b/g,
    instead: 'make it pass or remove it; skipIf(condition) says when a machine cannot run it',
    appliesTo: isTypeScript,
  },
];

export function bannedCode(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) =>
    BANS.filter(({ appliesTo }) => appliesTo(file)).flatMap(({ what, pattern, instead }) =>
      [...file.code.matchAll(pattern)].map((match) => ({
        place: `${file.path}:${lineAt(file.code, match.index)}`,
        message: `holds ${what}: ${instead}`,
      })),
    ),
  );
}
