import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeDisk } from '../../files/node-disk.ts';
import { run, temporaryFolder } from '../memory-host.fixture.ts';

const ONE = ['soak', '--iterations', '1', '--iteration-duration', '1m', '--quiet', '--run-id', 'one'];

it('a soak that will not fit its disk says so before it starts', async () => {
  const cwd = temporaryFolder();
  const free = { ...nodeDisk, freeBytes: () => 16_400_000 };
  const small = await run(ONE, { cwd, disk: free });
  expect(small.stderr).toMatch(/^forecast: the run will need about 591 kB of disk, and there is room for 400 kB/u);
  expect((await run([...ONE, '--run-id', 'other'], { cwd })).stderr).toBe('');
});

it('a soak goes by the policy in its folder, and ends with 5 where nothing more may go', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'artifacts/soak/rotation'), { recursive: true });
  const policy = join(cwd, 'artifacts/soak/rotation/policy.json');
  writeFileSync(policy, '{"budget_bytes": 270000}');
  const full = await run(ONE.with(2, '2'), { cwd });
  expect(full.exitCode).toBe(5);
  expect(full.stderr).toContain('more than their budget of 270000, and nothing more may go');
  expect(full.stderr).toContain('`plimsoll soak --resume artifacts/soak/runs/one` goes on');
  writeFileSync(policy, '{"budget_byte": 1}');
  const wrong = await run(['soak', '--resume', 'one'], { cwd });
  expect(wrong.exitCode).toBe(2);
  writeFileSync(policy, '{}');
  const resumed = await run(['soak', '--resume', 'one', '--quiet'], { cwd });
  expect(resumed.exitCode).not.toBe(5);
  expect((await run(['verify', 'one'], { cwd })).exitCode).toBe(0);
});
