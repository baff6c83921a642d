import {
  detectResources,
  envDetector,
  resourceFromAttributes,
  type Resource,
} from '@opentelemetry/resources';

/** Whose metrics and spans these are; `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` have the last word. */
export function telemetryResource(): Resource {
  const own = resourceFromAttributes({ 'service.name': 'shardwell' });
  return own.merge(detectResources({ detectors: [envDetector] }));
}
