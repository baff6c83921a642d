// Reading a stream as a program with AWS's SDK does: shard by shard, from the oldest record to the tip.
import type { Kinesis, _Record as KinesisRecord } from '@aws-sdk/client-kinesis';

/** A record as it was read. */
export interface ReadRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Buffer;
  readonly arrivedAt: Date;
}

/** Every record of a stream; those of a shard stand together, in their order. */
export async function readStream(client: Kinesis, streamName: string): Promise<readonly ReadRecord[]> {
  const { Shards = [] } = await client.listShards({ StreamName: streamName });
  const records: ReadRecord[] = [];
  for (const { ShardId: shardId = '' } of Shards) {
    const { ShardIterator } = await client.getShardIterator({
      StreamName: streamName,
      ShardId: shardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    records.push(...(await readToTip(client, { shardId, iterator: ShardIterator })));
  }
  return records;
}

export interface ReadingPlace {
  readonly shardId: string;
  readonly iterator: string | undefined;
  /** Records that one call asks for. */
  readonly limit?: number;
}

/** Every record from an iterator on. */
export async function readToTip(client: Kinesis, place: ReadingPlace): Promise<readonly ReadRecord[]> {
  const { shardId, limit } = place;
  const records: ReadRecord[] = [];
  for (let { iterator } = place; iterator !== undefined;) {
    const answer = await client.getRecords({ ShardIterator: iterator, Limit: limit });
    const { Records = [], MillisBehindLatest, NextShardIterator } = answer;
    records.push(...Records.map((record) => readRecord(record, shardId)));
    const isAtTip = Records.length === 0 && MillisBehindLatest === 0;
    iterator = isAtTip ? undefined : NextShardIterator;
  }
  return records;
}

function readRecord(record: KinesisRecord, shardId: string): ReadRecord {
  return {
    shardId,
    sequenceNumber: record.SequenceNumber ?? '',
    partitionKey: record.PartitionKey ?? '',
    data: Buffer.from(record.Data ?? []),
    arrivedAt: record.ApproximateArrivalTimestamp ?? new Date(NaN),
  };
}
