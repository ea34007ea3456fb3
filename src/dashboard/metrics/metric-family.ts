// A metric as a value: what it is called and means, and its samples. Families without samples are not on the page, so that what has no data is
// absent and never 0. The page itself is written by prom-client.

import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Labels = { readonly [name: string]: string };

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

interface Distribution {
  readonly labels: Labels;
  /** How many observations each value stands for. */
  readonly observations: Iterable<readonly [value: number, count: number]>;
}

interface Named {
  readonly name: string;
  readonly help: string;
}

export interface SampleFamily extends Named {
  readonly kind: 'gauge' | 'counter';
  readonly samples: readonly Sample[];
}

interface HistogramFamily extends Named {
  readonly kind: 'histogram';
  /** Upper edges, ascending, without infinity. */
  readonly buckets: readonly number[];
  readonly distributions: readonly Distribution[];
}

export type MetricFamily = SampleFamily | HistogramFamily;

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** The text that Prometheus reads. Values that are not finite are left out. */
export async function metricsText(families: readonly MetricFamily[]): Promise<string> {
  const registry = new Registry();
  for (const family of families) register(registry, family);
  return registry.metrics();
}

function register(registry: Registry, family: MetricFamily): void {
  const { name, help } = family;
  const registers = [registry];
  if (family.kind === 'histogram') {
    if (family.distributions.length > 0) registry.registerMetric(new CountedHistogram(family));
    return;
  }
  const samples = family.samples.filter(({ value }) => Number.isFinite(value));
  const [first] = samples;
  if (first === undefined) return;
  const labelNames = Object.keys(first.labels);
  if (family.kind === 'gauge') {
    const gauge = new Gauge({ name, help, labelNames, registers });
    for (const { labels, value } of samples) gauge.set(labels, value);
  } else {
    const counter = new Counter({ name, help, labelNames, registers });
    for (const { labels, value } of samples) counter.inc(labels, value);
  }
}

/** A histogram of observations that were counted already: prom-client's own takes them one at a time. */
class CountedHistogram extends Histogram {
  readonly #family: HistogramFamily;

  constructor(family: HistogramFamily) {
    super({ name: family.name, help: family.help, registers: [] });
    this.#family = family;
  }

  /** The registry asks for this before `get`, though the types of prom-client do not tell of it. */
  getForPromString(): Promise<object> {
    const { name, help, buckets, distributions } = this.#family;
    const values = distributions.flatMap((one) => histogramValues(name, buckets, one));
    return Promise.resolve({ name, help, type: 'histogram', values });
  }
}

function histogramValues(
  name: string,
  buckets: readonly number[],
  { labels, observations }: Distribution,
): readonly (Sample & { readonly metricName: string })[] {
  const counts = buckets.map(() => 0);
  let total = 0;
  let sum = 0;
  for (const [value, count] of observations) {
    total += count;
    sum += value * count;
    for (const [index, edge] of buckets.entries()) if (value <= edge) counts[index] = (counts[index] ?? 0) + count;
  }
  return [
    ...buckets.map((edge, index) => ({
      metricName: `${name}_bucket`,
      labels: { ...labels, le: String(edge) },
      value: counts[index] ?? 0,
    })),
    { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: total },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: total },
  ];
}
