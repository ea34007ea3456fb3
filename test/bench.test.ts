// The benchmarks, tiny: every measurement runs and every comparison finds equal books. Figures of a busy test machine prove nothing.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { budgetTable } from '../bench/budget-table.ts';
import { measureBudgets, TINY } from '../bench/measure-budgets.ts';
import { ADD, CANCEL, makeStream, MARKET } from '../bench/message-stream.ts';

const PROGRAM = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

describe('the benchmark', () => {
  it('measures every budget and tells it', { timeout: 60_000 }, () => {
    const budgets = measureBudgets(TINY, PROGRAM);
    for (const { what, measured } of budgets) expect(measured, what).toBeGreaterThan(0);
    const table = budgetTable(budgets);
    for (const { what } of budgets) expect(table).toContain(what);
    expect(table).toMatch(/checksum [0-9a-f]{16}\n$/);
  });

  it('mixes its messages as the design says', () => {
    const stream = makeStream(100_000);
    const count = (kind: number): number => stream.kind.subarray(stream.opening).filter((one) => one === kind).length;
    expect(count(ADD) / 100_000).toBeCloseTo(0.55, 2);
    expect(count(CANCEL) / 100_000).toBeCloseTo(0.4, 2);
    expect(count(MARKET) / 100_000).toBeCloseTo(0.05, 2);
  });
});
