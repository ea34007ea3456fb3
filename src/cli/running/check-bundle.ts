// A release bundle held against itself: whether it holds what it lists and nothing else, whether its documents fit one another, and whether its
// bytes are those that packing them gives. What it cannot show is who made it; that is for a signature.

import { z } from 'zod';
import {
  BUNDLE_FILE,
  BUNDLE_FORMAT,
  CHECKSUMS_FILE,
  EVIDENCE_FILE,
  SIGNATURE_FILE,
} from '../../artifacts/bundle/bundle-document.ts';
import { readChecksums } from '../../artifacts/bundle/checksums.ts';
import type { BundleFiles } from '../../artifacts/bundle/checksums.ts';
import { packBundle } from '../../artifacts/bundle/pack-bundle.ts';
import type { UnpackedBundle } from '../../artifacts/bundle/unpack-bundle.ts';
import { chainLines } from '../../artifacts/journal-chain.ts';
import type { JournalLine } from '../../artifacts/journal-record.ts';
import { JOURNAL_FILE, RUN_FILE, RUNTIME_OVERRIDES_FILE } from '../../artifacts/layout.ts';
import { PRODUCTION_SNAPSHOT_FILE } from '../../artifacts/production-snapshot.ts';
import { fileLines } from '../../files/file-lines.ts';
import { hashBytes, hashJson } from '../../json/hash.ts';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { JsonError } from '../../json/json-error.ts';
import { parseJson } from '../../json/parse.ts';
import { ROLLBACK_OVERRIDES_FILE } from '../../report/rollback-text.ts';
import { Failure } from '../../std/failure.ts';
import type { Check } from './check-artifacts.ts';
import { secretsIn } from './secrets-in.ts';

export interface CheckedBundle {
  readonly checks: readonly Check[];
  /** Absent where its first page cannot be read. */
  readonly document?: BundleSummary;
  readonly checksums: string;
  /** As it was made; absent in an unsigned bundle. */
  readonly signature?: string;
}

export async function checkBundle(bytes: Uint8Array, { folder, files }: UnpackedBundle): Promise<CheckedBundle> {
  const checksums = textOf(files, CHECKSUMS_FILE) ?? '';
  const signature = textOf(files, SIGNATURE_FILE);
  const document = BUNDLE.safeParse(documentOf(files, BUNDLE_FILE)).data;
  const own = fileProblems(files, checksums);
  const checks = [
    checkOf('files', own, `${files.size} files, each with the SHA-256 that ${CHECKSUMS_FILE} says, and no other`),
    checkOf('secrets', secretsIn(files), 'nothing looks like a credential'),
    // What is not whole is not held against the rest: one missing file would be told of many times.
    ...(own.length > 0 ? [] : [checkOf('documents', documentProblems(folder, files), 'they fit one another')]),
    checkOf('form', await formProblems(bytes, folder, files), 'packing it again gives the same bytes'),
  ];
  return {
    checks,
    checksums,
    ...(document === undefined ? {} : { document }),
    ...(signature === undefined ? {} : { signature }),
  };
}

function fileProblems(files: BundleFiles, checksums: string): readonly string[] {
  const sums = readChecksums(checksums);
  if (!files.has(CHECKSUMS_FILE)) return [`${CHECKSUMS_FILE} is missing`];
  if (sums === undefined) return [`${CHECKSUMS_FILE} is no list of checksums`];
  const needed = [BUNDLE_FILE, EVIDENCE_FILE, RUN_FILE, JOURNAL_FILE, ROLLBACK_OVERRIDES_FILE];
  return [
    ...needed.filter((name) => !sums.has(name)).map((name) => `${CHECKSUMS_FILE} names no ${name}`),
    ...[...sums].flatMap(([name, sum]) => {
      const bytes = files.get(name);
      if (bytes === undefined) return [`${name} is missing`];
      return hashBytes(bytes) === sum ? [] : [`${name} was changed: its SHA-256 is not the one in ${CHECKSUMS_FILE}`];
    }),
    ...[...files.keys()]
      .filter((name) => !sums.has(name) && name !== CHECKSUMS_FILE && name !== SIGNATURE_FILE)
      .map((name) => `${name} does not belong here: ${CHECKSUMS_FILE} does not name it`),
  ];
}

/** Whoever changes a file and its checksum has still to make the documents say one thing. */
function documentProblems(folder: string, files: BundleFiles): readonly string[] {
  const bundle = BUNDLE.safeParse(documentOf(files, BUNDLE_FILE)).data;
  if (bundle === undefined) return [`${BUNDLE_FILE} is no first page of a bundle of format ${BUNDLE_FORMAT}`];
  const evidence = EVIDENCE.safeParse(documentOf(files, EVIDENCE_FILE)).data;
  if (evidence === undefined) return [`${EVIDENCE_FILE} is no evidence`];
  const run = RUN.safeParse(documentOf(files, RUN_FILE)).data;
  if (run === undefined) return [`${RUN_FILE} is no record of a run`];
  const { claim, claim_sha256: claimed, origin } = evidence;
  const { run_sha256: sealed, ...rest } = run;
  const passed = claim.verdict === 'PASS' || claim.verdict === 'WARN';
  const lastJudged = claim.judgement.iterations.at(-1) ?? 0;
  const judged = claim.run.parameter_vectors.find(({ iterations }) => iterations.includes(lastJudged));
  const claims: readonly (readonly [string, unknown, unknown])[] = [
    [`claim_sha256 in ${EVIDENCE_FILE}`, claimed, hashJson(claim)],
    [`claim_sha256 in ${BUNDLE_FILE}`, bundle.claim_sha256, claimed],
    [`the verdict in ${BUNDLE_FILE}`, bundle.verdict, claim.verdict],
    [`passed in ${BUNDLE_FILE}`, bundle.passed, passed],
    [`gate_line in ${BUNDLE_FILE}`, bundle.gate_line, claim.gate_line],
    [`run_sha256 in ${RUN_FILE}`, sealed, hashJson(rest)],
    [`the plan in ${RUN_FILE}`, hashJson(run.plan), claim.run.plan_sha256],
    [`run_sha256 in ${EVIDENCE_FILE}`, origin.run_sha256, sealed],
    [`run_id in ${BUNDLE_FILE}`, bundle.run_id, run.run_id],
    ['the name of the folder', folder, run.run_id],
    [ROLLBACK_OVERRIDES_FILE, documentOf(files, ROLLBACK_OVERRIDES_FILE), bundle.rollback.parameters],
    [RUNTIME_OVERRIDES_FILE, documentOf(files, RUNTIME_OVERRIDES_FILE), passed ? bundle.parameters : undefined],
    [`the parameters in ${BUNDLE_FILE}`, bundle.parameters, judged?.parameters ?? bundle.parameters],
  ];
  return [
    ...claims.filter(([, found, due]) => !isSame(found, due)).map(([what]) => `${what} does not fit the rest`),
    ...journalProblems(files, origin.journal),
    ...snapshotProblems(files, run.plan_sha256),
  ];
}

// Of documents that nobody vouches for, what is looked at here.
const PARAMETERS = z.record(z.string(), z.number());
const BUNDLE = z.looseObject({
  format: z.literal(BUNDLE_FORMAT),
  run_id: z.string(),
  verdict: z.enum(['PASS', 'WARN', 'FAIL', 'INCONCLUSIVE', 'NO_DATA']),
  passed: z.boolean(),
  gate_line: z.string(),
  claim_sha256: z.string(),
  parameters: PARAMETERS,
  rollback: z.looseObject({ source: z.string(), parameters: PARAMETERS }),
});
const EVIDENCE = z.looseObject({
  claim: z.looseObject({
    verdict: z.string(),
    gate_line: z.string(),
    judgement: z.looseObject({ iterations: z.array(z.number()) }),
    run: z.looseObject({
      plan_sha256: z.string(),
      parameter_vectors: z.array(z.looseObject({ parameters: PARAMETERS, iterations: z.array(z.number()) })),
    }),
  }),
  claim_sha256: z.string(),
  origin: z.looseObject({
    run_sha256: z.string(),
    journal: z.looseObject({ records: z.number(), sha256: z.string() }),
  }),
});
const RUN = z.looseObject({
  run_id: z.string(),
  started_at: z.string(),
  plan: z.looseObject({}),
  plan_sha256: z.string(),
  run_sha256: z.string(),
});

type BundleSummary = z.infer<typeof BUNDLE>;

function isSame(found: unknown, due: unknown): boolean {
  if (found === undefined || due === undefined) return found === due;
  return hashJson(found) === hashJson(due);
}

function journalProblems(files: BundleFiles, head: z.infer<typeof EVIDENCE>['origin']['journal']): readonly string[] {
  try {
    const journal = files.get(JOURNAL_FILE) ?? new Uint8Array();
    const readPart = (_: string, from: number, size: number): Uint8Array => journal.subarray(from, from + size);
    let last: JournalLine | undefined;
    for (const line of chainLines(fileLines({ readPart }, JOURNAL_FILE), JOURNAL_FILE)) last = line;
    return last?.seq === head.records && last.hash === head.sha256
      ? []
      : [`${JOURNAL_FILE} does not end where ${EVIDENCE_FILE} says`];
  } catch (error) {
    if (error instanceof Failure) return [error.message];
    throw error;
  }
}

function snapshotProblems(files: BundleFiles, planSha256: string): readonly string[] {
  if (!files.has(PRODUCTION_SNAPSHOT_FILE)) return [];
  const snapshot = documentOf(files, PRODUCTION_SNAPSHOT_FILE);
  if (snapshot === undefined) return [`${PRODUCTION_SNAPSHOT_FILE} is no snapshot`];
  const { snapshot_sha256: sealed, ...rest } = snapshot;
  const isOwn = isSame(sealed, hashJson(rest)) && isSame(snapshot['plan_sha256'], planSha256);
  return isOwn ? [] : [`${PRODUCTION_SNAPSHOT_FILE} was changed, or belongs to another run`];
}

async function formProblems(bytes: Uint8Array, folder: string, files: BundleFiles): Promise<readonly string[]> {
  const run = documentOf(files, RUN_FILE);
  const startedAt = run?.['started_at'];
  if (typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt))) return [`${RUN_FILE} tells no time`];
  const packed = Buffer.from(await packBundle(files, { folder, startedAt }));
  return packed.equals(bytes) ? [] : ['it was packed by something else, or changed around its files'];
}

function textOf(files: BundleFiles, name: string): string | undefined {
  const bytes = files.get(name);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
}

/** Undefined where there is no such file, or it is no JSON object. */
function documentOf(files: BundleFiles, name: string): JsonObject | undefined {
  try {
    const value = parseJson(textOf(files, name) ?? '');
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

const MOST_TOLD = 10;

function checkOf(name: string, problems: readonly string[], finding: string): Check {
  if (problems.length === 0) return { name, passed: true, finding };
  const rest = problems.length - MOST_TOLD;
  const told = [...problems.slice(0, MOST_TOLD), ...(rest > 0 ? [`and ${rest} more`] : [])];
  return { name, passed: false, finding: told.join('; ') };
}
