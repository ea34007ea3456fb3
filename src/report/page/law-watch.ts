// The laws of a run that its summaries show by themselves, checked while they pass by: what a page says of them was looked at when the page was
// made. What needs fills or the tuner is for `plimsoll verify`.

import type { IterationSummary } from '../../artifacts/iteration-summary.ts';
import type { RunPlan } from '../../artifacts/run-record.ts';
import { PARAMETER_NAMES } from '../../config/parameters.ts';
import type { Parameters } from '../../config/parameters.ts';
import { sumOf } from '../../std/compensated-sum.ts';
import type { PageLaw } from './run-page.ts';

const TOLERANCE = 1e-9;

interface Law {
  readonly text: string;
  readonly holds: (summary: IterationSummary, granted: Parameters | undefined) => boolean;
}

const LAWS: readonly Law[] = [
  {
    text: 'money adds up: gross less fees, slippage, adverse selection and inventory is the change of net asset value',
    holds: ({ edge: { totals } }) => {
      const { gross, fees, slippage, adverse, inventory, pnl, notional } = totals;
      const parts = sumOf([gross, -fees, -slippage, -adverse, -inventory]);
      return Math.abs(parts - pnl) <= TOLERANCE * Math.max(1, notional, Math.abs(pnl), Math.abs(inventory));
    },
  },
  {
    text: 'cash and inventory at the mid are the net asset value of every instrument',
    holds: ({ edge: { symbols } }) =>
      Object.values(symbols).every(
        ({ cash_end: cash, position_end: position, mid_end: mid, net_asset_value_end: value }) => {
          const scale = Math.max(1, Math.abs(cash), Math.abs(position * mid));
          return Math.abs(cash + position * mid - value) <= TOLERANCE * scale;
        },
      ),
  },
  {
    text: 'it ran with what the guards had granted before it, and with nothing else',
    holds: ({ parameters }, granted) => granted === undefined || sameVector(parameters, granted),
  },
  {
    text: 'a KPI without data is absent with a reason, and never a number',
    holds: ({ summary, absent, edge }) =>
      Object.entries(edge.kpis).every(
        ([name, { kind }]) =>
          Object.hasOwn(summary, name) === (kind === 'value') && Object.hasOwn(absent, name) === (kind === 'absent'),
      ),
  },
];

export class LawWatch {
  readonly #broken = LAWS.map((): number[] => []);
  #granted: Parameters | undefined;
  #next = 1;
  #count = 0;

  constructor(plan: Pick<RunPlan, 'parameters'>) {
    this.#granted = plan.parameters;
  }

  add(summary: IterationSummary): void {
    const { iteration, tuning } = summary;
    const granted = iteration === this.#next ? this.#granted : undefined;
    for (const [index, { holds }] of LAWS.entries()) if (!holds(summary, granted)) this.#broken[index]?.push(iteration);
    this.#granted = tuning.parameters_next;
    this.#next = iteration + 1;
    this.#count += 1;
  }

  laws(): readonly PageLaw[] {
    return LAWS.map(({ text }, index) => {
      const broken = this.#broken[index] ?? [];
      const where =
        broken.length === 0
          ? `in each of ${this.#count} iterations`
          : `BROKEN in iteration ${broken.slice(0, 5).join(', ')}`;
      return { sentence: `${text}: ${where}`, holds: broken.length === 0 };
    });
  }
}

function sameVector(one: Parameters, other: Parameters): boolean {
  return PARAMETER_NAMES.every((name) => one[name] === other[name]);
}
