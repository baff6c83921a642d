import { z } from 'zod';
import { LIMITS, type StartingPositionType } from '#lib/kinesis';

const POSITIONS = {
  'trim-horizon': 'TRIM_HORIZON',
  latest: 'LATEST',
  'at-timestamp': 'AT_TIMESTAMP',
  'at-sequence-number': 'AT_SEQUENCE_NUMBER',
  'after-sequence-number': 'AFTER_SEQUENCE_NUMBER',
} as const satisfies Record<string, StartingPositionType>;

type Position = keyof typeof POSITIONS;

const DEFAULT_LIMIT = 1000;
/** Members that say where reading begins; an iterator says it alone. */
const PLACE = ['shardId', 'position', 'sequenceNumber', 'timestamp'] as const;

/** Which records GET /v1/streams/{name}/records gives. */
export const RecordsQuery = z
  .strictObject({
    shardId: z.string().min(1).max(128).optional().describe('The shard to read, without an iterator.'),
    position: z
      .enum(Object.keys(POSITIONS) as [Position, ...Position[]])
      .optional()
      .describe('Where reading begins; trim-horizon without it: at the oldest record that is kept.'),
    sequenceNumber: z.string().optional().describe('For at-sequence-number and after-sequence-number.'),
    timestamp: z.iso.datetime({ offset: true }).optional().describe('For at-timestamp.'),
    iterator: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('The nextIterator of an answer, within five minutes of it.'),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(LIMITS.recordsPerGet)
      .default(DEFAULT_LIMIT)
      .describe('Records.'),
  })
  .superRefine((query, context) => {
    if (query.iterator === undefined) {
      if (query.shardId === undefined)
        context.addIssue({
          code: 'custom',
          path: ['shardId'],
          message: 'It is missing, and so is an iterator',
        });
      return;
    }
    for (const member of PLACE) {
      if (query[member] !== undefined)
        context.addIssue({ code: 'custom', path: [member], message: 'The iterator says it already' });
    }
  });
export type RecordsQuery = z.infer<typeof RecordsQuery>;

/** As the Kinesis API names it. */
export function startingPositionOf({ position = 'trim-horizon' }: RecordsQuery): StartingPositionType {
  return POSITIONS[position];
}
