// A bot of the user's, as a real process under a real soak: what a good one is told, what each kind of bad one is called, and that nothing of
// any is left behind.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readRun, verifyArtifacts } from '../src/artifacts/read-run.ts';
import { nodeDisk } from '../src/files/node-disk.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const example = (name: string): string => fileURLToPath(new URL(`../examples/${name}`, import.meta.url));
const MAKER = ['python3', example('maker.py')];
const misbehaving = (mode: string): readonly string[] => ['sh', example('misbehave.sh'), mode];
/** Short patience, so that the tests are, and long enough for a busy machine. */
const IMPATIENT = ['ready_seconds=4', 'heartbeat_seconds=3', 'apply_seconds=3', 'stop_seconds=1'].flatMap((limit) => [
  '--set',
  `bot_${limit}`,
]);

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'plimsoll-command-'));
}

function start(cwd: string, argv: readonly string[]): { readonly pid: number; readonly finished: Promise<Finished> } {
  const child = spawn(process.execPath, [MAIN, ...argv], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const finished = new Promise<Finished>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, finished };
}

function soak(cwd: string, more: readonly string[], bot: readonly string[]): ReturnType<typeof start> {
  const fixed = ['soak', '--target', 'command', '--iteration-duration', '1s', '--run-id', 'run'];
  return start(cwd, [...fixed, ...more, '--', ...bot]);
}

/** Processes that were given this run's files, by their environment; zombies have none. */
function leftovers(cwd: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/u.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'latin1').includes(`PLIMSOLL_DIR=${join(cwd, 'artifacts')}`);
    } catch {
      return false;
    }
  });
}

const runFolder = (cwd: string): string => join(cwd, 'artifacts/soak/runs/run');

describe('a soak of the Python example', () => {
  test(
    'hands parameters over, accounts for what it tells, measures its process, and leaves nothing of it running',
    { timeout: 60_000 },
    async () => {
      const cwd = temporaryFolder();
      const { code, stdout } = await soak(cwd, ['--iterations', '6', '--set', 'base_spread_bps_delta=0.2'], MAKER)
        .finished;
      expect([0, 3, 4]).toContain(code);
      expect(stdout).toContain('the run completed all 6 iterations');
      const stored = readRun(nodeDisk, runFolder(cwd));
      verifyArtifacts(nodeDisk, stored);
      for (const { parameters, read_back, summary, process, target_facts: facts } of stored.summaries) {
        expect(read_back).toEqual(parameters);
        expect(read_back.base_spread_bps_delta).toBe(0.2);
        expect(summary.fills).toBeGreaterThan(0);
        expect(summary.risk_ratio).toBeDefined();
        expect(process?.rss_min_mb).toMatchObject({ kind: 'value' });
        expect(facts['schedule_slipped_ms']).toBe(0);
      }
      // A book without the venue's time supports no feed lag, and says so.
      expect(stored.summaries[0]?.absent.ws_lag_p95_ms).toBe('no feed message was received');
      const verified = spawnSync(process.execPath, [MAIN, 'verify', 'run'], { cwd, encoding: 'utf8' });
      expect(verified.stdout).toContain('verified: YES');
      expect(leftovers(cwd)).toEqual([]);
    },
  );

  test(
    'a process for each iteration goes on from the position that the one before left',
    { timeout: 60_000 },
    async () => {
      const cwd = temporaryFolder();
      const { stdout, stderr } = await soak(cwd, ['--iterations', '3', '--bot-lifetime', 'iteration'], MAKER).finished;
      expect(stderr).not.toContain('error:');
      expect(stdout).toContain('the run completed all 3 iterations');
      const lives = readRun(nodeDisk, runFolder(cwd)).summaries.map(({ target_facts: facts }) => facts['bot_life']);
      expect(lives).toEqual([1, 2, 3]);
      expect(leftovers(cwd)).toEqual([]);
    },
  );

  test(
    'Ctrl-C ends the bot within seconds, and the resumed run keeps every byte that was acknowledged',
    { timeout: 60_000 },
    async () => {
      const cwd = temporaryFolder();
      const running = soak(cwd, ['--iterations', '5'], MAKER);
      await appears(join(runFolder(cwd), 'ITER_SUMMARY_2.json'));
      const askedMs = performance.now();
      process.kill(running.pid, 'SIGINT');
      expect((await running.finished).code).toBe(130);
      expect(performance.now() - askedMs).toBeLessThan(5000);
      expect(leftovers(cwd)).toEqual([]);
      const before = iterationFiles(runFolder(cwd));
      const resumed = await start(cwd, ['soak', '--resume', 'latest']).finished;
      expect(resumed.stderr).not.toContain('error:');
      expect(resumed.stdout).toContain('the run completed all 5 iterations');
      const after = iterationFiles(runFolder(cwd));
      for (const [name, content] of before) expect(after.get(name), name).toBe(content);
      const verified = spawnSync(process.execPath, [MAIN, 'verify', 'run', '--strict'], { cwd, encoding: 'utf8' });
      expect(verified.stdout).toContain('verified: YES');
    },
  );

  test(
    'after a kill the bot that was left behind is ended before the resumed run starts another',
    { timeout: 60_000 },
    async () => {
      const cwd = temporaryFolder();
      const running = soak(cwd, ['--iterations', '4'], MAKER);
      await appears(join(runFolder(cwd), 'ITER_SUMMARY_2.json'));
      process.kill(running.pid, 'SIGKILL');
      await running.finished;
      expect(leftovers(cwd)).toHaveLength(1);
      const resumed = await start(cwd, ['soak', '--resume', 'latest']).finished;
      expect(resumed.stderr).not.toContain('error:');
      expect(resumed.stdout).toContain('the run completed all 4 iterations');
      expect(leftovers(cwd)).toEqual([]);
    },
  );
});

describe('a bot that misbehaves is named, and nothing of it is left', () => {
  test.concurrent.each([
    ['hang', 'bot_silent: the bot runs, and has told nothing for 3 s'],
    ['deaf', 'bot_silent: the bot runs, and has told nothing for 3 s'],
    ['flood', 'bot_flooding: the bot writes more events than 4 MB a second'],
    ['print', 'bot_flooding: the bot writes more output than 4 MB a second'],
    ['die', 'bot_died: the bot is gone: it ended with exit code 3'],
    ['half', 'bot_malformed_events: line '],
    ['torn', 'is only begun, and the bot has ended'],
    ['lie', 'bot_lies_about_position: line '],
    ['back', 'bot_back_in_time: line '],
    ['ignore', 'bot_ignores_parameters: the bot did not acknowledge the parameters with seq 2 within 3 s'],
    ['twist', 'the bot acknowledged other parameters than it was given: min_interval_ms is 55 and was set to 75'],
    ['late', 'bot_not_ready: the bot did not say that it is ready within 4 s'],
    ['stubborn', 'bot_does_not_stop: the bot did not end within 1 s of SIGTERM, and was killed'],
  ])('%s: %s', { timeout: 60_000 }, async (mode, finding) => {
    const cwd = temporaryFolder();
    // A busy machine takes its time over a flood.
    const patience = mode === 'flood' || mode === 'print' ? ['--set', 'bot_heartbeat_seconds=20'] : [];
    const more = ['--iterations', '4', ...IMPATIENT, ...patience];
    const { code, stderr } = await soak(cwd, more, misbehaving(mode)).finished;
    expect(stderr).toContain(finding);
    expect(code).toBe(5);
    expect(leftovers(cwd)).toEqual([]);
    if (!existsSync(join(runFolder(cwd), 'run.json'))) return;
    const stored = readRun(nodeDisk, runFolder(cwd));
    verifyArtifacts(nodeDisk, stored);
    expect(stored.ended?.record.reason).toBe(mode === 'stubborn' ? 'completed' : 'target_failed');
  });

  test('a bot that died is started again as often as it may be', { timeout: 60_000 }, async () => {
    const cwd = temporaryFolder();
    const more = ['--iterations', '2', '--set', 'bot_restarts=1', ...IMPATIENT];
    const { code, stderr } = await soak(cwd, more, misbehaving('die')).finished;
    expect(stderr).toMatch(/bot_(?:died: .*after 1 restarts|lies_about_position)/u);
    expect(code).toBe(5);
  });

  test('a command that does not exist is a mistake of the user', async () => {
    const cwd = temporaryFolder();
    const { code, stderr } = await soak(cwd, [], ['./no-such-bot']).finished;
    expect(stderr).toContain('the bot\'s command "./no-such-bot" cannot be started: there is no such program');
    expect(code).toBe(2);
  });
});

describe('the gate on a process', () => {
  interface Gated {
    readonly code: number | null;
    readonly rules: readonly { readonly kpi: string; readonly verdict: string; readonly reason: string }[];
  }

  async function gated(mode: string): Promise<Gated> {
    const cwd = temporaryFolder();
    const { code } = await soak(cwd, ['--iterations', '8', '--no-tune'], misbehaving(mode)).finished;
    const gate = readRun(nodeDisk, runFolder(cwd)).ended?.gate;
    return { code, rules: (gate?.judgement.rules ?? []).filter(({ kind }) => kind === 'slope') };
  }

  test('a bot that hoards 5 MB an iteration fails within 8 iterations', { timeout: 120_000 }, async () => {
    const { code, rules } = await gated('leak');
    expect(rules[0]).toMatchObject({ kpi: 'rss_min_mb', verdict: 'FAIL' });
    expect(rules[0]?.reason).toMatch(/^rss_min_mb per iteration (?:4\.[5-9]|5\.?[0-5]?)/u);
    expect(code).toBe(3);
  });

  test('the same bot without the leak passes 20 of 20 times', { timeout: 240_000 }, async () => {
    const verdicts: string[] = [];
    for (let batch = 0; batch < 2; batch += 1) {
      const runs = await Promise.all(Array.from({ length: 10 }, () => gated('well')));
      verdicts.push(...runs.flatMap(({ rules }) => rules.map(({ kpi, verdict }) => `${kpi} ${verdict}`)));
    }
    expect(verdicts.filter((verdict) => verdict === 'rss_min_mb PASS')).toHaveLength(20);
    expect(verdicts.filter((verdict) => verdict === 'open_files_min PASS')).toHaveLength(20);
  });
});

describe('a bot of the toolkit before', () => {
  test('is watched and its numbers are kept, and no KPI rests on them', { timeout: 60_000 }, async () => {
    const cwd = temporaryFolder();
    const bot = [
      'import json, os, time',
      'os.makedirs("artifacts/reports")',
      'for step in range(1000):',
      '    with open("artifacts/audit.jsonl", "a") as audit:',
      '        fields = {"allowed": step % 2, "reason": "min_interval"}',
      '        audit.write(json.dumps({"ts": time.time(), "kind": "REPLACE", "symbol": "BTCUSDT", "fields": fields}) + "\\n")',
      '    with open("artifacts/reports/EDGE_REPORT.json", "w") as report:',
      '        json.dump({"totals": {"net_bps": 2.75, "fees_eff_bps": -0.1}}, report)',
      '    time.sleep(0.05)',
    ].join('\n');
    const legacy = ['--events', 'legacy', '--iterations', '2', ...IMPATIENT];
    const refused = await soak(cwd, legacy, ['python3', '-c', bot]).finished;
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('there is nothing to tune') as unknown });
    const { code, stdout } = await soak(cwd, [...legacy, '--no-tune'], ['python3', '-c', bot]).finished;
    expect(stdout).toContain('In EDGE_REPORT.json a maker that buys below the mid has a negative gross_bps');
    expect(code).toBe(4);
    const { summaries } = readRun(nodeDisk, runFolder(cwd));
    for (const { target_facts: facts, absent } of summaries) {
      expect(facts['reported_net_bps']).toBe(2.75);
      expect(facts['reported_blocked_min_interval']).toBeGreaterThan(3);
      expect(Object.keys(absent)).toEqual(expect.arrayContaining(['net_bps', 'risk_ratio', 'p95_latency_ms']));
    }
    const journal = readFileSync(join(runFolder(cwd), 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"read_back":"not_reported"');
    expect(leftovers(cwd)).toEqual([]);
  });
});

async function appears(path: string): Promise<void> {
  const until = performance.now() + 20_000;
  while (!existsSync(path)) {
    if (performance.now() > until) throw new Error(`${path} did not appear`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

function iterationFiles(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => /^(?:ITER_SUMMARY|FILLS)_/u.test(name));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}
