import type { KinesisApi } from '#lib/wire';
import { RecordsAnswer, type RecordsParts } from './records-answer.js';

export interface GetRecordsParts extends RecordsParts {
  readonly millisBehindLatest: number;
  /** Absent at the end of a closed shard; the child shards are there instead. */
  readonly nextShardIterator?: string;
  readonly childShards?: readonly KinesisApi.ChildShard[];
}

/** The answer of GetRecords. */
export class GetRecordsAnswer extends RecordsAnswer<GetRecordsParts> {
  protected readonly shapeName = 'GetRecordsOutput';

  protected rest(): Partial<KinesisApi.GetRecordsOutput> {
    const { millisBehindLatest, nextShardIterator, childShards } = this.parts;
    return {
      MillisBehindLatest: millisBehindLatest,
      ...(nextShardIterator === undefined ? {} : { NextShardIterator: nextShardIterator }),
      ...(childShards === undefined ? {} : { ChildShards: childShards }),
    };
  }
}
