import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { adoptedParameters } from '../../soak/adopted-parameters.ts';
import { FakeTarget } from '../../soak/fake-target.fixture.ts';
import { runSoak } from '../../soak/runner.ts';
import { inTemporaryFolder, quickPlan, readBack, RISKY, TestHost } from '../../soak/soak.fixture.ts';
import { run } from '../memory-host.fixture.ts';

const SHORT = ['soak', '--iterations', '1', '--iteration-duration', '2m', '--run-id', 'next', '--json'];

/** A folder with a finished run `run` whose last proposal was not applied, and what it hands on. */
function afterARun(body: (cwd: string, adopted: ReturnType<typeof adoptedParameters>) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (cwd) => {
    const out = join(cwd, 'artifacts', 'soak');
    const { folder, finalParameters } = await runSoak(
      quickPlan({ iterations: 2 }),
      new FakeTarget(RISKY),
      new TestHost(out),
    );
    const last = readBack(folder).summaries.at(-1);
    if (last === undefined) throw new Error('no iteration was completed');
    const adopted = adoptedParameters(last);
    expect(adopted).not.toEqual(finalParameters);
    await body(cwd, adopted);
  });
}

describe('a run that adopts another', () => {
  test('starts from its last proposal as the guards had granted it, which it does not pin, and says where each value is from', () =>
    afterARun(async (cwd, adopted) => {
      expect((await run([...SHORT, '--adopt', 'latest'], { cwd })).stderr).not.toContain('error');
      const { record, summaries } = readBack(join(cwd, 'artifacts', 'soak', 'runs', 'next'));
      expect(record.plan.parameters).toEqual(adopted);
      expect(summaries[0]?.parameters).toEqual(adopted);
      expect(record.plan.pinned).toEqual({});
      expect(record.configuration.parameters.min_interval_ms.candidates[0]).toMatchObject({
        layer: 'adopted',
        place: 'run run, after iteration 2',
        value: adopted.min_interval_ms,
      });
    }));

  test('takes nothing over unless asked', () =>
    afterARun(async (cwd, adopted) => {
      await run(SHORT, { cwd });
      expect(readBack(join(cwd, 'artifacts', 'soak', 'runs', 'next')).record.plan.parameters).not.toEqual(adopted);
    }));

  test('lets what is typed win', () =>
    afterARun(async (cwd, adopted) => {
      await run([...SHORT, '--adopt', 'run', '--set', 'tail_age_ms=555'], { cwd });
      expect(readBack(join(cwd, 'artifacts', 'soak', 'runs', 'next')).record.plan).toMatchObject({
        parameters: { ...adopted, tail_age_ms: 555 },
        pinned: { tail_age_ms: expect.stringContaining('--set') },
      });
    }));

  test('goes on with what it adopted, where the run adopted is gone', () =>
    afterARun(async (cwd) => {
      const two = ['soak', '--iterations', '2', '--iteration-duration', '2m', '--run-id', 'next', '--adopt', 'run'];
      await run([...two, '--stop-after', '2m'], { cwd });
      writeFileSync(join(cwd, 'artifacts', 'soak', 'runs', 'run', 'run.json'), 'gone');
      const resumed = await run(['soak', '--resume', 'next'], { cwd });
      expect(resumed.stdout).toContain('resumed after iteration 1');
      expect((await run(['soak', '--resume', 'next', '--adopt', 'run'], { cwd })).stderr).toContain('--adopt');
    }));

  test('is explained before it is begun', () =>
    afterARun(async (cwd, adopted) => {
      const { stdout } = await run(['config', 'explain', 'min_interval_ms', '--adopt', 'latest'], { cwd });
      expect(stdout).toMatch(new RegExp(`^min_interval_ms = ${adopted.min_interval_ms}\\n`, 'u'));
      expect(stdout).toMatch(/won +adopted run +run run, after iteration 2/u);
      const json = await run(['config', 'explain', 'min_interval_ms', '--adopt', 'latest', '--json'], { cwd });
      expect(json.stdout).toContain('"adopted"');
    }));
});

test('a run that is not there, or completed nothing, is refused by name', () =>
  inTemporaryFolder(async (cwd) => {
    const missing = await run([...SHORT, '--adopt', 'night'], { cwd });
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is no run "night"') });
    const host = new TestHost(join(cwd, 'artifacts', 'soak'));
    host.stopAfter = () => true;
    await runSoak(quickPlan({ iterations: 2 }), new FakeTarget(RISKY), host);
    const empty = await run([...SHORT, '--adopt', 'run'], { cwd });
    expect(empty).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no iteration of the run run was completed'),
    });
  }));
