import { z } from 'zod';
import type { TailStart } from '../push/tail-beginnings.js';

/** What of a stream GET /v1/streams/{name}/tail gives. */
export const TailQuery = z.strictObject({
  shard: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('Only this shard, and its children when it was split or merged; all shards without it.'),
  from: z
    .union([z.enum(['latest', 'trim-horizon']), z.iso.datetime({ offset: true })])
    .default('latest')
    .describe(
      'Where it begins: with what comes now, with the oldest record that is kept, or with a time. Last-Event-ID has priority.',
    ),
});
export type TailQuery = z.infer<typeof TailQuery>;

/** As the Kinesis API names it. */
export function tailStartOf({ from }: TailQuery): TailStart {
  switch (from) {
    case 'latest':
      return { type: 'LATEST' };
    case 'trim-horizon':
      return { type: 'TRIM_HORIZON' };
    default:
      return { type: 'AT_TIMESTAMP', timestampMs: Date.parse(from) };
  }
}
