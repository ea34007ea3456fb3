import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeRun } from '../../artifacts/stored-run.fixture.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { jsonObject, run } from '../memory-host.fixture.ts';
import type { Ran } from '../memory-host.fixture.ts';

const inFolder = useTemporaryFolder();

function artifacts(...argv: readonly string[]): Promise<Ran> {
  return run(['artifacts', ...argv, '--dir', inFolder('soak'), '--now', '2100-01-01'], { cwd: inFolder() });
}

function storeTwo(): void {
  storeRun(inFolder('soak'), 'old', { at: '2099-12-01T00:00:00.000Z', iterations: 3 });
  storeRun(inFolder('soak'), 'new', { at: '2099-12-30T00:00:00.000Z', verdict: 'PASS' });
}

/** The new one alone stays, and nothing is compressed. */
function policy(changes: object = {}): string {
  writeFileSync(
    inFolder('policy.json'),
    JSON.stringify({ keep_runs: 1, keep_days: 0, keep_free_bytes: 0, ...changes }),
  );
  return inFolder('policy.json');
}

describe('plimsoll artifacts', () => {
  it('tells what lies there, plans what goes, and does what was planned', async () => {
    storeTwo();
    const status = await artifacts('status', '--policy', policy());
    expect(status.stdout).toContain('2 runs');
    expect(status.stdout).toContain('the last run that passed');
    const planned = await artifacts('plan', '--policy', policy());
    expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
    expect(planned.stdout).toMatch(/remove_run old \(\d+ files, .*\): no rule keeps it/u);
    expect(existsSync(inFolder('soak/runs/old/run.json'))).toBe(true);
    const applied = await artifacts('apply');
    expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
    expect(existsSync(inFolder('soak/runs/old'))).toBe(false);
    expect(readFileSync(inFolder('soak/rotation/ROTATION_LOG.jsonl'), 'utf8')).toContain('"event":"removed_run"');
  });

  it('plans the same bytes for the same folder and time', async () => {
    storeTwo();
    const planFile = inFolder('soak/rotation/ROTATION_PLAN.json');
    await artifacts('plan', '--policy', policy(), '--plan', inFolder('one.json'));
    await artifacts('plan', '--policy', policy(), '--plan', inFolder('other.json'));
    expect(existsSync(planFile)).toBe(false);
    expect(readFileSync(inFolder('one.json'), 'utf8')).toBe(readFileSync(inFolder('other.json'), 'utf8'));
  });

  it('ends with 2 where the folder is over budget and nothing more may go, and says so', async () => {
    storeTwo();
    await artifacts('plan', '--policy', policy(), '--budget', '1kB');
    const applied = await artifacts('apply');
    expect(applied.exitCode).toBe(2);
    expect(applied.stdout).toContain('over budget, and nothing more may go');
    expect(existsSync(inFolder('soak/runs/new/run.json'))).toBe(true);
    const status = await artifacts('status', '--budget', '1kB', '--json');
    expect([status.exitCode, jsonObject(status.stdout)['exit_code']]).toEqual([2, 2]);
  });

  it('ends with 1 where a step is refused', async () => {
    storeTwo();
    await artifacts('plan', '--policy', policy());
    appendFileSync(inFolder('soak/runs/old/FILLS_1.jsonl'), 'x');
    const applied = await artifacts('apply', '--json');
    expect(applied.exitCode).toBe(1);
    expect(jsonObject(applied.stdout)['applied']).toMatchObject([{ outcome: 'refused' }]);
  });

  it.each([
    ['a folder that is not there', ['status', '--dir', 'nowhere'], 'There is no folder'],
    ['an option that is none', ['plan', '--bugdet', '1GB'], 'unknown option'],
    ['a size that is none', ['plan', '--budget', 'much'], '--budget: "much" is no size'],
    ['a time that is none', ['plan', '--now', 'soon'], '--now: "soon" is no time'],
    ['no plan', ['apply'], 'ROTATION_PLAN.json'],
    ['an empty policy', ['plan', '--policy', 'empty.json'], 'the rotation policy is empty'],
    ['a key that is none', ['plan', '--policy', 'odd.json'], 'keep_run'],
  ])('ends with 1 for %s', async (_, argv, message) => {
    mkdirSync(inFolder('artifacts/soak'), { recursive: true });
    const none = { keep_last_pass: false, keep_last_fail: false, keep_snapshots: false };
    writeFileSync(inFolder('empty.json'), JSON.stringify({ keep_runs: 0, keep_days: 0, ...none }));
    writeFileSync(inFolder('odd.json'), '{"keep_run": 3}');
    const ran = await run(['artifacts', ...argv], { cwd: inFolder() });
    expect(ran.stderr).toContain(message);
    expect(ran.exitCode).toBe(1);
  });

  it('goes by the policy that lies in the folder', async () => {
    storeTwo();
    mkdirSync(inFolder('soak/rotation'));
    writeFileSync(join(inFolder('soak/rotation/policy.json')), '{"keep_runs":1,"keep_days":0,"pinned":["old"]}');
    const planned = await artifacts('plan');
    expect(planned.stdout).toMatch(/keep runs\/old .*: pinned/u);
  });
});
