import { tagsOf } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { addressedResource } from '../streams/changed-resource.js';
import { describedTags } from '../streams/described-tags.js';
import type { OperationContext } from '../operation-context.js';

/**
 * Lists the tags of a stream or a consumer, by key.
 *
 * @throws KinesisError InvalidArgumentException, ResourceNotFoundException.
 */
export function listTagsForResource(
  input: KinesisApi.ListTagsForResourceInput,
  context: OperationContext,
): KinesisApi.ListTagsForResourceOutput {
  return { Tags: describedTags(tagsOf(addressedResource(input, context))) };
}
