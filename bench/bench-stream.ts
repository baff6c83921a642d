import { httpLoad } from './http-load.js';
import { kinesisCall } from './kinesis-call.js';
import { BATCH_RECORDS, putRecordsRequests, SHARDS, STREAM } from './kinesis-requests.js';
import type { RunningServer } from './running-server.js';
import { signedBytes } from './signed-request.js';

interface StreamSummary {
  readonly StreamStatus: string;
  readonly StreamARN: string;
}

/** Makes the stream of the bench and waits until it can be used; gives its ARN. */
export async function createStream({ port }: RunningServer, shards = SHARDS): Promise<string> {
  await kinesisCall(port, 'CreateStream', { StreamName: STREAM, ShardCount: shards });
  for (;;) {
    const { StreamDescriptionSummary } = await kinesisCall<{ StreamDescriptionSummary: StreamSummary }>(
      port,
      'DescribeStreamSummary',
      { StreamName: STREAM },
    );
    if (StreamDescriptionSummary.StreamStatus === 'ACTIVE') return StreamDescriptionSummary.StreamARN;
  }
}

/** Puts so many records, outside of what is measured. */
export async function fill({ port }: RunningServer, records: number): Promise<void> {
  const requests = putRecordsRequests().map(signedBytes);
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

export const shardIds = (): readonly string[] =>
  Array.from({ length: SHARDS }, (_, shard) => shardIdOf(shard));

export const shardIdOf = (shardNumber: number): string => `shardId-${String(shardNumber).padStart(12, '0')}`;
