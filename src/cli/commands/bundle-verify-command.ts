// `plimsoll bundle verify FILE`: may this bundle be believed, and what does it say? Reads the file alone, writes nothing but a signature for
// ssh-keygen to look at.

import { resolve } from 'node:path';
import { MOST_BUNDLE_BYTES, unpackBundle } from '../../artifacts/bundle/unpack-bundle.ts';
import { diskFailure } from '../../files/disk-failure.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { hashBytes } from '../../json/hash.ts';
import { Failure } from '../../std/failure.ts';
import { EXIT_CODES, exitCodeMeaning, verdictExitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import type { Check } from '../running/check-artifacts.ts';
import { checkBundle } from '../running/check-bundle.ts';
import type { CheckedBundle } from '../running/check-bundle.ts';
import { signatureProblem } from '../running/ssh-signature.ts';
import type { Signers } from '../running/ssh-signature.ts';
import { styleFor } from '../terminal/style.ts';

export interface BundleVerifyOptions {
  readonly allowedSigners?: string;
  readonly identity?: string;
  readonly json?: boolean;
}

/** 6 where anything does not hold; otherwise the exit code of the verdict, so that a run that did not pass never ends with 0. */
export async function bundleVerifyCommand(host: Host, file: string, options: BundleVerifyOptions): Promise<ExitCode> {
  const signers = signersOf(host, options);
  const bytes = readBundle(host, resolve(host.cwd, file), file);
  const checked = await checkBundle(bytes, await unpackBundle(bytes, file));
  const signature = signatureState(host, checked, signers);
  const checks = [...checked.checks, ...signature.check];
  const { document } = checked;
  const sound = checks.every(({ passed }) => passed) && document !== undefined;
  const exitCode = sound ? verdictExitCode(document.verdict) : EXIT_CODES.artifact;
  if (options.json === true) {
    const answer = {
      file,
      sha256: hashBytes(bytes),
      signature: signature.state,
      checks,
      ...(sound ? { bundle: document } : {}),
      verified: sound,
      exit_code: exitCode,
    };
    host.stdout.write(canonicalDocument(answer));
    return exitCode;
  }
  const style = styleFor(host.stdout, host);
  const lines = [
    style.bold(document?.run_id ?? file),
    ...checks.map(
      ({ name, passed, finding }) => `${passed ? style.green('ok') : style.red('FAILED')} ${name}: ${finding}`,
    ),
    SIGNATURE_SENTENCES[signature.state],
    `sha256 ${hashBytes(bytes)}`,
    ...(sound
      ? [
          document.gate_line,
          `verified: ${style.green('YES')} - the bundle is whole, and its verdict is ${document.verdict}`,
          ...(exitCode === EXIT_CODES.ok ? [] : [`exit code ${exitCode}: ${exitCodeMeaning(exitCode)}`]),
        ]
      : [`verified: ${style.red('NO')} - do not release on this bundle`]),
  ];
  host.stdout.write(`${lines.join('\n')}\n`);
  return exitCode;
}

const SIGNATURE_SENTENCES = {
  unsigned: 'not signed: nothing here shows who made it',
  unchecked: 'signed, and not checked by whom: name --allowed-signers FILE and --identity ID',
  valid: 'signed by the identity asked for',
  refused: 'the signature does not count',
} as const;

interface SignatureState {
  readonly state: keyof typeof SIGNATURE_SENTENCES;
  readonly check: readonly Check[];
}

function signatureState(host: Host, { checksums, signature }: CheckedBundle, signers?: Signers): SignatureState {
  if (signers === undefined) return { state: signature === undefined ? 'unsigned' : 'unchecked', check: [] };
  const problem =
    signature === undefined
      ? `it is not signed, and ${signers.identity} should have signed it`
      : signatureProblem(host, checksums, signature, signers);
  const check = {
    name: 'signature',
    passed: problem === undefined,
    finding: problem ?? `by ${signers.identity}, over the checksums of all files`,
  };
  return { state: problem === undefined ? 'valid' : 'refused', check: [check] };
}

function signersOf(host: Host, { allowedSigners, identity }: BundleVerifyOptions): Signers | undefined {
  if (allowedSigners === undefined && identity === undefined) return undefined;
  if (allowedSigners === undefined || identity === undefined) {
    const missing = allowedSigners === undefined ? '--allowed-signers' : '--identity';
    throw new Failure(
      'usage',
      `a signature is checked against a file of signers and an identity in it: ${missing} is missing`,
      {
        hint: 'write `ann@example.org ssh-ed25519 AAAA...` into a file, and name both',
      },
    );
  }
  return { allowedSigners: resolve(host.cwd, allowedSigners), identity };
}

function readBundle({ disk }: Host, path: string, typed: string): Uint8Array {
  try {
    const size = disk.entryAt(path)?.size ?? 0;
    if (size > MOST_BUNDLE_BYTES) throw new Failure('artifact', `${typed} is refused: it has ${size} bytes`);
    return disk.readFile(path);
  } catch (error) {
    throw diskFailure(`read ${typed}`, error, undefined, 'usage');
  }
}
