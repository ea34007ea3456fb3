import { writeFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PARAMETER_NAMES } from '../../config/parameters.ts';
import { canonicalDocument } from '../../json/canonical.ts';
import { parseJson } from '../../json/parse.ts';
import { contentOf } from '../../venue/scenario-file.ts';
import { VOLATILE } from '../../venue/scenario.ts';
import { jsonObject, memoryHost, run, temporaryFolder } from '../memory-host.fixture.ts';
import { VirtualTerminal } from '../terminal/virtual-terminal.fixture.ts';
import { runCli } from '../run-cli.ts';

const SHORT = ['response', '--seeds', '2', '--hours', '0.02'];

test('a short map of the calm market: a line per parameter on the way, then the map, and nothing is written', async () => {
  const cwd = temporaryFolder();
  const { exitCode, stdout, stderr } = await run(SHORT, { cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.slice(0, 6)).toEqual(PARAMETER_NAMES.map((name, index) => `${index * 4} of 24 runs done, now ${name}`));
  expect(lines[6]).toBe(
    'scenario calm: each parameter from its lower to its upper bound, the others of profile steady_safe,',
  );
  expect(lines[7]).toBe('72 s on each of 2 markets (seeds 42..43), the same at both ends;');
  for (const name of PARAMETER_NAMES) expect(stdout).toMatch(new RegExp(`^${name} [\\d.]+ -> [\\d.]+: `, 'mu'));
  expect(readdirSync(cwd)).toEqual([]);
});

test('the document is the same for the same seeds, and another one for others', async () => {
  const first = await run([...SHORT, '--json', '--seed', '7']);
  expect({ exitCode: first.exitCode, stderr: first.stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(await run([...SHORT, '--json', '--seed', '7'])).toEqual(first);
  const document = jsonObject(first.stdout);
  expect(document).toMatchObject({ scenario: 'calm', profile: 'steady_safe', at: 'profile', seeds: [7, 8] });
  expect(canonicalDocument(document)).toBe(first.stdout);
  const other = jsonObject((await run([...SHORT, '--json', '--seed', '9'])).stdout);
  expect(other['responses']).not.toEqual(document['responses']);
});

test('profile, single values, scenario and knobs reach the runs, and the document', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'my.json'), canonicalDocument(contentOf(VOLATILE)));
  const argv = [...SHORT, '--json', '--profile', 'aggressive', '--set', 'tail_age_ms=555', '--scenario'];
  const ours = jsonObject((await run([...argv, 'my.json'], { cwd, env: { SOAK_MOCK_GAP_BPS: '33' } })).stdout);
  expect(ours).toMatchObject({
    scenario: 'my.json',
    market: { scenario: 'my.json', scenario_content: contentOf(VOLATILE), gap_bps: 33 },
    profile: 'aggressive',
    parameters: { min_interval_ms: 50, tail_age_ms: 555 },
  });
  const builtIn = jsonObject((await run([...argv, 'volatile'], { env: { SOAK_MOCK_GAP_BPS: '33' } })).stdout);
  expect(ours['responses']).toEqual(builtIn['responses']);
  const calm = jsonObject((await run([...argv, 'calm'], { env: { SOAK_MOCK_GAP_BPS: '33' } })).stdout);
  expect(calm['responses']).not.toEqual(builtIn['responses']);
});

test('the others can stand in the middle of their bounds', async () => {
  const { stdout } = await run([...SHORT, '--json', '--at', 'middle']);
  expect(jsonObject(stdout)).toMatchObject({
    at: 'middle',
    parameters: {
      min_interval_ms: 60,
      replace_rate_per_min: 260,
      base_spread_bps_delta: 0.165,
      tail_age_ms: 650,
      impact_cap_ratio: 0.1,
      max_delta_ratio: 0.13,
    },
  });
});

test('on a terminal one line is redrawn and removed', async () => {
  const { exitCode, stdout } = await run([...SHORT, '--no-color'], { terminal: true, lookMs: 200 });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/█+░+ {2}\d+ of 24 runs done, now tail_age_ms/u);
  const terminal = new VirtualTerminal(100);
  terminal.write(stdout);
  expect(terminal.screen[0]).toMatch(/^scenario calm: /u);
  expect(terminal.screen.join('\n')).not.toContain('runs done');
});

test('beside a document the line on a terminal is drawn where errors go', async () => {
  const { stdout, stderr } = await run([...SHORT, '--json'], { terminal: true, lookMs: 200 });
  expect(jsonObject(stdout)['seeds']).toEqual([42, 43]);
  expect(stderr).toContain('of 24 runs done, now tail_age_ms');
});

test('Ctrl-C ends it with 130 and no map', async () => {
  let breaths = 0;
  const host = memoryHost(SHORT, {
    onBreath: (one) => {
      breaths += 1;
      if (breaths === 5) one.interrupt();
    },
  });
  expect(await runCli(host)).toBe(130);
  expect(host.stdout.text()).not.toContain('scenario calm');
  expect(host.stderr.text()).toBe(
    'error: the response map was interrupted\nhint: nothing is kept of it; fewer --seeds and --hours take less time\n',
  );
  expect(host.listening()).toBe(0);
  expect(breaths).toBeLessThanOrEqual(6);
});

test.each([
  [['--seeds', '1'], 'error: --seeds is 1, outside its limits 2..1000\nhint: the nearest allowed value is 2\n'],
  [['--seeds', '2.5'], 'error: --seeds is 2.5, which is no whole number\nhint: the nearest allowed value is 3\n'],
  [['--hours', 'long'], 'error: --hours is "long", which is no number\nhint: give a number from 0.01 to 1000\n'],
  [['--set', 'target=replay'], 'error: argument 2 (--set): a response map is made on the embedded venue'],
  [['--scenario', 'clam'], 'error: argument 2 (--scenario): there is no scenario "clam"'],
  [['--at', 'midle'], "error: option '--at <place>' argument 'midle' is invalid"],
])('%j is refused', async (argv, message) => {
  const { exitCode, stdout, stderr } = await run(['response', ...argv]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr.startsWith(message), stderr).toBe(true);
});

test('with --json a refusal is a document too', async () => {
  const { stdout } = await run(['response', '--json', '--seeds', '0']);
  expect(parseJson(stdout)).toMatchObject({ error: { code: 'usage' }, exit_code: 2 });
});
