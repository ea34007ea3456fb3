import { expect, test } from 'vitest';
import { jsonObject, run } from '../memory-host.fixture.ts';

const SLOW_MS = 120_000;

test(
  'the self-test shows every situation, measures the false alarms, and ends with 0',
  async () => {
    const { exitCode, stdout, stderr } = await run(['gate', '--self-test']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const kind of ['absolute', 'relative', 'share', 'slope', 'invariant']) {
      expect(stdout).toMatch(new RegExp(`^\\| ${kind} .*\\| FAIL +\\| FAIL +\\|$`, 'mu'));
    }
    expect(stdout).toMatch(/^\| missing data \| the KPI is NaN +\| NO_DATA +\| NO_DATA +\|$/mu);
    expect(stdout).not.toContain('WRONG');
    expect(stdout).toMatch(/^- by anything at all .*: \d+ of 200 \(\d+\.\d %\), at most \d+ % stated$/mu);
    expect(stdout).toMatch(/^self-test: OK - \d+ situations are judged as they must be$/mu);

    const { stdout: json } = await run(['gate', '--self-test', '--json']);
    const { false_alarms: alarms } = jsonObject(json);
    expect(jsonObject(json)).toMatchObject({ sound: true, exit_code: 0 });
    const [, nothing] = /by anything at all .*: (\d+) of/u.exec(stdout) ?? [];
    expect(alarms).toMatchObject({ pairs: 200, beyond_nothing: Number(nothing) });
  },
  SLOW_MS,
);

test('a gate without a run is refused with 2, and so is a self-test of one', async () => {
  const none = await run(['gate']);
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain("missing required argument 'run'");
  const both = await run(['gate', 'latest', '--self-test']);
  expect(both.exitCode).toBe(2);
  expect(both.stderr).toContain('--self-test judges runs of its own');
});
