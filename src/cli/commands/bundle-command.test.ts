// `plimsoll bundle` and `plimsoll bundle verify`: what is packed, what is refused, and what somebody who changes a bundle is told.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { checksumLines } from '../../artifacts/bundle/checksums.ts';
import { packBundle } from '../../artifacts/bundle/pack-bundle.ts';
import { unpackBundle } from '../../artifacts/bundle/unpack-bundle.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { isJsonObject } from '../../json/json-object.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { parseJson } from '../../json/parse.ts';
import { assert } from '../../std/assert.ts';
import type { MemoryHostOptions, Ran } from '../memory-host.fixture.ts';
import { jsonObject, run, temporaryFolder } from '../memory-host.fixture.ts';

const LOOSE = {
  name: 'loose',
  min_samples: 1,
  last_iterations: 2,
  confidence: 0.9,
  rules: [{ kpi: 'risk_ratio', good: 'below', hard: 0.99 }],
};
const STRICT = { ...LOOSE, name: 'strict', rules: [{ kpi: 'risk_ratio', good: 'below', hard: 0.001 }] };
const RELATIVE = {
  ...LOOSE,
  name: 'relative',
  rules: [{ kind: 'relative', kpi: 'risk_ratio', good: 'below', hard: 0.9 }],
};
const PACK = ['bundle', 'stored', '--policy', 'loose.json', '--out'];
const cwd = temporaryFolder();

function plimsoll(argv: readonly string[], options: MemoryHostOptions = {}): Promise<Ran> {
  return run(argv, { cwd, ...options });
}

beforeAll(async () => {
  writeFileSync(join(cwd, 'loose.json'), JSON.stringify(LOOSE));
  writeFileSync(join(cwd, 'strict.json'), JSON.stringify(STRICT));
  writeFileSync(join(cwd, 'relative.json'), JSON.stringify(RELATIVE));
  await plimsoll(['soak', '--iterations', '3', '--iteration-duration', '2m', '--run-id', 'stored', '--quiet']);
  const { exitCode, stderr } = await plimsoll([...PACK, 'good.tar.gz']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});

function bytesOf(name: string): Buffer {
  return readFileSync(join(cwd, name));
}

type Files = Map<string, Uint8Array>;

/** The good bundle with other files in it, packed as Plimsoll packs; the checksums made to fit where `forged`. */
async function altered(name: string, change: (files: Files) => void, forged = false): Promise<Ran> {
  const { folder, files } = await unpackBundle(bytesOf('good.tar.gz'), 'good');
  const changed: Files = new Map(files);
  change(changed);
  if (forged) {
    changed.delete('SHA256SUMS');
    changed.set('SHA256SUMS', Buffer.from(checksumLines(changed)));
  }
  const { started_at: startedAt } = documentOf(files.get('run.json'));
  assert(typeof startedAt === 'string', 'a run has a start');
  writeFileSync(join(cwd, name), await packBundle(changed, { folder, startedAt }));
  return plimsoll(['bundle', 'verify', name]);
}

function documentOf(bytes: Uint8Array | undefined): JsonObject {
  const value = parseJson(Buffer.from(bytes ?? []).toString('utf8'));
  assert(isJsonObject(value), 'a document is an object');
  return value;
}

describe('plimsoll bundle', () => {
  test('gives the same bytes for one run, wherever it lies and whenever it is packed', async () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(elsewhere, 'carried'));
    cpSync(join(cwd, 'artifacts/soak/runs/stored'), join(elsewhere, 'carried/stored'), { recursive: true });
    cpSync(join(cwd, 'loose.json'), join(elsewhere, 'loose.json'));
    const argv = ['bundle', './carried/stored', '--policy', 'loose.json', '--out', 'b.tar.gz'];
    expect((await run(argv, { cwd: elsewhere, lookMs: 3_600_000 })).exitCode).toBe(0);
    expect(readFileSync(join(elsewhere, 'b.tar.gz')).equals(bytesOf('good.tar.gz'))).toBe(true);
  });

  test('holds all that a release rests on, verdict first', async () => {
    const { files } = await unpackBundle(bytesOf('good.tar.gz'), 'good');
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'BUNDLE.json',
        'CHANGES.json',
        'CONFIGURATION.txt',
        'EVIDENCE.json',
        'README.md',
        'ROLLBACK.md',
        'SHA256SUMS',
        'STEADY_TREND.md',
        'VERIFICATION.json',
        'journal.jsonl',
        'report.html',
        'rollback/profile.json',
        'rollback/runtime_overrides.json',
        'run.json',
        'runtime_overrides.json',
      ]),
    );
    expect(Buffer.from(files.get('README.md') ?? []).toString()).toMatch(/^# stored\n\n\*\*PASS - /u);
    const bundle = documentOf(files.get('BUNDLE.json'));
    expect(bundle).toMatchObject({ run_id: 'stored', verdict: 'PASS', passed: true, policy: 'loose' });
    expect(documentOf(files.get('runtime_overrides.json'))).toEqual(bundle['parameters']);
    expect(documentOf(files.get('VERIFICATION.json'))).not.toHaveProperty('folder');
    const changes = documentOf(files.get('CHANGES.json'));
    expect(changes['steps']).toEqual(expect.arrayContaining([expect.objectContaining({ why: expect.any(Array) })]));
  });

  test('says on its first page what of the run could not be looked at', async () => {
    const begun = ['soak', '--iterations', '104', '--iteration-duration', '1s', '--run-id', 'trimmed', '--quiet'];
    await plimsoll(begun);
    await plimsoll(['bundle', 'trimmed', '--allow-unpassed', '--out', 'trimmed.tar.gz']);
    const { files } = await unpackBundle(bytesOf('trimmed.tar.gz'), 'trimmed');
    const page = Buffer.from(files.get('README.md') ?? []).toString();
    expect(page).toContain('- note: rotation removed the files of the iterations 1 to 4 of 104');
  });

  test('rolls back to the baseline that it was judged against', async () => {
    await plimsoll([
      'soak',
      '--iterations',
      '3',
      '--iteration-duration',
      '2m',
      '--run-id',
      'old',
      '--quiet',
      '--seed',
      '7',
    ]);
    const { stdout } = await plimsoll([
      'bundle',
      'stored',
      '--policy',
      'relative.json',
      '--baseline',
      'old',
      '--out',
      'based.tar.gz',
      '--json',
    ]);
    expect(jsonObject(stdout)['rollback']).toMatchObject({
      source: 'baseline',
      origin: 'what the baseline old ended with',
    });
  });

  test('refuses a run that did not pass, and writes nothing', async () => {
    const { exitCode, stdout } = await plimsoll(['bundle', 'stored', '--policy', 'strict.json', '--out', 'no.tar.gz']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('no bundle: the run did not pass');
    expect(existsSync(join(cwd, 'no.tar.gz'))).toBe(false);
  });

  test('packs it as a record where it is told to, and never ends with 0', async () => {
    const argv = ['bundle', 'stored', '--policy', 'strict.json', '--allow-unpassed', '--out', 'failed.tar.gz'];
    expect((await plimsoll(argv)).exitCode).toBe(3);
    const { files } = await unpackBundle(bytesOf('failed.tar.gz'), 'failed');
    expect(files.has('runtime_overrides.json')).toBe(false);
    expect(Buffer.from(files.get('README.md') ?? []).toString()).toContain('Nothing here is to be released');
    const verified = await plimsoll(['bundle', 'verify', 'failed.tar.gz']);
    expect(verified.exitCode).toBe(3);
    expect(verified.stdout).toContain('verified: YES - the bundle is whole, and its verdict is FAIL');
  });

  test('refuses a run in which verify finds fault', async () => {
    const copy = join(temporaryFolder(), 'stored');
    cpSync(join(cwd, 'artifacts/soak/runs/stored'), copy, { recursive: true });
    const trend = join(copy, 'STEADY_TREND.md');
    writeFileSync(trend, readFileSync(trend, 'utf8').replace('Steady', 'Rosy'));
    const { exitCode, stderr } = await plimsoll(['bundle', copy, '--policy', 'loose.json', '--out', 'no.tar.gz']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('STEADY_TREND.md');
    expect(existsSync(join(cwd, 'no.tar.gz'))).toBe(false);
  });

  test('refuses to pack a credential, names file and line, and does not print it', async () => {
    const home = temporaryFolder();
    const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    writeFileSync(join(home, 'loose.json'), JSON.stringify(LOOSE));
    const begun = ['soak', '--iterations', '1', '--iteration-duration', '1m', '--run-id', 'leaky', '--quiet'];
    mkdirSync(join(home, 'profiles'));
    writeFileSync(join(home, `profiles/${key}.json`), '{}');
    await run([...begun, '--profile', key], { cwd: home });
    const { exitCode, stderr } = await run(['bundle', 'leaky', '--policy', 'loose.json'], { cwd: home });
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/run\.json:\d+ holds what looks like an AWS access key/u);
    expect(stderr).not.toContain(key);
  });
});

describe('plimsoll bundle verify', () => {
  test('says of a good bundle what it looked at, and that nobody signed it', async () => {
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', 'good.tar.gz']);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').flatMap((line) => /^ok (\w+)/u.exec(line)?.[1] ?? [])).toEqual([
      'files',
      'secrets',
      'documents',
      'form',
    ]);
    expect(stdout).toContain('not signed: nothing here shows who made it');
    expect(stdout).toContain('verified: YES');
  });

  test('refuses a bundle with any one byte changed', async () => {
    const good = bytesOf('good.tar.gz');
    // Every byte of the first kilobyte and of the last one, where the containers have their fields, and some of all between.
    const every = Array.from(good.keys()).filter((at) => at < 1024 || at >= good.length - 1024 || at % 4999 === 0);
    const accepted: number[] = [];
    for (const at of every.filter((_, index) => index % 16 === 0)) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(join(cwd, 'changed.tar.gz'), changed);
      if ((await plimsoll(['bundle', 'verify', 'changed.tar.gz'])).exitCode !== 6) accepted.push(at);
    }
    expect(accepted).toEqual([]);
  });

  test('names a file that was changed', async () => {
    const { exitCode, stdout } = await altered('x.tar.gz', (files) => {
      files.set('ROLLBACK.md', Buffer.from('Never roll back.\n'));
    });
    expect(exitCode).toBe(6);
    expect(stdout).toContain('FAILED files: ROLLBACK.md was changed');
    expect(stdout).toContain('verified: NO');
  });

  test('names a file that is missing', async () => {
    const { exitCode, stdout } = await altered('x.tar.gz', (files) => files.delete('EVIDENCE.json'));
    expect(exitCode).toBe(6);
    expect(stdout).toContain('EVIDENCE.json is missing');
  });

  test('names a file that does not belong there', async () => {
    const { exitCode, stdout } = await altered('x.tar.gz', (files) => files.set('extra.sh', Buffer.from('id\n')));
    expect(exitCode).toBe(6);
    expect(stdout).toContain('extra.sh does not belong here');
  });

  test('names a key that was planted, with its line and without itself', async () => {
    const body = 'MIIEpAIBAAKCAQEA';
    const plant = (files: Files): void => {
      const key = ['-----BEGIN RSA', 'PRIVATE', `KEY-----\n${body}\n`].join(' ');
      files.set('README.md', Buffer.concat([files.get('README.md') ?? Buffer.alloc(0), Buffer.from(`\n\n${key}`)]));
    };
    for (const forged of [false, true]) {
      const { exitCode, stdout } = await altered('x.tar.gz', plant, forged);
      expect(exitCode).toBe(6);
      expect(stdout).toMatch(/FAILED secrets: README\.md:\d+ holds what looks like a private key/u);
      expect(stdout).not.toContain(body);
    }
  });

  test.each([
    ['another verdict', 'BUNDLE.json', 'PASS', 'WARN', 'the verdict in BUNDLE.json'],
    ['another reason', 'EVIDENCE.json', 'is below', 'is far below', 'claim_sha256 in EVIDENCE.json'],
    ['another seed', 'run.json', '"seed": 42', '"seed": 43', 'run_sha256 in run.json'],
    ['another rollback', 'rollback/runtime_overrides.json', '7', '8', 'rollback/runtime_overrides.json'],
    ['other parameters', 'runtime_overrides.json', '0.', '0.1', 'runtime_overrides.json'],
    ['another journal', 'journal.jsonl', 'kpi_verdict', 'kpi_Verdict', 'journal.jsonl, line'],
  ])('finds %s though the checksums were made to fit', async (_, name, from, to, told) => {
    const { exitCode, stdout } = await altered(
      'x.tar.gz',
      (files) => {
        const text = Buffer.from(files.get(name) ?? []).toString('utf8');
        expect(text).toContain(from);
        files.set(name, Buffer.from(text.replace(from, to)));
      },
      true,
    );
    expect(exitCode).toBe(6);
    expect(stdout).toMatch(/^FAILED documents: /mu);
    expect(stdout).toContain(told);
  });

  test.each([
    ['nothing', '{}'],
    ['a list', '[]'],
    ['other types', canonicalDocument({ claim: 5, claim_sha256: 'x', origin: { journal: null } })],
    ['no JSON', 'x'],
  ])('takes evidence of %s for damage and not for a bug', async (_, text) => {
    const { exitCode, stdout } = await altered(
      'x.tar.gz',
      (files) => files.set('EVIDENCE.json', Buffer.from(text)),
      true,
    );
    expect(exitCode).toBe(6);
    expect(stdout).toContain('EVIDENCE.json is no evidence');
  });

  test('refuses what another program packed', async () => {
    writeFileSync(join(cwd, 'x.tar.gz'), gzipSync(gunzipSync(bytesOf('good.tar.gz'))));
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', 'x.tar.gz']);
    expect(exitCode).toBe(6);
    expect(stdout).toContain('FAILED form: it was packed by something else');
  });

  test('takes a missing file for wrong usage and another file for damage', async () => {
    expect((await plimsoll(['bundle', 'verify', 'nowhere.tar.gz'])).exitCode).toBe(2);
    expect((await plimsoll(['bundle', 'verify', 'loose.json'])).exitCode).toBe(6);
  });
});

const HAS_SSH_KEYGEN = spawnSync('ssh-keygen', ['-?']).error === undefined;

describe.skipIf(!HAS_SSH_KEYGEN)('a signature (skipped where there is no ssh-keygen)', () => {
  const ANN = ['--allowed-signers', 'signers', '--identity', 'ann@example.org'];

  beforeAll(async () => {
    for (const name of ['ann', 'eve']) {
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(cwd, name)]);
    }
    const [type = '', key = ''] = readFileSync(join(cwd, 'ann.pub'), 'utf8').split(' ');
    writeFileSync(join(cwd, 'signers'), `ann@example.org ${type} ${key}\n`);
    expect((await plimsoll([...PACK, 'ann.tar.gz', '--sign-with', 'ann'])).exitCode).toBe(0);
    expect((await plimsoll([...PACK, 'eve.tar.gz', '--sign-with', 'eve'])).exitCode).toBe(0);
  });

  test('counts where the one asked for made it', async () => {
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', 'ann.tar.gz', ...ANN]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('ok signature: by ann@example.org');
  });

  test('is said to be unchecked where nobody asks who made it', async () => {
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', 'eve.tar.gz']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('signed, and not checked by whom');
  });

  test.each([
    ['of another key', 'eve.tar.gz'],
    ['that is not there', 'good.tar.gz'],
  ])('%s is refused', async (_, file) => {
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', file, ...ANN]);
    expect(exitCode).toBe(6);
    expect(stdout).toContain('FAILED signature: ');
  });

  test('taken from another bundle is refused', async () => {
    const { files } = await unpackBundle(bytesOf('ann.tar.gz'), 'ann');
    await altered('stolen.tar.gz', (changed) => {
      changed.set('README.md', Buffer.from('Release it.\n'));
      changed.set('SHA256SUMS', Buffer.from(checksumLines(withoutSums(changed))));
      changed.set('SHA256SUMS.sig', files.get('SHA256SUMS.sig') ?? Buffer.alloc(0));
    });
    const { exitCode, stdout } = await plimsoll(['bundle', 'verify', 'stolen.tar.gz', ...ANN]);
    expect(exitCode).toBe(6);
    expect(stdout).toContain('ok files');
    expect(stdout).toContain('FAILED signature: ');
  });

  test('needs a key, and both who may sign and who must', async () => {
    const { exitCode, stderr } = await plimsoll([...PACK, 'no.tar.gz', '--sign-with', 'nobody']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('ssh-keygen made no signature');
    expect((await plimsoll(['bundle', 'verify', 'ann.tar.gz', '--identity', 'ann@example.org'])).exitCode).toBe(2);
  });
});

function withoutSums(files: Files): Files {
  return new Map([...files].filter(([name]) => !name.startsWith('SHA256SUMS')));
}

test('a signature without ssh-keygen is refused, with what to install', async () => {
  const { exitCode, stderr } = await plimsoll([...PACK, 'no.tar.gz', '--sign-with', 'ann'], {
    execute: () => undefined,
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('install OpenSSH');
});
