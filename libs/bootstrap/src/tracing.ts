import type { Tracer } from '@opentelemetry/api';
import { telemetryResource } from './telemetry-resource.js';

/** Where spans go. */
export class Tracing {
  constructor(
    /** Undefined where nobody wants spans; of those it is given it records all. */
    readonly tracer: Tracer | undefined,
    /** The share of the calls that are traced, 0 to 1, of those whose caller did not decide it. */
    readonly sampling: number,
    /** Sends what is left. Never rejects. */
    readonly close: () => Promise<void>,
  ) {}
}

/** OpenTelemetry's own variables. Source: the specification of its OTLP exporter. */
type TraceEnvironment = Readonly<Record<string, string | undefined>>;

/** How long the last spans may take when the process stops. */
const CLOSE_MS = 1000;

/**
 * Sends spans by OTLP over HTTP to where `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` says; the
 * other variables of that exporter hold too. Without them no spans are made, and the SDK is not even loaded.
 */
export async function startTracing(sampling: number, env: TraceEnvironment): Promise<Tracing> {
  if (!isWanted(env)) return new Tracing(undefined, sampling, () => Promise.resolve());
  const { BatchSpanProcessor, AlwaysOnSampler, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const provider = new TracerProvider({
    resource: telemetryResource(),
    // Whoever makes a span has decided that it is wanted.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  return new Tracing(provider.getTracer('shardwell'), sampling, () => closed(provider));
}

function isWanted(env: TraceEnvironment): boolean {
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return false;
  return [env['OTEL_EXPORTER_OTLP_ENDPOINT'], env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']].some(Boolean);
}

async function closed(provider: { readonly shutdown: () => Promise<void> }): Promise<void> {
  const deadline = Promise.withResolvers<void>();
  const timer = setTimeout(deadline.resolve, CLOSE_MS);
  // Whoever takes the spans is away: that is no reason to stop in disorder.
  await Promise.race([provider.shutdown().catch(() => undefined), deadline.promise]);
  clearTimeout(timer);
}
