// Which leading iterations of a run count for nothing: a fixed number, or as many as a KPI needs to settle, found by the marginal standard
// error rule (MSER, White 1997): the cut after which the rest has the smallest standard error for its length. Cut iterations are named.

import type { GateKpiName } from '../edge/process-kpis.ts';
import type { WarmUp } from './gate-policy.ts';
import type { Excluded } from './judgement.ts';
import { kpiValue } from './kpi-value.ts';
import type { JudgedIteration } from './rule-kind.ts';

/** Cutting more must lower the variance by a third, or chance would cut. */
const NEARLY = 1.5;

/** How many leading iterations of a run `excludeWarmUp` must see, besides those that are judged. */
export function leadingIterations(warmUp: WarmUp | undefined): number {
  if (warmUp === undefined) return 0;
  return 'iterations' in warmUp ? warmUp.iterations : 2 * (warmUp.at_most + 1);
}

/** `run`: its first iterations in order, as many as `leadingIterations` says or all there are. Undefined without a warm-up. */
export function excludeWarmUp(warmUp: WarmUp | undefined, run: readonly JudgedIteration[]): Excluded | undefined {
  if (warmUp === undefined) return undefined;
  const leading = run.slice(0, leadingIterations(warmUp));
  if ('iterations' in warmUp) {
    const reason = `the first ${warmUp.iterations} iterations are warm-up by policy`;
    return { iterations: leading.map(({ iteration }) => iteration), reason, settled: true };
  }
  const { settle: kpi, at_most: atMost } = warmUp;
  const values = valuesOf(kpi, leading);
  if (values === undefined) return unsettled(leading, atMost, `${kpi} is missing in one of the first iterations`);
  if (values.length < leadingIterations(warmUp)) {
    const needed = leadingIterations(warmUp);
    return unsettled(
      leading,
      atMost,
      `${kpi} cannot be seen to settle in ${values.length} iterations, ${needed} are needed`,
    );
  }
  const cut = settledAfter(values, atMost + 1);
  if (cut > atMost) return unsettled(leading, atMost, `${kpi} has not settled within ${atMost} iterations`);
  const reason = `${kpi} settled after ${cut} of at most ${atMost} iterations`;
  return { iterations: leading.slice(0, cut).map(({ iteration }) => iteration), reason, settled: true };
}

function unsettled(leading: readonly JudgedIteration[], atMost: number, reason: string): Excluded {
  return { iterations: leading.slice(0, atMost).map(({ iteration }) => iteration), reason, settled: false };
}

function valuesOf(name: GateKpiName, run: readonly JudgedIteration[]): readonly number[] | undefined {
  const values = run.flatMap(({ kpis }) => {
    const kpi = kpiValue(name, kpis[name]);
    return kpi.kind === 'value' ? [kpi.value] : [];
  });
  return values.length === run.length ? values : undefined;
}

/**
 * The earliest cut, up to `most`, whose marginal standard error is nearly the least; `most` itself says that nothing settled before. A run that is
 * settled from its start is called unsettled by chance 15 times in 100 where 2 iterations may be cut, 4 with 4 and less than 1 with 8.
 */
function settledAfter(values: readonly number[], most: number): number {
  const marginal = Array.from({ length: most + 1 }, (_, cut) => marginalVariance(values.slice(cut)));
  const least = Math.min(...marginal);
  return marginal.findIndex((variance) => variance <= NEARLY * least);
}

function marginalVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return squares / (values.length * values.length);
}
