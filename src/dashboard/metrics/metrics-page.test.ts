import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { storeRun } from '../../artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import { useTemporaryFolder } from '../../files/temporary-folder.fixture.ts';
import { FollowedFolder } from '../followed-folder.ts';
import { metricsText } from './metric-family.ts';
import { MetricsPage } from './metrics-page.ts';

const inFolder = useTemporaryFolder();
let folder: FollowedFolder;
let page: MetricsPage;

beforeEach(() => {
  folder = new FollowedFolder({ disk: nodeDisk, out: inFolder('soak') });
  page = new MetricsPage(folder, () => Date.parse('2026-01-01T00:01:40.000Z'));
});

async function lines(): Promise<readonly string[]> {
  await folder.look();
  await page.refresh();
  await folder.look();
  return (await page.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('a folder without runs has an empty page', async () => {
  expect(await lines()).toEqual([]);
});

test('a KPI without data is not on the page, under neither of its names', async () => {
  storeRun(inFolder('soak'), 'a', { verdict: 'NO_DATA' });
  const shown = await lines();
  expect(shown).toContain('plimsoll_iteration_verdict{run="a",profile="steady_safe",scenario="",verdict="NO_DATA"} 1');
  expect(shown).toContain('soak_iteration 2');
  // Nobody traded: what needs a fill has no value. That there were none is one.
  expect(shown.filter((line) => /^plimsoll_(?:net|gross|adverse)_bps\{/u.test(line))).toEqual([]);
  expect(shown.filter((line) => line.startsWith('soak_net_bps'))).toEqual([]);
  expect(shown).toContain('plimsoll_fills_total{run="a",profile="steady_safe",scenario=""} 0');
});

test('an iteration is as old as the time since it counted', async () => {
  storeRun(inFolder('soak'), 'a', { at: '2026-01-01T00:00:00.000Z' });
  expect(await lines()).toContain('plimsoll_iteration_age_seconds{run="a",profile="steady_safe",scenario=""} 100');
});

test('runs at work are shown, and the newest where none is', async () => {
  storeRun(inFolder('soak'), 'old', { at: '2026-01-01T00:00:00.000Z' });
  storeRun(inFolder('soak'), 'new', { at: '2026-01-01T00:00:01.000Z' });
  const runsShown = async (): Promise<readonly string[]> =>
    (await lines()).flatMap((line) => /^plimsoll_iterations_total\{run="(\w+)"/u.exec(line)?.[1] ?? []);
  expect(await runsShown()).toEqual(['new']);
});

test('the folder is told of in bytes, with the budget that its own policy sets and the failures of its rotation', async () => {
  storeRun(inFolder('soak'), 'a');
  mkdirSync(inFolder('soak', 'rotation'));
  writeFileSync(inFolder('soak', 'rotation', 'policy.json'), '{"budget_bytes": 5000000}');
  writeFileSync(inFolder('soak', 'rotation', 'ROTATION_LOG.jsonl'), '{"event":"failed"}\n{"event":"compressed"}\n');
  const shown = await lines();
  expect(shown).toContain('plimsoll_artifacts_budget_bytes 5000000');
  expect(shown).toContain('plimsoll_rotation_failures_total 1');
  expect(shown).toContain('soak_rotation_failure_total 1');
  const [bytes] = shown.flatMap((line) => /^plimsoll_artifacts_bytes (\d+)$/u.exec(line)?.[1] ?? []);
  expect(shown).toContain(`soak_artifacts_size_mb ${Number(bytes) / 1e6}`);
});

test('a label is escaped, whatever a run is called', async () => {
  storeRun(inFolder('soak'), 'a"} 1\nplimsoll_forged 1 #');
  const shown = await lines();
  expect(shown.filter((line) => line.startsWith('plimsoll_forged'))).toEqual([]);
  expect(shown).toContain(
    String.raw`plimsoll_iterations_total{run="a\"} 1\nplimsoll_forged 1 #",profile="steady_safe",scenario=""} 2`,
  );
});

test('a histogram counts what is at most each edge, and all of it under infinity', async () => {
  const text = await metricsText([
    {
      kind: 'histogram',
      name: 'x_seconds',
      help: 'x',
      buckets: [0.1, 1],
      distributions: [
        {
          labels: { run: 'a' },
          observations: [
            [0.1, 2],
            [0.5, 3],
            [7, 1],
          ],
        },
      ],
    },
    { kind: 'gauge', name: 'absent', help: 'y', samples: [{ labels: {}, value: Number.NaN }] },
  ]);
  expect(text.trim().split('\n')).toEqual([
    '# HELP x_seconds x',
    '# TYPE x_seconds histogram',
    'x_seconds_bucket{run="a",le="0.1"} 2',
    'x_seconds_bucket{run="a",le="1"} 5',
    'x_seconds_bucket{run="a",le="+Inf"} 6',
    'x_seconds_sum{run="a"} 8.7',
    'x_seconds_count{run="a"} 6',
  ]);
});
