// Files and folders as a reader sees them and as they were synced, and what a crash of the machine may leave of the difference.
//
// What the model holds a file system to, and no more: names of one folder reach the disk in the order in which they were made, each rename
// as one step; bytes, size and names are independent of one another until they are synced, and each file and folder of every other; a sync
// covers what came before it. Of bytes that were not synced a crash leaves nothing, all, the first half, zeros in their place, or all with one
// bit turned. A file cut shorter has its old size or its new one. Where more than a few things are unsynced at once, which in the program as
// it is never happens, each is varied alone while all others are kept, or are lost.

export interface FileNode {
  readonly kind: 'file';
  bytes: Uint8Array;
  synced: Uint8Array;
}

interface LinkNode {
  readonly kind: 'link';
  readonly target: string;
}

export interface FolderNode {
  readonly kind: 'folder';
  readonly names: Map<string, DiskNode>;
  readonly synced: Map<string, DiskNode>;
  /** What happened to the names since they were synced, in order; `undefined` takes a name away. */
  readonly unsynced: (readonly (readonly [string, DiskNode | undefined])[])[];
}

export type DiskNode = FileNode | LinkNode | FolderNode;

/** Every tree that a crash may leave. */
export function* treesAfterCrash(root: FolderNode): Generator<FolderNode> {
  const folders = foldersOf(root);
  const files = filesOf(root);
  const cuts = folders.map(({ unsynced }) => cutsOf(unsynced.length));
  const contents = files.map(contentsAfterCrash);
  for (const chosen of variations([...cuts.map((cut) => cut.length), ...contents.map((one) => one.length)])) {
    const keptOf = new Map(folders.map((folder, index) => [folder, cuts[index]?.[chosen[index] ?? 0] ?? 0]));
    const bytesOf = new Map(
      files.map((file, index) => [file, contents[index]?.[chosen[folders.length + index] ?? 0] ?? file.synced]),
    );
    yield crashed(root, keptOf, bytesOf, new Map());
  }
}

/** The tree as it is, what was not synced included. */
export function copyOf(root: FolderNode): FolderNode {
  return copyWith(root, new Map());
}

/** Equal for two trees on which everything from here on goes the same. */
export function fingerprintOf(root: FolderNode, digest: (bytes: Uint8Array) => string): string {
  const lines: string[] = [];
  const tell = (path: string, node: DiskNode): void => {
    const lock = /\/\.?run\.lock[^/]*$/u.test(path);
    const name = path.replaceAll(LOCK_DRAFT, '.run.lock.draft');
    if (node.kind === 'link') lines.push(`${name} -> ${node.target}`);
    else if (node.kind === 'file') {
      const unsynced = node.bytes === node.synced ? '' : ` ${digest(node.synced)}`;
      lines.push(
        lock ? `${name} ${node.bytes.length === 0 ? 'empty' : 'lock'}` : `${name} ${digest(node.bytes)}${unsynced}`,
      );
    } else {
      const changed = node.unsynced.map((changes) => changes.map(([child]) => child).join(','));
      lines.push(`${name}/ ${changed.join(' ').replaceAll(LOCK_DRAFT, '.run.lock.draft')}`);
      for (const [child, inner] of [...node.names].toSorted(byName)) tell(`${path}/${child}`, inner);
    }
  };
  tell('', root);
  return lines.join('\n');
}

/** Every draft of a lock has a name of its own. */
const LOCK_DRAFT = /\.run\.lock\.[0-9a-f-]+/gu;

export function folderNode(names: ReadonlyMap<string, DiskNode> = new Map()): FolderNode {
  return { kind: 'folder', names: new Map(names), synced: new Map(names), unsynced: [] };
}

export function changeNames(folder: FolderNode, changes: readonly (readonly [string, DiskNode | undefined])[]): void {
  apply(folder.names, changes);
  folder.unsynced.push(changes);
}

function apply(names: Map<string, DiskNode>, changes: readonly (readonly [string, DiskNode | undefined])[]): void {
  for (const [name, node] of changes) {
    if (node === undefined) names.delete(name);
    else names.set(name, node);
  }
}

/** All folders and files that a name, kept or lost, leads to. */
function nodesOf(root: FolderNode): ReadonlySet<DiskNode> {
  const found = new Set<DiskNode>();
  const visit = (node: DiskNode): void => {
    if (found.has(node)) return;
    found.add(node);
    if (node.kind !== 'folder') return;
    const changed = node.unsynced.flat().flatMap(([, one]) => one ?? []);
    for (const one of [...node.names.values(), ...node.synced.values(), ...changed]) visit(one);
  };
  visit(root);
  return found;
}

function foldersOf(root: FolderNode): readonly FolderNode[] {
  return [...nodesOf(root)].flatMap((node) => (node.kind === 'folder' && node.unsynced.length > 0 ? [node] : []));
}

function filesOf(root: FolderNode): readonly FileNode[] {
  return [...nodesOf(root)].flatMap((node) => (node.kind === 'file' && node.bytes !== node.synced ? [node] : []));
}

function contentsAfterCrash({ bytes, synced }: FileNode): readonly Uint8Array[] {
  const grown = Buffer.from(bytes.subarray(0, synced.length)).equals(synced);
  const added = bytes.length - synced.length;
  if (!grown || added <= 0) return [synced, bytes];
  const half = synced.length + Math.floor(added / 2);
  const zeros = Buffer.alloc(bytes.length);
  zeros.set(synced);
  const turned = Buffer.from(bytes);
  turned[half] = (turned[half] ?? 0) ^ 1;
  return [synced, bytes, bytes.slice(0, half), zeros, turned];
}

/** How many of so many changes of names are kept: none, all, and every number in between. */
function cutsOf(changes: number): readonly number[] {
  return [0, changes, ...Array.from({ length: changes - 1 }, (_, index) => index + 1)];
}

const MOST_COMBINATIONS = 200;

/** For things of which each may turn out in so many ways: which way each of them goes. */
function variations(ways: readonly number[]): readonly (readonly number[])[] {
  if (ways.reduce((product, count) => product * count, 1) <= MOST_COMBINATIONS) return combinations(ways);
  const lost = ways.map(() => 0);
  // The second way keeps all, of names and of bytes alike.
  const kept = ways.map((count) => Math.min(1, count - 1));
  return [lost, kept].flatMap((base) =>
    ways.flatMap((count, index) => Array.from({ length: count }, (_, way) => base.with(index, way))),
  );
}

function combinations(ways: readonly number[]): readonly (readonly number[])[] {
  const [first, ...others] = ways;
  if (first === undefined) return [[]];
  const rest = combinations(others);
  return Array.from({ length: first }, (_, way) => rest.map((one) => [way].concat(one))).flat();
}

/** The tree as the disk has it after a crash: what it has is durable from now on. */
function crashed(
  folder: FolderNode,
  keptOf: ReadonlyMap<FolderNode, number>,
  bytesOf: ReadonlyMap<FileNode, Uint8Array>,
  made: Map<DiskNode, DiskNode>,
): FolderNode {
  const names = new Map(folder.synced);
  for (const changes of folder.unsynced.slice(0, keptOf.get(folder) ?? 0)) apply(names, changes);
  const after = [...names].map(([name, node]) => {
    const one = made.get(node) ?? restored(node);
    made.set(node, one);
    return [name, one] as const;
  });
  return folderNode(new Map(after));

  function restored(node: DiskNode): DiskNode {
    if (node.kind === 'link') return node;
    if (node.kind === 'folder') return crashed(node, keptOf, bytesOf, made);
    const bytes = bytesOf.get(node) ?? node.synced;
    return { kind: 'file', bytes, synced: bytes };
  }
}

function copyWith(folder: FolderNode, made: Map<DiskNode, DiskNode>): FolderNode {
  const copy = (node: DiskNode): DiskNode => {
    const one = made.get(node) ?? (node.kind === 'folder' ? copyWith(node, made) : { ...node });
    made.set(node, one);
    return one;
  };
  const copied = folderNode();
  for (const [name, node] of folder.names) copied.names.set(name, copy(node));
  for (const [name, node] of folder.synced) copied.synced.set(name, copy(node));
  for (const changes of folder.unsynced) {
    copied.unsynced.push(changes.map(([name, node]) => [name, node === undefined ? undefined : copy(node)] as const));
  }
  return copied;
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}
