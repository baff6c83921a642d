import type { SpanContext } from '@opentelemetry/api';

const TRACE_PARENT =
  /^(?!ff)[0-9a-f]{2}-(?<traceId>(?!0{32})[0-9a-f]{32})-(?<spanId>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** The span of the caller, as the header `traceparent` names it; undefined where it names none. Source: W3C Trace Context. */
export function parentSpanOf(traceparent: string): SpanContext | undefined {
  const { traceId, spanId, flags } = TRACE_PARENT.exec(traceparent)?.groups ?? {};
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}
