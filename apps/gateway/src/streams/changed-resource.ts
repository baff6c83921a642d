import { resolveResource, type NamedResource, type ResourceDecision, type StreamEvent } from '#lib/kinesis';
import type { OperationContext } from '../operation-context.js';
import { answerToControlFailure } from '../storage-failure.js';

/** The members by which a request names a stream or a consumer. */
export interface ResourceAddress {
  readonly ResourceARN: string;
  readonly StreamId?: string | undefined;
}

/** The stream or consumer that a request means. @throws KinesisError InvalidArgumentException, ResourceNotFoundException. */
export function addressedResource(
  { ResourceARN, StreamId }: ResourceAddress,
  { catalogue, scope }: OperationContext,
): NamedResource {
  return resolveResource(catalogue.account(), { resourceArn: ResourceARN, streamId: StreamId }, scope);
}

/**
 * Changes a stream or a consumer as `decide` says of its newest version.
 *
 * @throws what `decide` throws; KinesisError InvalidArgumentException, ResourceNotFoundException, InternalFailure.
 */
export async function changeResource(
  address: ResourceAddress,
  context: OperationContext,
  decide: (resource: NamedResource, decision: ResourceDecision) => readonly StreamEvent[],
): Promise<void> {
  const { ResourceARN: resourceArn, StreamId } = address;
  const { stream } = addressedResource(address, context);
  const reference = { resourceArn, streamId: StreamId ?? stream.id };
  try {
    await context.catalogue.updateStream(stream.id, (_, { account, nowMs, scope }) =>
      decide(resolveResource(account, reference, scope), { nowMs, scope }),
    );
  } catch (error) {
    throw answerToControlFailure(error);
  }
}
