// From the runs at both ends of each parameter to the response map: mean effect, interval and signal-to-noise ratio of every KPI, held
// against the design. Differences are paired by seed, because both ends met the same market: what moves both runs alike cancels.

import type {
  Effect,
  Finding,
  MeasuredEffect,
  ParameterResponse,
  ResponseDocument,
} from '../artifacts/response-document.ts';
import { PARAMETER_NAMES, PARAMETERS } from '../config/parameters.ts';
import type { ParameterName } from '../config/parameters.ts';
import { KPI_NAMES } from '../edge/edge-report.ts';
import { isTradingKpi } from '../edge/process-kpis.ts';
import type { KpiName, Kpis } from '../edge/edge-report.ts';
import { SOAK_POLICY } from '../gates/gate-policy.ts';
import { sumOf } from '../std/compensated-sum.ts';
import { studentQuantile } from '../std/student-quantile.ts';
import { RESPONSE_DESIGN } from './response-design.ts';
import type { ResponsePair, ResponsePlan } from './response-runs.ts';

/** What the runs were made with, beyond the plan. */
export type ResponseHeading = Pick<ResponseDocument, 'scenario' | 'market' | 'profile' | 'at'>;

const INTERVAL_CONFIDENCE = 0.95;
const CLEAR_SNR = 2;

export function mapResponse(
  heading: ResponseHeading,
  { parameters, seeds, windowUs }: ResponsePlan,
  pairs: readonly ResponsePair[],
): ResponseDocument {
  const responses = PARAMETER_NAMES.map((parameter) =>
    responseOf(
      parameter,
      pairs.filter((pair) => pair.parameter === parameter),
    ),
  );
  return {
    ...heading,
    parameters,
    seeds,
    window_us: windowUs,
    confidence: INTERVAL_CONFIDENCE,
    clear_snr: CLEAR_SNR,
    responses,
    gated: SOAK_POLICY.rules
      .map(({ kpi }) => kpi)
      .filter(isTradingKpi)
      .map((kpi) => ({ kpi, moved_by: moversOf(kpi, responses) })),
  };
}

function responseOf(parameter: ParameterName, pairs: readonly ResponsePair[]): ParameterResponse {
  const { min, max } = PARAMETERS[parameter].applyBounds;
  const { mechanism, signs } = RESPONSE_DESIGN[parameter];
  const effects = KPI_NAMES.map((kpi) => effectOn(kpi, signs[kpi], pairs));
  return { parameter, mechanism, low: min, high: max, effects };
}

function effectOn(kpi: KpiName, designed: 1 | -1 | undefined, pairs: readonly ResponsePair[]): Effect {
  const both = pairs.flatMap(({ low, high }) => {
    const [from, to] = [valueOf(low, kpi), valueOf(high, kpi)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const design = designed === undefined ? {} : { designed };
  const n = both.length;
  if (n < 2) return { kind: 'absent', kpi, ...design, reason: `${n} of ${pairs.length} seeds have it at both ends` };
  const differences = both.map(({ from, to }) => to - from);
  const mean = meanOf(differences);
  const sd = Math.sqrt(sumOf(differences.map((one) => (one - mean) * (one - mean))) / (n - 1));
  const reach = (studentQuantile(INTERVAL_CONFIDENCE, n - 1) * sd) / Math.sqrt(n);
  return {
    kind: 'measured',
    kpi,
    ...design,
    n,
    low_mean: meanOf(both.map(({ from }) => from)),
    high_mean: meanOf(both.map(({ to }) => to)),
    mean,
    sd,
    interval: { lower: mean - reach, upper: mean + reach },
    ...(sd > 0 ? { snr: Math.abs(mean) / sd } : {}),
    finding: findingOf(mean, sd, designed),
  };
}

function findingOf(mean: number, sd: number, designed: 1 | -1 | undefined): Finding {
  if (mean === 0 || Math.abs(mean) < CLEAR_SNR * sd) return 'unclear';
  if (designed === undefined) return 'clear';
  return Math.sign(mean) === designed ? 'as_designed' : 'against_design';
}

function moversOf(kpi: KpiName, responses: readonly ParameterResponse[]): readonly ParameterName[] {
  const moves = (effect: Effect): effect is MeasuredEffect =>
    effect.kpi === kpi && effect.kind === 'measured' && effect.finding !== 'unclear';
  return responses.filter(({ effects }) => effects.some(moves)).map(({ parameter }) => parameter);
}

function valueOf(kpis: Kpis, name: KpiName): number | undefined {
  const kpi = kpis[name];
  return kpi.kind === 'value' ? kpi.value : undefined;
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}
