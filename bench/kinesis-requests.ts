import { randomBytes } from 'node:crypto';
import { jackson } from '../libs/wire/src/testing/jackson-cbor.js';
import type { KinesisRequest } from './signed-request.js';

export const STREAM = 'bench';
export const SHARDS = 4;
export const RECORD_BYTES = 100;
export const KEY_BYTES = 12;
export const BATCH_RECORDS = 500;

/** Different requests of a kind, so that nothing is measured that a cache of one answer would give. */
const VARIANTS = 64;

export type Encoding = 'JSON' | 'CBOR';

const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  JSON: 'application/x-amz-json-1.1',
  CBOR: 'application/x-amz-cbor-1.1',
};

interface BenchRecord {
  readonly data: Buffer;
  readonly partitionKey: string;
}

export const randomKey = (): string => randomBytes(KEY_BYTES / 2).toString('hex');
const randomRecord = (): BenchRecord => ({ data: randomBytes(RECORD_BYTES), partitionKey: randomKey() });

export function putRecordRequests(): readonly KinesisRequest[] {
  return Array.from({ length: VARIANTS }, () => putRecordRequest(randomRecord()));
}

export function putRecordRequest({ data, partitionKey }: BenchRecord): KinesisRequest {
  const input = { StreamName: STREAM, PartitionKey: partitionKey, Data: data.toString('base64') };
  return {
    operation: 'PutRecord',
    contentType: CONTENT_TYPES.JSON,
    body: Buffer.from(JSON.stringify(input)),
  };
}

/** 500 records each; the same ones in each encoding. */
export function putRecordsRequests(encoding: Encoding = 'JSON'): readonly KinesisRequest[] {
  const body = { JSON: batchInJson, CBOR: batchInCbor }[encoding];
  return batches().map((records) => ({
    operation: 'PutRecords',
    contentType: CONTENT_TYPES[encoding],
    body: body(records),
  }));
}

let made: readonly (readonly BenchRecord[])[] | undefined;

const batches = (): readonly (readonly BenchRecord[])[] =>
  (made ??= Array.from({ length: VARIANTS }, () => Array.from({ length: BATCH_RECORDS }, randomRecord)));

function batchInJson(records: readonly BenchRecord[]): Buffer {
  const Records = records.map(({ data, partitionKey }) => ({
    Data: data.toString('base64'),
    PartitionKey: partitionKey,
  }));
  return Buffer.from(JSON.stringify({ StreamName: STREAM, Records }));
}

/** As the SDK for Java writes it. */
function batchInCbor(records: readonly BenchRecord[]): Buffer {
  const { object, list, text, blob } = jackson;
  const Records = records.map(({ data, partitionKey }) =>
    object({ Data: blob(data), PartitionKey: text(partitionKey) }),
  );
  return object({ StreamName: text(STREAM), Records: list(...Records) });
}

/** One request for each shard iterator: both servers let an iterator be used again for five minutes. */
export function getRecordsRequests(
  iterators: readonly string[],
  { limit, encoding = 'JSON' }: { readonly limit: number; readonly encoding?: Encoding },
): readonly KinesisRequest[] {
  const { object, text, number } = jackson;
  const body = {
    JSON: (ShardIterator: string) => Buffer.from(JSON.stringify({ ShardIterator, Limit: limit })),
    CBOR: (iterator: string) => object({ ShardIterator: text(iterator), Limit: number(limit) }),
  }[encoding];
  return iterators.map((iterator) => ({
    operation: 'GetRecords',
    contentType: CONTENT_TYPES[encoding],
    body: body(iterator),
  }));
}
