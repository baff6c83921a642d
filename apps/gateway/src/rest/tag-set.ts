import { z } from 'zod';
import { LIMITS } from '#lib/kinesis';

/** Values by key. Source: Kinesis service model, TagKey and TagValue. */
export const Tags = z
  .record(z.string().min(1).max(128), z.string().max(256))
  .describe(`By key; up to ${LIMITS.tagsPerResource}.`);

/** Tags of a stream or a consumer. */
export const TagSet = z.strictObject({ tags: Tags }).meta({ id: 'TagSet' });
export type TagSet = z.infer<typeof TagSet>;

/** Which tags DELETE takes away. */
export const TagKeysQuery = z.strictObject({
  keys: z
    .string()
    .min(1)
    .transform((keys) => keys.split(','))
    .describe('With commas between them.'),
});
export type TagKeysQuery = z.infer<typeof TagKeysQuery>;
