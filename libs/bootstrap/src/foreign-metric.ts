import { ValueType, type Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type ScopeMetrics,
} from '@opentelemetry/sdk-metrics';

/** A metric that somebody else measured and that is only passed on, so it has no instrument here. */
export interface ForeignMetric {
  readonly name: string;
  /** Of UCUM, or any other; empty where there is none. */
  readonly unit: string;
  readonly description: string;
  /** `counter`: a sum that only grows; `sum`: one that may shrink; `gauge`: the last value that was seen. */
  readonly kind: 'counter' | 'sum' | 'gauge';
  readonly points: readonly { readonly attributes: Attributes; readonly value: number }[];
}

/** As the SDK hands over what it collected itself. */
export function foreignMetricsOf(metrics: readonly ForeignMetric[]): ScopeMetrics {
  return { scope: { name: 'foreign' }, metrics: metrics.map(metricDataOf) };
}

/** Times of points are not written. */
const NEVER: [number, number] = [0, 0];

function metricDataOf({ name, unit, description, kind, points }: ForeignMetric): MetricData {
  const shared = {
    descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPoints: points.map((point) => ({ ...point, startTime: NEVER, endTime: NEVER })),
  };
  return kind === 'gauge'
    ? { ...shared, dataPointType: DataPointType.GAUGE }
    : { ...shared, dataPointType: DataPointType.SUM, isMonotonic: kind === 'counter' };
}
