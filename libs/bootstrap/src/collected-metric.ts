import { ValueType, type Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type Histogram,
  type MetricData,
  type ScopeMetrics,
} from '@opentelemetry/sdk-metrics';

/** A metric that was added up outside of OpenTelemetry's instruments, by others or where those cost too much. */
export type CollectedMetric = SingleValued | Distributed;

interface Named {
  readonly name: string;
  /** Of UCUM, or any other; empty where there is none. */
  readonly unit: string;
  readonly description: string;
}

interface SingleValued extends Named {
  /** `counter`: a sum that only grows; `sum`: one that may shrink; `gauge`: the last value that was seen. */
  readonly kind: 'counter' | 'sum' | 'gauge';
  readonly points: readonly Point<number>[];
}

interface Distributed extends Named {
  readonly kind: 'histogram';
  readonly points: readonly Point<Distribution>[];
}

interface Point<Value> {
  readonly attributes: Attributes;
  readonly value: Value;
}

export interface Distribution {
  /** Upper bounds of the buckets but the last, which has none. */
  readonly boundaries: readonly number[];
  /** Values in each bucket, one more than there are boundaries. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** As the SDK hands over what it collected itself. */
export function collectedMetrics(metrics: readonly CollectedMetric[]): ScopeMetrics {
  return { scope: { name: 'collected' }, metrics: metrics.map(metricDataOf) };
}

function metricDataOf(metric: CollectedMetric): MetricData {
  const { name, unit, description, kind } = metric;
  const shared = {
    descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  switch (kind) {
    case 'histogram':
      return {
        ...shared,
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: metric.points.map((point) => timeless(point, histogramOf)),
      };
    case 'gauge':
      return { ...shared, dataPointType: DataPointType.GAUGE, dataPoints: metric.points.map(asItIs) };
    case 'counter':
    case 'sum':
      return {
        ...shared,
        dataPointType: DataPointType.SUM,
        isMonotonic: kind === 'counter',
        dataPoints: metric.points.map(asItIs),
      };
  }
}

/** Times of points are not written. */
const NEVER: [number, number] = [0, 0];

function timeless<From, To>({ attributes, value }: Point<From>, convert: (value: From) => To): DataPoint<To> {
  return { attributes, value: convert(value), startTime: NEVER, endTime: NEVER };
}

const asItIs = (point: Point<number>): DataPoint<number> => timeless(point, (value) => value);

function histogramOf({ boundaries, counts, count, sum }: Distribution): Histogram {
  return { buckets: { boundaries: [...boundaries], counts: [...counts] }, count, sum };
}
