import type { CborDialect, KinesisApi } from '#lib/wire';
import { RecordsAnswer, type RecordsParts } from '../records/records-answer.js';

export interface SubscriptionEventParts extends RecordsParts {
  readonly millisBehindLatest: number;
  /** Where a later subscription goes on; absent at the end of a closed shard, where the child shards are. */
  readonly continuationSequenceNumber?: string;
  readonly childShards?: readonly KinesisApi.ChildShard[];
}

/** What a subscription brings. Many subscribers may get the same one, so each way of writing it is done once. */
export class SubscriptionEvent extends RecordsAnswer<SubscriptionEventParts> {
  private json: Buffer | undefined;
  private readonly cbor = new Map<CborDialect, Buffer>();
  protected readonly shapeName = 'SubscribeToShardEvent';

  override toJson(): Buffer {
    return (this.json ??= super.toJson());
  }

  override toCbor(dialect: CborDialect): Buffer {
    const written = this.cbor.get(dialect) ?? super.toCbor(dialect);
    this.cbor.set(dialect, written);
    return written;
  }

  protected rest(): Partial<KinesisApi.SubscribeToShardEvent> {
    const { millisBehindLatest, continuationSequenceNumber, childShards } = this.parts;
    return {
      MillisBehindLatest: millisBehindLatest,
      ...(continuationSequenceNumber === undefined
        ? {}
        : { ContinuationSequenceNumber: continuationSequenceNumber }),
      ...(childShards === undefined ? {} : { ChildShards: childShards }),
    };
  }
}
