import { disabledMonitoring } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeMonitoring } from '../streams/changed-monitoring.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Ceases to measure these of each shard of a stream.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException, InternalFailure.
 */
export function disableEnhancedMonitoring(
  input: KinesisApi.DisableEnhancedMonitoringInput,
  context: OperationContext,
): Promise<KinesisApi.EnhancedMonitoringOutput> {
  return changeMonitoring(input, context, disabledMonitoring);
}
