import { expect, test } from 'vitest';
import { readRun } from '../src/artifacts/read-run.ts';
import { storeRun } from '../src/artifacts/stored-run.fixture.ts';
import { nodeDisk } from '../src/files/node-disk.ts';
import { useTemporaryFolder } from '../src/files/temporary-folder.fixture.ts';
import { buildRunPage } from '../src/report/page/build-run-page.ts';
import { comparePages } from '../src/report/page/compare-pages.ts';
import type { PageKpi, RunPage } from '../src/report/page/run-page.ts';

const inFolder = useTemporaryFolder();

let stored = 0;

/** Of a run in which nobody traded, but for that KPI. */
function page(net: PageKpi): RunPage {
  stored += 1;
  const built = buildRunPage(readRun(nodeDisk, storeRun(inFolder('out'), `run-${stored}`)), { identified: true });
  return { ...built, kpis: built.kpis.map((kpi) => (kpi.name === 'net_bps' ? net : kpi)) };
}

function netKpi(value: number, error = 0.1): PageKpi {
  const interval = { lower: value - error, upper: value + error, confidence: 0.9 };
  return { name: 'net_bps', value, n: 1000, interval, error: { standard_error: error, degrees: 20 } };
}

function netOf(first: RunPage, second: RunPage): ReturnType<typeof comparePages>['kpis'][number] | undefined {
  return comparePages(first, second).kpis.find(({ name }) => name === 'net_bps');
}

test('a difference has the bounds of two independent runs, and is better or worse by the side that its gate calls good', () => {
  const [low, high] = [page(netKpi(2)), page(netKpi(3))];
  const compared = netOf(low, high);
  expect(compared).toMatchObject({ difference: 1, finding: 'better' });
  // 1.3031 standard errors: Student's t at 90 %, one-sided, with 40 degrees of freedom; the error is 0.1 times the root of two.
  expect(compared?.interval?.lower).toBeCloseTo(1 - 1.3031 * 0.141421, 4);
  expect(compared?.interval?.upper).toBeCloseTo(1 + 1.3031 * 0.141421, 4);
  expect(netOf(high, low)).toMatchObject({ difference: -1, finding: 'worse' });
});

test('bounds that leave the sign open decide nothing, and without an error there are none', () => {
  expect(netOf(page(netKpi(2)), page(netKpi(2.1)))?.finding).toBe('open');
  const without = netOf(page({ name: 'net_bps', value: 2, n: 5 }), page(netKpi(3)));
  expect(without).toMatchObject({ difference: 1 });
  expect(without?.finding).toBeUndefined();
  expect(netOf(page({ name: 'net_bps', absent: 'no fill' }), page(netKpi(3)))?.difference).toBeUndefined();
});

test('another value is kept apart from the same value of another place', () => {
  const first = page(netKpi(2));
  const configuration = first.configuration.map((setting) => {
    const [won] = setting.candidates;
    if (won === undefined) return setting;
    if (setting.name === 'seed') return { ...setting, value: '7' };
    if (setting.name === 'iterations') return { ...setting, candidates: [{ ...won, place: 'argument 1' }] };
    return setting;
  });
  const { changed, movedSource } = comparePages(first, { ...first, configuration });
  expect(changed.map(({ name }) => name)).toEqual(['seed']);
  expect(movedSource.map(({ name }) => name)).toEqual(['iterations']);
});
