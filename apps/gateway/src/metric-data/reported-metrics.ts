import type { Meter } from '@opentelemetry/api';
import type { CollectedMetric, Instrumentation } from '#lib/bootstrap';
import type { MetricData, MetricDatum } from './metric-data.js';

/** Series that are kept; data of further ones is dropped and counted. */
const MOST_SERIES = 10_000;
/** A series that nobody reported for so long is forgotten: what it told of is gone. */
const KEPT_MS = 900_000;

/** What was reported of one metric with the same dimensions. */
interface Series {
  readonly metric: string;
  readonly attributes: Readonly<Record<string, string>>;
  sampleCount: number;
  sum: number;
  /** Of the last datum. */
  minimum: number;
  maximum: number;
  reportedAtMs: number;
}

interface Statistics {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * The metrics that producers and consumers report by PutMetricData, to be given on at /metrics. The time of a datum is
 * not kept: it counts when it comes.
 *
 * Invariant: there are never more than `MOST_SERIES` series, and none that was not reported in the last `KEPT_MS` when
 * they are given on.
 */
export class ReportedMetrics implements Instrumentation {
  readonly name = 'metric-data';
  private readonly series = new Map<string, Series>();
  private dropped = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  put({ namespace, data }: MetricData): void {
    for (const datum of data) this.add(namespace, datum);
  }

  /** The four statistics of CloudWatch for each metric. */
  metrics(): readonly CollectedMetric[] {
    this.forgetOld();
    const byMetric = Map.groupBy(this.series.values(), ({ metric }) => metric);
    return [...byMetric].flatMap(([metric, series]) => metricsOf(metric, series));
  }

  instrument(meter: Meter): void {
    const kept = { unit: '{series}', description: 'Series that PutMetricData reported lately.' };
    meter
      .createObservableUpDownCounter('shardwell.metric_data.series', kept)
      .addCallback((result) => result.observe(this.series.size));
    const dropped = { unit: '{datum}', description: 'Data of PutMetricData for which there was no room.' };
    meter
      .createObservableCounter('shardwell.metric_data.dropped', dropped)
      .addCallback((result) => result.observe(this.dropped));
  }

  private add(namespace: string, datum: MetricDatum): void {
    const attributes = attributesOf(namespace, datum);
    const metric = metricNameOf(datum.MetricName);
    const series = this.seriesOf(metric, attributes);
    if (series === undefined) {
      this.dropped += 1;
      return;
    }
    const { sampleCount, sum, minimum, maximum } = statisticsOf(datum);
    series.sampleCount += sampleCount;
    series.sum += sum;
    series.minimum = minimum;
    series.maximum = maximum;
    series.reportedAtMs = this.now();
  }

  private seriesOf(metric: string, attributes: Series['attributes']): Series | undefined {
    const key = JSON.stringify([metric, Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
    const known = this.series.get(key);
    if (known) return known;
    if (this.series.size >= MOST_SERIES) this.forgetOld();
    if (this.series.size >= MOST_SERIES) return undefined;
    const none = { sampleCount: 0, sum: 0, minimum: 0, maximum: 0, reportedAtMs: this.now() };
    const series = { metric, attributes, ...none };
    this.series.set(key, series);
    return series;
  }

  private forgetOld(): void {
    const horizonMs = this.now() - KEPT_MS;
    for (const [key, { reportedAtMs }] of this.series) if (reportedAtMs < horizonMs) this.series.delete(key);
  }
}

function metricsOf(metric: string, series: readonly Series[]): readonly CollectedMetric[] {
  const description = `${metric}, as reported by PutMetricData.`;
  const of = (
    statistic: string,
    kind: 'counter' | 'sum' | 'gauge',
    value: (each: Series) => number,
  ): CollectedMetric => ({
    name: `cloudwatch.${metric}.${statistic}`,
    unit: '',
    description,
    kind,
    points: series.map((each) => ({ attributes: each.attributes, value: value(each) })),
  });
  return [
    of('SampleCount', 'counter', ({ sampleCount }) => sampleCount),
    of('Sum', 'sum', ({ sum }) => sum),
    of('Minimum', 'gauge', ({ minimum }) => minimum),
    of('Maximum', 'gauge', ({ maximum }) => maximum),
  ];
}

function statisticsOf({ Value, Values, Counts, StatisticValues: given }: MetricDatum): Statistics {
  if (given) {
    const { SampleCount: sampleCount, Sum: sum, Minimum: minimum, Maximum: maximum } = given;
    return { sampleCount, sum, minimum, maximum };
  }
  const values = Values ?? [Value ?? 0];
  const counts = values.map((_, i) => Counts?.[i] ?? 1);
  return {
    sampleCount: counts.reduce((total, count) => total + count, 0),
    sum: values.reduce((total, value, i) => total + value * (counts[i] ?? 1), 0),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
  };
}

/** Namespace, unit and dimensions; two that would have one name in Prometheus stay apart by a number behind it. */
function attributesOf(namespace: string, { Unit, Dimensions }: MetricDatum): Series['attributes'] {
  const attributes = new Map([['Namespace', namespace]]);
  if (Unit !== undefined && Unit !== 'None') attributes.set('Unit', Unit);
  for (const { Name, Value } of Dimensions) {
    const name = labelNameOf(Name);
    let free = name;
    for (let n = 2; attributes.has(free); n += 1) free = `${name}_${n}`;
    attributes.set(free, Value);
  }
  return Object.fromEntries(attributes);
}

/** Letters, digits and single underscores are what Prometheus's names are made of. */
const metricNameOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, '_');

/** As that, and neither a digit nor two underscores first. */
const labelNameOf = (name: string): string => metricNameOf(name).replace(/^(?=\d)/, '_');
