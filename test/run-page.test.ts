// The page of a stored run in which nobody traded, as it is and with hostile names in it. What a soak fills it with is seen in a browser.

import { expect, test } from 'vitest';
import { readRun } from '../src/artifacts/read-run.ts';
import type { StoredRun } from '../src/artifacts/read-run.ts';
import { storeRun } from '../src/artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { useTemporaryFolder } from '../src/files/temporary-folder.fixture.ts';
import { buildRunPage } from '../src/report/page/build-run-page.ts';
import { DATA_MARK, reportHtml } from '../src/report/page/report-html.ts';

const inFolder = useTemporaryFolder();
const HOSTILE = '</script><script>alert(1)</script><!--\u2028';

function stored(name = 'one', iterations = 3): StoredRun {
  return readRun(nodeDisk, storeRun(inFolder('out'), name, { iterations }));
}

/** With those texts where users and files put theirs. */
function saying(run: StoredRun, text: string): StoredRun {
  const { record } = run;
  const { plan, target } = record;
  return {
    ...run,
    record: { ...record, plan: { ...plan, profile: text }, target: { ...target, assumptions: [text] } },
  };
}

test('names no run, time or version unless it is asked to', () => {
  const run = stored('named');
  const page = buildRunPage(run, { identified: false });
  expect(page.identity).toBeUndefined();
  for (const told of ['named', '2026-01-01']) expect(JSON.stringify(page)).not.toContain(told);
  expect(buildRunPage(run, { identified: true }).identity).toMatchObject({ runId: 'named' });
});

test('shows missing data as gaps and reasons, and never as a number', () => {
  const { kpis, series, gates, verdict } = buildRunPage(stored(), { identified: false });
  expect(verdict.verdict).toBe('NO_DATA');
  expect(kpis.find(({ name }) => name === 'net_bps')).toEqual({ name: 'net_bps', absent: 'there was no fill of ours' });
  expect(series.kpis.net_bps?.last).toEqual([null, null, null]);
  expect(gates.every(({ value }) => value === undefined)).toBe(true);
});

test('a run that wrote no end is shown as far as it goes, and marked so', () => {
  const { ended: _, ...open } = stored();
  const { course, verdict } = buildRunPage(open, { identified: false });
  expect(course).toMatchObject({ state: 'open', completed: 3 });
  expect(verdict.judged).toEqual([1, 2, 3]);
});

test('a law that does not hold is told with its iterations', () => {
  const run = stored();
  const summaries = run.summaries.map((summary) =>
    summary.iteration === 2
      ? { ...summary, edge: { ...summary.edge, totals: { ...summary.edge.totals, pnl: 1 } } }
      : summary,
  );
  const { laws } = buildRunPage({ ...run, summaries }, { identified: false });
  const money = laws.find(({ sentence }) => sentence.startsWith('money adds up'));
  expect(money).toMatchObject({ holds: false, sentence: expect.stringMatching(/BROKEN in iteration 2$/u) });
});

test('a text of a megabyte is cut, and says so', () => {
  const { plan, assumptions } = buildRunPage(saying(stored(), 'a'.repeat(1_000_000)), { identified: false });
  for (const text of [plan.profile, assumptions[0] ?? '']) {
    expect(text.length).toBeLessThan(2100);
    expect(text).toMatch(/… \(cut here: 1000000 characters\)$/u);
  }
});

test('no text of a run can end the element that holds the data, or begin another', () => {
  const template = `<script type="application/json">${DATA_MARK}</script>`;
  const page = buildRunPage(saying(stored(), HOSTILE), { identified: false });
  const html = reportHtml(template, page);
  expect(html.match(/<\/?script|<!--/gu)).toEqual(['<script', '</script']);
  expect(html).not.toContain('\u2028');
  const data: unknown = JSON.parse(html.slice(template.indexOf(DATA_MARK), html.lastIndexOf('</script>')));
  expect(data).toMatchObject({ plan: { profile: HOSTILE } });
});
