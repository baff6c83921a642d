import { decideWarmThroughput, streamArnOf } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { changeStream } from '../streams/changed-stream.js';
import { describedWarmThroughput } from '../streams/described-stream.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Says which throughput a stream on demand keeps warm, in an account that commits to a minimum of it.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException, ResourceInUseException,
 *   LimitExceededException, InternalFailure.
 */
export async function updateStreamWarmThroughput(
  input: KinesisApi.UpdateStreamWarmThroughputInput,
  context: OperationContext,
): Promise<KinesisApi.UpdateStreamWarmThroughputOutput> {
  const stream = await changeStream(input, context, (present, decision) =>
    decideWarmThroughput(present, input.WarmThroughputMiBps, decision),
  );
  return {
    StreamARN: streamArnOf(context.scope, stream.name),
    StreamName: stream.name,
    WarmThroughput: describedWarmThroughput(stream),
  };
}
