import { z } from 'zod';
import { LIMITS } from '#lib/kinesis';
import { StreamSummary } from './stream-description.js';

/** Which page GET /v1/streams gives. */
export const StreamPageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(LIMITS.streamsPerList)
    .default(LIMITS.streamsPerList)
    .describe('Streams of a page.'),
  nextToken: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .describe('Of the page before, within five minutes of it.'),
});
export type StreamPageQuery = z.infer<typeof StreamPageQuery>;

export const StreamPage = z
  .object({
    streams: z.array(StreamSummary),
    nextToken: z.string().optional().describe('Gives the next page; absent on the last one.'),
  })
  .meta({ id: 'StreamPage' });
export type StreamPage = z.infer<typeof StreamPage>;
