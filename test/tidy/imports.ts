// Which file imports what, types included, and the laws about it: a room imports only the rooms that the design gives it, the core
// imports no package and no part of Node, only `files` may write to a disk, and no files import one another in a circle.

import { posix } from 'node:path';
import { lineAt } from './blank-source.ts';
import type { Finding, SourceFile } from './source-file.ts';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** What stands between `import` and `from`, for imports that name things. */
  readonly clause: string;
}

const BELOW_SOAK: { readonly [room: string]: readonly string[] } = {
  std: [],
  json: ['std'],
  files: ['std'],
  market: ['std'],
  config: ['json', 'files', 'std'],
  venue: ['market', 'std'],
  maker: ['market', 'std'],
  edge: ['market', 'std'],
  tuner: ['config', 'edge', 'std'],
  guards: ['config', 'tuner', 'std'],
  gates: ['edge', 'json', 'std'],
  artifacts: ['json', 'files', 'config', 'edge', 'tuner', 'guards', 'gates', 'std'],
  targets: ['config', 'market', 'venue', 'maker', 'edge', 'files', 'std'],
};

const BELOW_CLI: { readonly [room: string]: readonly string[] } = {
  ...BELOW_SOAK,
  soak: Object.keys(BELOW_SOAK),
  report: ['edge', 'gates', 'artifacts', 'json', 'std', 'config'],
  exchange: ['market', 'venue', 'std'],
  alerts: ['edge', 'gates', 'artifacts', 'config', 'soak', 'report', 'json', 'std'],
  fleet: ['soak', 'artifacts', 'config', 'std'],
  dashboard: ['config', 'edge', 'guards', 'gates', 'json', 'files', 'artifacts', 'report', 'std'],
};

/** The table of ARCHITECTURE.md: each room, what it may import besides itself, and rooms that are designed but not built yet. */
export const ROOM_IMPORTS: { readonly [room: string]: readonly string[] } = {
  ...BELOW_CLI,
  cli: Object.keys(BELOW_CLI),
  library: [...Object.keys(BELOW_CLI), 'cli'],
};

/** Rooms whose answers depend on their arguments alone. */
export const CORE_ROOMS: readonly string[] = [
  'std',
  'json',
  'market',
  'config',
  'venue',
  'maker',
  'edge',
  'tuner',
  'guards',
  'gates',
];

/** Packages that compute and nothing else. */
const PURE_PACKAGES = new Set(['zod']);

/** The parts of Node that single core files may import: a hash, and names of files. */
const CORE_EXCEPTIONS: { readonly [path: string]: readonly string[] } = {
  'src/json/hash.ts': ['node:crypto'],
  'src/config/read-configuration-files.ts': ['node:path'],
  'src/config/migrate-legacy-files.ts': ['node:path'],
};

/** What anybody outside the core may import from `node:fs`: reading only. */
const FS_READS = new Set([
  'readFile',
  'readFileSync',
  'readdir',
  'readdirSync',
  'stat',
  'statSync',
  'lstat',
  'lstatSync',
  'existsSync',
  'access',
  'accessSync',
  'realpath',
  'realpathSync',
  'readlink',
  'readlinkSync',
  'createReadStream',
  'constants',
  'Stats',
  'ReadStream',
]);

const FROM = /\b(?:import|export)\b([^;'"`]*?)\bfrom\s*(['"])/g;
const BARE = /\bimport\s*(['"])/g;
const DYNAMIC = /\bimport\s*\(\s*(['"`])/g;

export function importsOf({ text, code }: SourceFile): readonly Import[] {
  const found: Import[] = [];
  for (const pattern of [FROM, BARE, DYNAMIC]) {
    for (const match of code.matchAll(pattern)) {
      const quote = match[2] ?? match[1] ?? '';
      const start = match.index + match[0].length;
      const end = code.indexOf(quote, start);
      const clause = pattern === FROM ? (match[1] ?? '') : '';
      found.push({ specifier: text.slice(start, end), line: lineAt(text, start), clause });
    }
  }
  return found.toSorted((one, other) => one.line - other.line);
}

/** Imports across rooms against the table, and rooms that the table does not know. Tests may also use `test/support`. */
export function forbiddenRoomImports(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    if (!file.path.startsWith('src/')) return [];
    const allowed = file.room === undefined ? undefined : ROOM_IMPORTS[file.room];
    if (file.room === undefined || allowed === undefined) {
      return [
        { place: file.path, message: 'lies in no room: put it in one, or add its room to the design and to the table' },
      ];
    }
    return importsOf(file).flatMap(({ specifier, line }) => {
      const target = resolveImport(file.path, specifier);
      if (target === undefined) return [];
      const room = target.split('/')[1] ?? '';
      if (target.startsWith('src/') && (room === file.room || allowed.includes(room))) return [];
      if (target.startsWith('test/') && file.isTest) return [];
      const may = allowed.length === 0 ? 'no other room' : allowed.join(', ');
      return [{ place: `${file.path}:${line}`, message: `imports ${target}, but ${file.room} may import ${may}` }];
    });
  });
}

/** Packages and parts of Node where they have no business. Tests may use both. */
export function forbiddenOutsideImports(files: readonly SourceFile[]): readonly Finding[] {
  return files.flatMap((file) => {
    if (file.room === undefined || file.isTest) return [];
    return importsOf(file).flatMap((one): readonly Finding[] => {
      const place = `${file.path}:${one.line}`;
      if (one.specifier.startsWith('.')) return [];
      if (CORE_ROOMS.includes(file.room ?? '')) {
        if (PURE_PACKAGES.has(one.specifier)) return [];
        if (CORE_EXCEPTIONS[file.path]?.includes(one.specifier) === true) return [];
        return [
          {
            place,
            message: `imports ${one.specifier}: the core imports nothing from outside; let the caller hand it in`,
          },
        ];
      }
      if (/^(?:node:)?process$/.test(one.specifier) && file.room !== 'cli') {
        return [
          { place, message: `imports ${one.specifier}: only cli knows the process; take what you need as an argument` },
        ];
      }
      if (!/^(?:node:)?fs(?:\/promises)?$/.test(one.specifier) || file.room === 'files') return [];
      const writes = namesIn(one.clause).filter((name) => !FS_READS.has(name));
      if (writes.length === 0) return [];
      return [{ place, message: `imports ${writes.join(', ')} from ${one.specifier}: writing goes through src/files` }];
    });
  });
}

/** Every circle of imports, told once, from its first file in the order of paths. */
export function importCycles(files: readonly SourceFile[]): readonly Finding[] {
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ specifier }) => resolveImport(file.path, specifier) ?? []),
    ]),
  );
  const findings: Finding[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) {
      const circle = [...trail.slice(seenAt), path].join(' -> ');
      findings.push({
        place: path,
        message: `imports itself in a circle: ${circle}; move what both need into a file of its own`,
      });
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return findings;
}

/** The path inside the repository; `undefined` for a package or a part of Node. */
function resolveImport(from: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}

/** The imported names of a clause; `*` and a default import stand for everything. */
function namesIn(clause: string): readonly string[] {
  const braces = /\{([^}]*)\}/.exec(clause);
  if (braces === null) return ['everything'];
  return (braces[1] ?? '')
    .split(',')
    .map(
      (name) =>
        name
          .replace(/\btype\b/, '')
          .trim()
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter((name) => name !== '');
}
