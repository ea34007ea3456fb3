// A disk of 64 MB, nearly full with what belongs to others, and a soak that needs more than is left: it ends so that it can be resumed, and once
// there is room goes on to the bytes of one that was never short of it. The disk is a tmpfs in a namespace of the test's own, so it needs no root.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { undisturbed } from '../src/artifacts/journal-record.ts';
import { readRun, verifyArtifacts } from '../src/artifacts/read-run.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { canonicalJson } from '../src/json/canonical.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const OWN_NAMESPACE = ['--user', '--map-root-user', '--mount'];
const SOAK = '--iterations 16 --iteration-duration 30s --quiet';

/** In a namespace of its own, with a 64 MB disk at `$DISK`. */
function onSmallDisk(folder: string, script: string): { readonly stdout: string; readonly stderr: string } {
  const disk = join(folder, 'disk');
  mkdirSync(disk, { recursive: true });
  const env = { ...process.env, DISK: disk, FOLDER: folder, PLIMSOLL: `${process.execPath} ${MAIN}` };
  const text = `set -e; mount -t tmpfs -o size=64m tmpfs "$DISK"; ${script}`;
  return spawnSync('/usr/bin/unshare', [...OWN_NAMESPACE, 'sh', '-c', text], { env, encoding: 'utf8' });
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-full-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const probe = mkdtempSync(join(tmpdir(), 'plimsoll-probe-'));
const { stdout: probed, stderr: refused } = onSmallDisk(probe, 'echo mounted');
rmSync(probe, { recursive: true, force: true });
const CANNOT_MOUNT = probed.trim() !== 'mounted';
if (CANNOT_MOUNT) process.stderr.write(`SKIPPED: no 64 MB disk can be mounted here: ${refused}\n`);

/** All but what tells of the wall clock and of having stopped. */
function contentOf(run: string): ReadonlyMap<string, string> {
  const stored = readRun(nodeDisk, run);
  verifyArtifacts(nodeDisk, stored);
  const names = readdirSync(run).filter((name) => !/^(?:journal\.jsonl.*|run\.json)$/u.test(name));
  const records = [...undisturbed(stored.journal.lines())].map(({ record }) => record);
  return new Map([
    ...names.toSorted().map((name) => [name, readFileSync(join(run, name), 'utf8')] as const),
    ['journal.jsonl', records.map((record) => canonicalJson(record)).join('\n')],
  ]);
}

describe.skipIf(CANNOT_MOUNT)('a soak on a 64 MB disk that others have nearly filled', () => {
  it.each([
    { limit: 'the disk itself', keepFree: 0, leftBytes: 900_000, told: 'ENOSPC' },
    { limit: 'what is to stay free', keepFree: 16_000_000, leftBytes: 16_800_000, told: 'that are to stay so' },
  ])(
    'ends with 5 at the limit of $limit, all old artifacts intact, and goes on to the undisturbed bytes',
    ({ keepFree, leftBytes, told }) => {
      const own = mkdtempSync(join(folder, 'own-'));
      const { stdout, stderr } = onSmallDisk(
        own,
        `
        mkdir -p "$DISK/soak/rotation"
        echo '{"keep_free_bytes":${keepFree}}' > "$DISK/soak/rotation/policy.json"
        $PLIMSOLL soak --iterations 2 --iteration-duration 30s --quiet --run-id before --out "$DISK/soak" > "$FOLDER/log" || true
        touch "$DISK/soak/runs/before/BASELINE"
        cp -r "$DISK/soak/runs/before" "$FOLDER/before"
        free=$(stat -f -c '%a %S' "$DISK" | awk '{ print $1 * $2 }')
        head -c $((free - ${leftBytes})) /dev/zero > "$DISK/others"
        code=0; $PLIMSOLL soak ${SOAK} --run-id run --out "$DISK/soak" 2> "$FOLDER/err" >> "$FOLDER/log" || code=$?
        echo "ended $code"
        cp -r "$DISK/soak/runs" "$FOLDER/stopped"
        rm "$DISK/others"
        code=0; $PLIMSOLL soak --resume run --quiet --out "$DISK/soak" >> "$FOLDER/log" || code=$?
        echo "resumed $code"
        cp -r "$DISK/soak/runs" "$FOLDER/resumed"
        code=0; $PLIMSOLL soak ${SOAK} --run-id run --out "$FOLDER/whole" >> "$FOLDER/log" || code=$?
        echo "undisturbed $code"
        `,
      );
      const [ended, resumed, whole] = stdout.trim().split('\n');
      expect({ ended, stderr }).toEqual({ ended: 'ended 5', stderr: '' });
      expect(readFileSync(join(own, 'err'), 'utf8')).toContain(told);
      const stopped = readRun(nodeDisk, join(own, 'stopped/run'));
      expect(stopped.ended?.record.reason).toBe('disk_full');
      expect(stopped.completed).toBeGreaterThan(0);
      for (const later of ['stopped', 'resumed']) {
        for (const name of readdirSync(join(own, 'before'))) {
          const is = readFileSync(join(own, later, 'before', name));
          expect(is.equals(readFileSync(join(own, 'before', name))), name).toBe(true);
        }
      }
      expect(resumed?.replace('resumed', 'undisturbed')).toBe(whole);
      expect(contentOf(join(own, 'resumed/run'))).toEqual(contentOf(join(own, 'whole/runs/run')));
      process.stdout.write(
        `64 MB disk: stopped after ${stopped.completed} of 16 iterations (${told}), resumed to the same bytes\n`,
      );
    },
    120_000,
  );
});
