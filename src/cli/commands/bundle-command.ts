// `plimsoll bundle RUN`: everything that a release rests on as one file whose bytes follow from the run. A run that did not pass is bundled only
// where somebody says so, and never with exit code 0.

import { relative, resolve } from 'node:path';
import { SIGNATURE_FILE } from '../../artifacts/bundle/bundle-document.ts';
import type { BundleFiles } from '../../artifacts/bundle/checksums.ts';
import { packBundle } from '../../artifacts/bundle/pack-bundle.ts';
import { writeDurably } from '../../files/write-durably.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashBytes } from '../../json/hash.ts';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES, exitCodeMeaning, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { buildBundle } from '../running/build-bundle.ts';
import type { BuiltBundle } from '../running/build-bundle.ts';
import { judgeRun } from '../running/judge-run.ts';
import type { JudgeOptions } from '../running/judge-run.ts';
import { secretsIn } from '../running/secrets-in.ts';
import { signText } from '../running/ssh-signature.ts';
import { verdictLines } from '../terminal/report-lines.ts';
import { styleFor } from '../terminal/style.ts';

export interface BundleOptions extends Omit<JudgeOptions, 'release' | 'verified' | 'entries' | 'explain'> {
  /** Where to write it. */
  readonly out?: string;
  readonly allowUnpassed?: boolean;
  readonly signWith?: string;
  readonly json?: boolean;
}

/** By the release gate unless another policy is named. Throws `Failure('artifact')` where `verify` finds fault, or a file holds a credential. */
export async function bundleCommand(host: Host, run: string, options: BundleOptions): Promise<ExitCode> {
  const release = options.policy === undefined;
  const judged = await judgeRun(host, run, { ...options, entries: [], release, verified: true });
  const { judgement, line } = judged.view;
  const exitCode = verdictExitCode(judgement.verdict);
  const passed = exitCode === EXIT_CODES.ok;
  const style = styleFor(host.stdout, host);
  const verdict = verdictLines(judgement, line, style);
  if (!passed && options.allowUnpassed !== true) {
    const why = 'no bundle: the run did not pass; --allow-unpassed makes one that says so';
    print(host, options, { verdict: judgement.verdict, gate_line: line, exit_code: exitCode }, [...verdict, why]);
    return exitCode;
  }
  const built = buildBundle(host, judged);
  refuseSecrets(built.files, judged.stored.folder);
  const signed = options.signWith === undefined ? built.files : signedFiles(host, built, options.signWith);
  const { run_id, started_at: startedAt, rollback, parameters, claim_sha256 } = built.document;
  const bytes = await packBundle(signed, { folder: run_id, startedAt });
  const file = resolve(host.cwd, options.out ?? `${run_id}.tar.gz`);
  writeDurably(host.disk, file, bytes);
  const sha256 = hashBytes(bytes);
  const isSigned = options.signWith !== undefined;
  const document = {
    run_id,
    file,
    sha256,
    bytes: bytes.length,
    signed: isSigned,
    verdict: judgement.verdict,
    passed,
    gate_line: line,
    claim_sha256,
    parameters,
    rollback,
    exit_code: exitCode,
  };
  print(host, options, document, [
    ...verdict,
    ...(passed ? [] : [style.red('This run did not pass: the bundle is a record of why not, and nothing to release.')]),
    `bundle: ${relative(host.cwd, file)}, ${signed.size} files, ${bytes.length} bytes`,
    `sha256 ${sha256}`,
    isSigned ? `signed with ${options.signWith}` : 'not signed: keep its SHA-256 elsewhere, or use --sign-with KEYFILE',
    `rolls back to ${rollback.origin}`,
    ...(passed ? [] : [`exit code ${exitCode}: ${exitCodeMeaning(exitCode)}`]),
  ]);
  return exitCode;
}

function print(host: Host, { json }: BundleOptions, document: object, lines: readonly string[]): void {
  host.stdout.write(json === true ? canonicalDocument(document) : `${lines.join('\n')}\n`);
}

function refuseSecrets(files: BundleFiles, folder: string): void {
  const secrets = secretsIn(files);
  if (secrets.length === 0) return;
  throw new Failure('artifact', `no bundle of ${folder}: credentials do not belong in it`, {
    problems: secrets.map((finding) => ({ source: 'secret scan', message: finding })),
    hint: 'the run itself holds them: revoke them, take them out of what configures the run, and run it again',
  });
}

function signedFiles(host: Host, { files, checksums }: BuiltBundle, key: string): BundleFiles {
  const signature = signText(host, checksums, resolve(host.cwd, key));
  return new Map([...files, [SIGNATURE_FILE, Buffer.from(signature, 'utf8')]]);
}
