import { KinesisCallError, type KinesisClient } from '#lib/wire';

interface MemoryShard {
  readonly parents: readonly string[];
  readonly records: { readonly key: string; readonly text: string }[];
  isClosed: boolean;
}

const REFUSED = { isRetryable: false };

/** A stream in memory behind the client's interface: what a consumer's specs read from. */
export class MemoryKinesis {
  streamId = 'incarnation-1';
  /** Iterators handed out so far stop being valid. */
  private epoch = 0;
  private readonly shards = new Map<string, MemoryShard>();
  readonly iteratorTypes: string[] = [];

  readonly client: KinesisClient = {
    call: async (operation, input) => this.answer(operation, input as never) as never,
    close: () => undefined,
  };

  addShard(shardId: string, parents: readonly string[] = []): void {
    this.shards.set(shardId, { parents, records: [], isClosed: false });
  }

  put(shardId: string, key: string, text: string): void {
    this.shard(shardId).records.push({ key, text });
  }

  closeShard(shardId: string): void {
    this.shard(shardId).isClosed = true;
  }

  expireIterators(): void {
    this.epoch += 1;
  }

  private answer(operation: string, input: Record<string, string>): unknown {
    switch (operation) {
      case 'DescribeStreamSummary':
        if (this.shards.size === 0)
          throw new KinesisCallError('ResourceNotFoundException', 'no such stream', REFUSED);
        return { StreamDescriptionSummary: { StreamId: this.streamId, StreamStatus: 'ACTIVE' } };
      case 'ListShards':
        return { Shards: [...this.shards].map(([id, { parents }]) => listed(id, parents)) };
      case 'GetShardIterator':
        return { ShardIterator: this.iterator(input) };
      case 'GetRecords':
        return this.records(input['ShardIterator'] ?? '');
      default:
        throw new Error(`the stream in memory knows no ${operation}`);
    }
  }

  private iterator({
    ShardId = '',
    ShardIteratorType = '',
    StartingSequenceNumber,
  }: Record<string, string>): string {
    this.iteratorTypes.push(ShardIteratorType);
    const from =
      ShardIteratorType === 'LATEST'
        ? this.shard(ShardId).records.length
        : Number(StartingSequenceNumber ?? -1) + 1;
    return `${this.epoch}/${ShardId}/${from}`;
  }

  /** Three records a call at most, so that a session takes several calls. */
  private records(iterator: string): unknown {
    const [epoch, shardId = '', from] = iterator.split('/');
    if (Number(epoch) !== this.epoch)
      throw new KinesisCallError('ExpiredIteratorException', 'expired', REFUSED);
    const { records, isClosed } = this.shard(shardId);
    const start = Number(from);
    const end = Math.min(records.length, start + 3);
    const page = records.slice(start, end).map(({ key, text }, i) => ({
      SequenceNumber: String(start + i),
      ApproximateArrivalTimestamp: 1_700_000_000.25,
      Data: Buffer.from(text).toString('base64'),
      PartitionKey: key,
    }));
    const isEnd = isClosed && end === records.length;
    return {
      Records: page,
      MillisBehindLatest: end === records.length ? 0 : 1000,
      ...(isEnd ? {} : { NextShardIterator: `${this.epoch}/${shardId}/${end}` }),
    };
  }

  private shard(shardId: string): MemoryShard {
    const shard = this.shards.get(shardId);
    if (!shard) throw new KinesisCallError('ResourceNotFoundException', `no shard ${shardId}`, REFUSED);
    return shard;
  }
}

function listed(shardId: string, [parent, adjacent]: readonly string[]): object {
  return {
    ShardId: shardId,
    ...(parent === undefined ? {} : { ParentShardId: parent }),
    ...(adjacent === undefined ? {} : { AdjacentParentShardId: adjacent }),
  };
}
