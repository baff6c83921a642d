import { tagsByKey, type Tags } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';

/** Tags as they are listed: by key. */
export function describedTags(tags: Tags): readonly KinesisApi.Tag[] {
  return tagsByKey(tags).map(({ key, value }) => ({ Key: key, Value: value }));
}
