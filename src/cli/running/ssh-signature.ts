// A signature over the checksums of a bundle, made and checked by OpenSSH (`ssh-keygen -Y`, version 8.2 or newer) with keys that people have
// already. The namespace keeps a signature made for something else from counting here.

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietly } from '../../files/quietly.ts';
import { makeTemporary } from '../../files/temporary-name.ts';
import { writeFully } from '../../files/write-fully.ts';
import { Failure } from '../../std/failure.ts';
import type { Executed } from '../execute-program.ts';
import type { Host } from '../host.ts';

const NAMESPACE = 'plimsoll';

/** `key`: a private key, or the public one of a key that an agent holds. Throws `Failure('usage')` with what ssh-keygen says. */
export function signText(host: Host, text: string, key: string): string {
  const { status, stdout, stderr } = sshKeygen(host, ['-Y', 'sign', '-f', key, '-n', NAMESPACE], text);
  if (status === 0 && stdout.startsWith('-----BEGIN SSH SIGNATURE-----')) return stdout;
  throw new Failure('usage', `--sign-with ${key}: ssh-keygen made no signature: ${told(stderr)}`, {
    hint: 'name a private key of yours, or the public key of one that ssh-agent holds',
  });
}

export interface Signers {
  /** A file as `ssh-keygen` knows it: `ann@example.org ssh-ed25519 AAAA...` on each line. */
  readonly allowedSigners: string;
  readonly identity: string;
}

/** What is wrong with the signature; `undefined` where it is the identity's own. */
export function signatureProblem(
  host: Host,
  text: string,
  signature: string,
  { allowedSigners, identity }: Signers,
): string | undefined {
  const { disk } = host;
  const { temporary } = makeTemporary(join(tmpdir(), 'plimsoll-signature'), (name) => {
    const file = disk.create(name);
    writeFully(disk, file, Buffer.from(signature));
    disk.close(file);
  });
  try {
    const argv = ['-Y', 'verify', '-f', allowedSigners, '-I', identity, '-n', NAMESPACE, '-s', temporary];
    const { status, stdout, stderr } = sshKeygen(host, argv, text);
    return status === 0 ? undefined : told(`${stderr}\n${stdout}`);
  } finally {
    quietly(() => disk.remove(temporary));
  }
}

function sshKeygen(host: Host, argv: readonly string[], input: string): Executed {
  const executed = host.execute('ssh-keygen', argv, input);
  if (executed !== undefined) return executed;
  throw new Failure('usage', 'signatures need ssh-keygen, and there is none on the path', {
    hint: 'install OpenSSH 8.2 or newer (apt-get install openssh-client)',
  });
}

function told(output: string): string {
  const lines = output.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return lines.join('; ') || 'it says nothing';
}
