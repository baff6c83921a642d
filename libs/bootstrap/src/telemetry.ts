import type { Attributes, Meter } from '@opentelemetry/api';
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, MetricReader, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { collectedMetrics, type CollectedMetric } from './collected-metric.js';
import { telemetryResource } from './telemetry-resource.js';

/** A part of the program that measures itself through OpenTelemetry's API. */
export interface Instrumentation {
  /** Names it among the others; no two have one name. */
  readonly name: string;
  /** Makes its instruments. It is called again when the SDK begins anew: from then on the new ones count. */
  readonly instrument: (meter: Meter) => void;
  /** Whether that which a metric's attributes name is still there; what is gone is left out. Default: everything is. */
  readonly isLive?: (attributes: Attributes, metric: string) => boolean;
}

/** Series of one instrument; more are counted together, as `otel_metric_overflow`. */
const MOST_SERIES = 20_000;
/** Series of things that are gone, before the SDK begins anew to forget them. */
const MOST_DEAD_SERIES = 1000;

/**
 * The metrics of a process, as Prometheus reads them.
 *
 * OpenTelemetry's SDK keeps a series for ever once it was seen. So what is gone is left out of each scrape, and where too
 * much of it has gathered all instruments are made anew: they show what is counted outside of them, so nothing is lost.
 */
export class Telemetry {
  private readonly instrumentations = new Map<string, Instrumentation>();
  private readonly sources: (() => readonly CollectedMetric[])[] = [];
  // Neither times of points nor the scopes of instruments stand in the text.
  private readonly serializer = new PrometheusSerializer(undefined, false, undefined, false, true);
  private sdk = startSdk();

  /** @throws Error where the name is taken. */
  register(instrumentation: Instrumentation): void {
    const { name } = instrumentation;
    if (this.instrumentations.has(name)) throw new Error(`There is an instrumentation named ${name} already`);
    this.instrumentations.set(name, instrumentation);
    instrumentation.instrument(this.sdk.provider.getMeter(name));
  }

  /** Adds metrics that are added up elsewhere; asked for at each scrape. */
  addSource(source: () => readonly CollectedMetric[]): void {
    this.sources.push(source);
  }

  /** Everything that is measured, in Prometheus's text format 0.0.4. */
  async scrape(): Promise<string> {
    const { resourceMetrics } = await this.sdk.reader.collect();
    const { live, deadSeries } = this.withoutDead(resourceMetrics);
    if (deadSeries > MOST_DEAD_SERIES) this.beginAnew();
    const collected = collectedMetrics(this.sources.flatMap((source) => source()));
    return this.serializer.serialize({ ...live, scopeMetrics: [...live.scopeMetrics, collected] });
  }

  private withoutDead({ resource, scopeMetrics }: ResourceMetrics) {
    let deadSeries = 0;
    const live = scopeMetrics.map(({ scope, metrics }) => {
      const instrumentation = this.instrumentations.get(scope.name);
      if (instrumentation?.isLive === undefined) return { scope, metrics };
      const kept = metrics.map((metric) => {
        const points: readonly { readonly attributes: Attributes }[] = metric.dataPoints;
        const { name } = metric.descriptor;
        const dataPoints = points.filter(({ attributes }) => instrumentation.isLive?.(attributes, name));
        deadSeries += points.length - dataPoints.length;
        return { ...metric, dataPoints } as typeof metric;
      });
      return { scope, metrics: kept.filter(({ dataPoints }) => dataPoints.length > 0) };
    });
    return { live: { resource, scopeMetrics: live }, deadSeries };
  }

  private beginAnew(): void {
    this.sdk = startSdk();
    for (const instrumentation of this.instrumentations.values())
      instrumentation.instrument(this.sdk.provider.getMeter(instrumentation.name));
  }
}

function startSdk(): { readonly provider: MeterProvider; readonly reader: ScrapeReader } {
  const reader = new ScrapeReader({ cardinalitySelector: () => MOST_SERIES });
  return { provider: new MeterProvider({ resource: telemetryResource(), readers: [reader] }), reader };
}

/** Collects when it is asked to, and at no other time. */
class ScrapeReader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}

  protected override async onForceFlush(): Promise<void> {}
}
