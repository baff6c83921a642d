import { z } from 'zod';
import { LIMITS } from '#lib/kinesis';
import { StreamSummary } from './stream-description.js';
import { NEXT_TOKEN, pageQuery } from './page-query.js';

/** Which page GET /v1/streams gives. */
export const StreamPageQuery = z.strictObject({
  ...pageQuery({ most: LIMITS.streamsPerList, of: 'Streams' }),
});
export type StreamPageQuery = z.infer<typeof StreamPageQuery>;

export const StreamPage = z
  .object({
    streams: z.array(StreamSummary),
    nextToken: NEXT_TOKEN,
  })
  .meta({ id: 'StreamPage' });
export type StreamPage = z.infer<typeof StreamPage>;
