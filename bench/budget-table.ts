// Budgets as a table for a terminal, with one checksum over everything in it that does not depend on the machine.

import { createHash } from 'node:crypto';
import type { Budget } from './measure-budgets.ts';

export function budgetTable(budgets: readonly Budget[]): string {
  const rows = [
    ['what', 'measured', 'must', 'aim', ''],
    ...budgets.map((budget) => [
      budget.what,
      `${figure(budget.measured)} ${budget.unit}`,
      limit(budget, budget.must),
      limit(budget, budget.aim),
      standing(budget),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const details = budgets.map(({ what, detail }) => `- ${what}: ${detail}`);
  return [...lines, '', ...details, '', `checksum ${checksum(budgets)}`, ''].join('\n');
}

export function keeps({ measured, better }: Budget, bound: number): boolean {
  return better === 'more' ? measured >= bound : measured <= bound;
}

function standing(budget: Budget): string {
  if (keeps(budget, budget.aim)) return 'reaches the aim';
  return keeps(budget, budget.must) ? 'keeps the must' : 'MISSES the must';
}

function limit({ better, unit }: Budget, bound: number): string {
  return `${better === 'more' ? '>=' : '<='} ${bound} ${unit}`;
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Over the hashes alone: equal on every machine as long as streams, engines and market are the same. */
function checksum(budgets: readonly Budget[]): string {
  const hashes = budgets.flatMap(({ detail }) => detail.match(/\b[0-9a-f]{8}\b/g) ?? []);
  return createHash('sha256').update(hashes.join(' ')).digest('hex').slice(0, 16);
}
