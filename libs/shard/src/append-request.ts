import type { Measured } from '#lib/actor';
import { firstRecords, type Appended, type PackedRecords, type ShardError } from '#lib/ports';

/**
 * The message to a shard's actor: records of one caller, and where its answer goes. The first answer counts; a later
 * one, as after a drain's deadline, changes nothing.
 */
export class AppendRequest implements Measured {
  readonly bytes: number;
  /** Records. */
  readonly weight: number;

  constructor(
    readonly records: PackedRecords,
    readonly acknowledge: (appended: Appended) => void,
    readonly refuse: (error: ShardError) => void,
  ) {
    this.bytes = records.bytes.length;
    this.weight = records.count;
  }

  /** The same request with its first `count` records alone; the answer says that it is about those. */
  shortenedTo(count: number): AppendRequest {
    return new AppendRequest(firstRecords(this.records, count), this.acknowledge, this.refuse);
  }
}
