import { httpLoad } from './http-load.js';
import {
  callOnce,
  getRecordsRequests,
  putRecordRequests,
  putRecordsRequests,
  SHARDS,
  STREAM,
} from './kinesis-requests.js';
import type { Contender } from './rounds.js';
import type { RunningServer } from './running-server.js';

const BATCH_RECORDS = 500;
const PUT_RECORD_CONNECTIONS = 32;
const PUT_RECORDS_CONNECTIONS = 4;
const GET_RECORDS_CONNECTIONS = 4;
/** Records of one answer of GetRecords. */
export const PAGE_RECORDS = 1000;

/** A load on a server: each request moves so many records. */
interface Load {
  readonly requests: readonly Buffer[];
  readonly connections: number;
  readonly recordsPerRequest: number;
}

export async function createStream(server: RunningServer): Promise<void> {
  await callOnce(server.port, 'CreateStream', { StreamName: STREAM, ShardCount: SHARDS });
  for (;;) {
    const { StreamDescriptionSummary } = await callOnce<{
      StreamDescriptionSummary: { StreamStatus: string };
    }>(server.port, 'DescribeStreamSummary', { StreamName: STREAM });
    if (StreamDescriptionSummary.StreamStatus === 'ACTIVE') return;
  }
}

export function putRecord(server: RunningServer): Contender {
  return loadOn(server, server.name, {
    requests: putRecordRequests(),
    connections: PUT_RECORD_CONNECTIONS,
    recordsPerRequest: 1,
  });
}

export function putRecords(server: RunningServer): Contender {
  return loadOn(server, server.name, {
    requests: putRecordsRequests(BATCH_RECORDS),
    connections: PUT_RECORDS_CONNECTIONS,
    recordsPerRequest: BATCH_RECORDS,
  });
}

/** Puts so many records, outside of what is measured. */
export async function fill(server: RunningServer, records: number): Promise<void> {
  const requests = putRecordsRequests(BATCH_RECORDS);
  const { port } = server;
  let left = Math.ceil(records / BATCH_RECORDS);
  while (left > 0) {
    // Half a second at a time, on one connection: what was put is counted, not guessed.
    const { requests: done } = await httpLoad(
      { port, connections: 1, request: (_, n) => requests[n % requests.length] as Buffer },
      500,
    );
    left -= done;
  }
}

/** Pages from the oldest record of each shard on: what the owner's tail no longer holds. */
export async function getOldRecords(server: RunningServer, name = server.name): Promise<Contender> {
  const iterators = await Promise.all(
    shardIds().map((shardId) => iteratorOf(server, shardId, 'TRIM_HORIZON')),
  );
  return getRecords(server, name, iterators);
}

/** The last page of each shard: what the owner's tail holds. */
export async function getNewRecords(server: RunningServer, name: string): Promise<Contender> {
  const iterators = await Promise.all(shardIds().map((shardId) => lastPageOf(server, shardId)));
  return getRecords(server, name, iterators);
}

function getRecords(server: RunningServer, name: string, iterators: readonly string[]): Contender {
  return loadOn(server, name, {
    requests: getRecordsRequests(iterators, PAGE_RECORDS),
    connections: GET_RECORDS_CONNECTIONS,
    recordsPerRequest: PAGE_RECORDS,
  });
}

function loadOn({ port, pid, redisPid }: RunningServer, name: string, load: Load): Contender {
  const { requests, connections, recordsPerRequest } = load;
  const request = (connection: number, n: number): Buffer =>
    requests[(connection * 7 + n) % requests.length] as Buffer;
  return {
    name,
    pid,
    redisPid,
    async run(forMs) {
      const { requests: done, seconds } = await httpLoad({ port, connections, request }, forMs);
      return { records: done * recordsPerRequest, seconds };
    },
  };
}

const shardIds = (): readonly string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `shardId-${String(shard).padStart(12, '0')}`);

async function iteratorOf(
  server: RunningServer,
  ShardId: string,
  ShardIteratorType: string,
  StartingSequenceNumber?: string,
): Promise<string> {
  const input = { StreamName: STREAM, ShardId, ShardIteratorType, StartingSequenceNumber };
  return (await callOnce<{ ShardIterator: string }>(server.port, 'GetShardIterator', input)).ShardIterator;
}

/** Puts a page for the shard and takes an iterator at its first record, so that a full page is behind it. */
async function lastPageOf(server: RunningServer, shardId: string): Promise<string> {
  const shardNumber = Number(shardId.slice(-4));
  const ExplicitHashKey = String((2n ** 128n / BigInt(SHARDS)) * BigInt(shardNumber));
  let first: string | undefined;
  for (let put = 0; put < PAGE_RECORDS; put += BATCH_RECORDS) {
    const Records = Array.from({ length: BATCH_RECORDS }, (_, n) => ({
      Data: Buffer.alloc(100, n).toString('base64'),
      PartitionKey: String(n).padStart(12, '0'),
      ExplicitHashKey,
    }));
    const answer = await callOnce<{ Records: { SequenceNumber: string }[] }>(server.port, 'PutRecords', {
      StreamName: STREAM,
      Records,
    });
    first ??= answer.Records[0]?.SequenceNumber;
  }
  return iteratorOf(server, shardId, 'AT_SEQUENCE_NUMBER', first);
}
