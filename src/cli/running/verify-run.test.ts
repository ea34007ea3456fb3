import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JOURNAL_FILE } from '../../artifacts/layout.ts';
import { nodeDisk } from '../../files/node-disk.ts';
import type { JsonObject } from '../../json/json-object.ts';
import { isJsonObject } from '../../json/json-object.ts';
import { steadyTrend, STEADY_TREND_FILE } from '../../report/steady-trend.ts';
import { viewRun } from '../../report/view-run.ts';
import { FakeTarget } from '../../soak/fake-target.fixture.ts';
import { runSoak } from '../../soak/runner.ts';
import { inTemporaryFolder, quickPlan, readBack, TestHost } from '../../soak/soak.fixture.ts';
import { fullApply } from '../../soak/verify-hand-over.ts';
import { assert } from '../../std/assert.ts';
import type { Check } from './check-artifacts.ts';
import { forgeRun } from './forge-run.fixture.ts';
import type { Forgery } from './forge-run.fixture.ts';
import { verifyRun } from './verify-run.ts';

/** Denies much and still trades, so that there are both decisions and money to forge. */
const DENYING = { seed: 7, riskShare: 0.7 };

/** A run whose tuner changed something after each iteration. */
async function tunedRun(out: string): Promise<string> {
  const { folder } = await runSoak(quickPlan(), new FakeTarget(DENYING), new TestHost(out));
  writeFileSync(join(folder, STEADY_TREND_FILE), steadyTrend(viewRun(readBack(folder))));
  return folder;
}

/** What is found after a forgery that every hash bears out. */
async function foundAfter(forgery: Forgery): Promise<readonly Check[]> {
  let found: readonly Check[] = [];
  await inTemporaryFolder(async (out) => {
    const folder = await tunedRun(out);
    forgeRun(folder, forgery);
    found = verifyRun(nodeDisk, readBack(folder)).filter(({ passed }) => !passed);
  });
  return found;
}

function object(value: JsonObject, key: string): JsonObject {
  const member = value[key];
  assert(isJsonObject(member), `${key} is an object`);
  return member;
}

/** In one document alone. */
function inDocument(name: string, change: (document: JsonObject) => JsonObject): Forgery {
  return { document: (document, fileName) => (fileName === name ? change(document) : document) };
}

describe('a run that is what it says it is', () => {
  test('passes every check, and a journal cut off at any line passes as far as it goes', () =>
    inTemporaryFolder(async (out) => {
      const folder = await tunedRun(out);
      const whole = verifyRun(nodeDisk, readBack(folder));
      expect(whole.filter(({ passed }) => !passed)).toEqual([]);
      expect(whole.map(({ name }) => name)).toContain('documents');
      expect(whole.find(({ name }) => name === 'decisions')?.finding).toMatch(/^[1-9]\d* guard decisions over 4/u);

      const path = join(folder, JOURNAL_FILE);
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      // What a crash leaves: at most the files of one iteration more than the journal knows.
      writeFileSync(path, `${lines.slice(0, -3).join('\n')}\n`);
      const part = verifyRun(nodeDisk, readBack(folder));
      expect(part.filter(({ passed }) => !passed)).toEqual([]);
      expect(part.map(({ name }) => name)).not.toContain('documents');
    }));

  test('has an honest full-apply ratio: what the last iteration proposed does not count', () =>
    inTemporaryFolder(async (out) => {
      const { journal, summaries } = readBack(await tunedRun(out));
      const counts = fullApply(journal.lines());
      const before = summaries.slice(0, -1);
      expect(counts.proposed).toBe(before.flatMap(({ tuning }) => tuning.decisions).length);
      expect(counts.granted + counts.trimmed + counts.refused).toBe(counts.proposed);
      expect(counts.pairs).toBe(before.filter(({ tuning }) => tuning.applied).length);
      expect(counts.pairs).toBeGreaterThan(0);
      expect(counts).toMatchObject({ applied: counts.pairs, ratio: 1 });
      const [start] = journal.lines();
      assert(start !== undefined, 'there is a journal');
      expect(fullApply([start])).toEqual({ proposed: 0, granted: 0, trimmed: 0, refused: 0, pairs: 0, applied: 0 });
    }));

  test('counts against the ratio what was granted and never came', () =>
    inTemporaryFolder(async (out) => {
      const { journal } = readBack(await tunedRun(out));
      const first = [...journal.lines()].find(({ record }) => record.kind === 'run_started')?.record;
      assert(first?.kind === 'run_started', 'a journal has a start');
      const { state_hash } = first;
      const lost = [...journal.lines()].map((line) =>
        line.record.kind === 'iteration_completed'
          ? Object.assign({}, line, { record: Object.assign({}, line.record, { state_hash }) })
          : line,
      );
      expect(fullApply(lost)).toMatchObject({ applied: 0, ratio: 0 });
    }));
});

describe('a forgery that every hash bears out is found', () => {
  test('where an iteration did not run with what was granted before it', async () => {
    const found = await foundAfter(
      inDocument('ITER_SUMMARY_3.json', (document) => ({
        ...document,
        parameters: { ...object(document, 'parameters'), min_interval_ms: 51 },
      })),
    );
    expect(found.map(({ name }) => name)).toEqual(['hand-over', 'decisions', 'documents']);
    expect(found[0]?.finding).toMatch(
      /^ITER_SUMMARY_3\.json: it did not run with what was granted .*\/min_interval_ms/u,
    );
  });

  test('where the target reported something else', async () => {
    const [first] = await foundAfter(
      inDocument('ITER_SUMMARY_2.json', (document) => ({
        ...document,
        read_back: { ...object(document, 'read_back'), tail_age_ms: 1 },
      })),
    );
    expect(first).toMatchObject({
      name: 'hand-over',
      finding: 'ITER_SUMMARY_2.json: the target reported other values of tail_age_ms',
    });
  });

  test('where a guard decided otherwise', async () => {
    const found = await foundAfter({
      record: (record) =>
        record.kind === 'iteration_completed' && record.iteration === 1
          ? [{ ...record, decisions: record.decisions.map((decision) => ({ ...decision, reason: 'because' })) }]
          : [record],
      document: (document, name) => {
        if (name !== 'ITER_SUMMARY_1.json') return document;
        const tuning = object(document, 'tuning');
        const { decisions } = tuning;
        assert(Array.isArray(decisions), 'decisions are a list');
        const forged = decisions.map((decision) => Object.assign({}, decision, { reason: 'because' }));
        return { ...document, tuning: { ...tuning, decisions: forged } };
      },
    });
    expect(found.map(({ name }) => name)).toEqual(['decisions']);
    expect(found[0]?.finding).toMatch(/^ITER_SUMMARY_1\.json: at \/tuning\/decisions\/0\/reason it says "because"/u);
  });

  test('where journal and summary tell two stories', async () => {
    const [first] = await foundAfter({
      record: (record) =>
        record.kind === 'iteration_completed' && record.iteration === 2
          ? [{ ...record, kpi_verdict: 'PASS', decisions: [] }]
          : [record],
    });
    expect(first?.finding).toMatch(/^journal\.jsonl and ITER_SUMMARY_2\.json tell iteration 2 differently/u);
  });

  test('where parameters were never given to the target', async () => {
    const [first] = await foundAfter({
      record: (record) => (record.kind === 'parameters_applied' && record.iteration === 2 ? [] : [record]),
    });
    expect(first?.finding).toContain('iteration 2 ran with parameters that no record says were applied');
  });

  test('where others were given to it', async () => {
    const [first] = await foundAfter({
      record: (record) =>
        record.kind === 'parameters_applied' && record.iteration === 2
          ? [{ ...record, to: { ...record.to, tail_age_ms: 1 } }]
          : [record],
    });
    expect(first?.finding).toContain('what was applied for iteration 2 is not what it ran with');
  });

  test('where the run did not start from its plan', async () => {
    const [first] = await foundAfter({
      record: (record) =>
        record.kind === 'run_started'
          ? [{ ...record, parameters: { ...record.parameters, tail_age_ms: 1 } }]
          : [record],
    });
    expect(first?.finding).toContain("its first record does not start from the plan's parameters");
    expect(first?.finding).toContain('its first record has the state_hash of another vector');
  });

  test.each(['gross', 'pnl'])('where the money does not add up: %s', async (field) => {
    const found = await foundAfter(
      inDocument('ITER_SUMMARY_2.json', (document) => {
        const edge = object(document, 'edge');
        const totals = object(edge, 'totals');
        return { ...document, edge: { ...edge, totals: { ...totals, [field]: Number(totals[field]) * 1.001 } } };
      }),
    );
    expect(found.find(({ name }) => name === 'accounts')?.finding).toMatch(
      /^ITER_SUMMARY_2\.json: gross - fees - slippage - adverse - inventory is .* and not the change of net asset value/u,
    );
  });

  test('where fills are missing, or a position does not carry over', async () => {
    const accounts = async (change: (edge: JsonObject) => JsonObject): Promise<string> => {
      const found = await foundAfter(
        inDocument('ITER_SUMMARY_2.json', (document) => ({ ...document, edge: change(object(document, 'edge')) })),
      );
      return found.find(({ name }) => name === 'accounts')?.finding ?? 'nothing';
    };
    const totals = await accounts((edge) => {
      const own = object(edge, 'totals');
      return { ...edge, totals: { ...own, fills: Number(own['fills']) + 1 } };
    });
    expect(totals).toMatch(/^FILLS_2\.jsonl: it holds \d+ fills, and the summary counts \d+$/u);
    const moved = await accounts((edge) => {
      const symbols = object(edge, 'symbols');
      const [symbol = ''] = Object.keys(symbols);
      const account = { ...object(symbols, symbol), position_start: 12.5 };
      return { ...edge, symbols: { ...symbols, [symbol]: account } };
    });
    expect(moved).toMatch(/: it starts with a position of 12\.5, and the iteration before ended with /u);
    const valued = await accounts((edge) => {
      const symbols = object(edge, 'symbols');
      const [symbol = ''] = Object.keys(symbols);
      const account = object(symbols, symbol);
      const changed = { ...account, cash_end: Number(account['cash_end']) + 1 };
      return { ...edge, symbols: { ...symbols, [symbol]: changed } };
    });
    expect(valued).toContain('cash + position x mid is');
    const shifted = await accounts((edge) => {
      const window = object(edge, 'window');
      return { ...edge, window: { ...window, start_us: Number(window['start_us']) + 1 } };
    });
    expect(shifted).toContain('its window does not begin where the one before it ended');
  });

  test('where a KPI was dressed up', async () => {
    const found = await foundAfter(
      inDocument('ITER_SUMMARY_2.json', (document) => {
        const edge = object(document, 'edge');
        const kpis = object(edge, 'kpis');
        const net = object(kpis, 'net_bps');
        const dressed = { ...net, value: Number(net['value']) + 1 };
        return { ...document, edge: { ...edge, kpis: { ...kpis, net_bps: dressed } } };
      }),
    );
    expect(found.find(({ name }) => name === 'accounts')?.finding).toContain('the five components sum to');
    expect(found.find(({ name }) => name === 'accounts')?.finding).toContain('net_bps x notional is');
  });

  test.each(['KPI_GATE.json', 'TUNING_REPORT.json', 'TUNING_STATE.json', 'EDGE_REPORT.json', 'runtime_overrides.json'])(
    'in %s',
    async (name) => {
      const found = await foundAfter(inDocument(name, (document) => ({ ...document, added: 1 })));
      expect(found).toEqual([
        {
          name: 'documents',
          passed: false,
          finding: `${name}: at /added it says 1, and computed again there is nothing`,
        },
      ]);
    },
  );

  test('where iterations were cut away with their journal lines', () =>
    inTemporaryFolder(async (out) => {
      const folder = await tunedRun(out);
      const path = join(folder, JOURNAL_FILE);
      const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
      writeFileSync(path, `${lines.slice(0, -5).join('\n')}\n`);
      const run = readBack(folder);
      expect(run.summaries).toHaveLength(2);
      expect(verifyRun(nodeDisk, run).filter(({ passed }) => !passed)).toEqual([
        {
          name: 'no journal line is missing',
          passed: false,
          finding: 'ITER_SUMMARY_4.json exists, and the journal ends before it',
        },
      ]);
    }));

  test('in the trend, which no journal names; and one that is not there is none', () =>
    inTemporaryFolder(async (out) => {
      const folder = await tunedRun(out);
      const path = join(folder, STEADY_TREND_FILE);
      writeFileSync(path, readFileSync(path, 'utf8').replace('FAIL', 'PASS'));
      expect(verifyRun(nodeDisk, readBack(folder)).filter(({ passed }) => !passed)).toEqual([
        { name: 'documents', passed: false, finding: `${STEADY_TREND_FILE}: it is not what the artifacts make of it` },
      ]);
      rmSync(path);
      expect(verifyRun(nodeDisk, readBack(folder)).every(({ passed }) => passed)).toBe(true);
    }));
});
