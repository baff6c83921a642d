import { LIMITS } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedStream } from '../streams/addressed-stream.js';
import { describedTags } from '../streams/described-tags.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Lists the tags of a stream by key, a page at a time: 50 by default and at most.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function listTagsForStream(
  input: KinesisApi.ListTagsForStreamInput,
  context: OperationContext,
): KinesisApi.ListTagsForStreamOutput {
  const { ExclusiveStartTagKey: behind, Limit = LIMITS.tagsPerList } = input;
  const { tags } = addressedStream(input, context);
  const left = describedTags(tags).filter(({ Key }) => behind === undefined || Key > behind);
  return { Tags: left.slice(0, Limit), HasMoreTags: left.length > Limit };
}
