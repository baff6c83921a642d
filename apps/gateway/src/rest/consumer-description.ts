import { z } from 'zod';
import { LIMITS } from '#lib/kinesis';
import type { KinesisApi } from '#lib/wire';
import { NEXT_TOKEN, pageQuery } from './page-query.js';
import { ResourceName } from './resource-name.js';
import { Tags } from './tag-set.js';

/** What POST /v1/streams/{name}/consumers takes. */
export const NewConsumer = z
  .strictObject({
    name: ResourceName,
    tags: Tags.optional(),
  })
  .meta({ id: 'NewConsumer' });
export type NewConsumer = z.infer<typeof NewConsumer>;

export const ConsumerDescription = z
  .object({
    name: z.string(),
    arn: z.string().describe('What SubscribeToShard asks for.'),
    status: z.enum(['CREATING', 'ACTIVE', 'DELETING']),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Consumer' });
export type ConsumerDescription = z.infer<typeof ConsumerDescription>;

export const ConsumerPageQuery = z.strictObject({
  ...pageQuery({ most: LIMITS.consumersPerList, of: 'Consumers' }),
});
export type ConsumerPageQuery = z.infer<typeof ConsumerPageQuery>;

export const ConsumerPage = z
  .object({
    consumers: z.array(ConsumerDescription),
    nextToken: NEXT_TOKEN,
  })
  .meta({ id: 'ConsumerPage' });
export type ConsumerPage = z.infer<typeof ConsumerPage>;

export function consumerOf(consumer: KinesisApi.Consumer): ConsumerDescription {
  return {
    name: consumer.ConsumerName,
    arn: consumer.ConsumerARN,
    status: consumer.ConsumerStatus,
    createdAt: new Date(consumer.ConsumerCreationTimestamp).toISOString(),
  };
}
