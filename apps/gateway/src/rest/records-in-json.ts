import { z } from 'zod';
import { LIMITS } from '#lib/kinesis';
import type { PutEntry } from '../records/record-placement.js';
import { parseExactJson, writeExactJson } from './exact-json.js';
import { checkedBy } from './request-schema.js';

/** Which of `data` and `dataBase64` is there counts: `null` is a value too. */
const RecordInJson = z
  .strictObject({
    partitionKey: z
      .string()
      .min(1)
      .max(LIMITS.partitionKeyLength)
      .optional()
      .describe('Records of one key stay in order. Without it the record gets a random one.'),
    explicitHashKey: z
      .string()
      .regex(/^(0|[1-9]\d{0,38})$/)
      .optional()
      .describe('Decides the shard instead of the partition key: a decimal number of 0 to 2^128 - 1.'),
    data: z.unknown().optional().describe('Any JSON value; its JSON text is what the record holds.'),
    dataBase64: z.base64().optional().describe('The bytes of the record.'),
  })
  .refine((record) => Object.hasOwn(record, 'data') !== Object.hasOwn(record, 'dataBase64'), {
    error: 'A record has either data or dataBase64',
  })
  .meta({ id: 'RecordInJson' });

const ListInJson = z
  .strictObject({ records: z.array(RecordInJson).min(1).max(LIMITS.recordsPerPut) })
  .meta({ id: 'RecordListInJson' });

/** One record, or several. */
export const RecordsInJson = z.union([RecordInJson, ListInJson]);

/** The records of a body in JSON. @throws RestRefusal. */
export function recordsInJson(body: Buffer): readonly PutEntry[] {
  const value = parseExactJson(body);
  const isList = typeof value === 'object' && value !== null && Object.hasOwn(value, 'records');
  return isList
    ? checkedBy(ListInJson, value).records.map(entryOf)
    : [entryOf(checkedBy(RecordInJson, value))];
}

function entryOf({
  partitionKey,
  explicitHashKey,
  data,
  dataBase64,
}: z.infer<typeof RecordInJson>): PutEntry {
  return {
    Data: dataBase64 === undefined ? writeExactJson(data) : Buffer.from(dataBase64, 'base64'),
    PartitionKey: partitionKey,
    ExplicitHashKey: explicitHashKey,
  };
}
