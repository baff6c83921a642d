import {
  LAST_HASH_KEY,
  type Account,
  type HashKey,
  type Shard,
  type ShardRef,
  type Stream,
} from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import type { MemoryGateway } from './memory-gateway.js';

/** A stream of a gateway that a test splits and merges, as a resharder does: the shards' logs, then the stream. */
export class ReshardedStream {
  private stream: Stream;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly gateway: MemoryGateway,
    name: string,
  ) {
    this.stream = gateway.context.catalogue.stream({ streamName: name });
  }

  /** The streams as the catalogue of the gateway would say them. */
  readonly catalogue = {
    account: (): Account => {
      const account = this.gateway.context.catalogue.account();
      return { ...account, streams: new Map([...account.streams, [this.stream.id, this.stream]]) };
    },
    onChanged: (listener: () => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
  };

  present(): Stream {
    return this.stream;
  }

  shard(number: number): Shard {
    const shard = this.stream.shards[number];
    if (!shard) throw new Error(`there is no shard ${number}`);
    return shard;
  }

  ref(shardNumber: number): ShardRef {
    return { streamId: this.stream.id, shardNumber };
  }

  /** Stores one record after the other, each in a batch of its own. */
  async put(shardNumber: number, ...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const packer = new RecordPacker();
      packer.add({ partitionKey: 'a' }, Buffer.from(text));
      await this.gateway.context.router.append(this.ref(shardNumber), packer.finish());
    }
    await this.gateway.timers.settle();
  }

  /** The first half of a reshard: nothing can be stored in the shards any more, and there are no children yet. */
  async seal(...numbers: readonly number[]): Promise<void> {
    for (const number of numbers) await this.gateway.shardLog.seal(this.ref(number));
  }

  /** The second half: the parents are closed, and so many children of all of them are there. */
  async finish(parents: readonly number[], childCount: number): Promise<void> {
    const closedAtSecond = Math.floor(this.gateway.nowMs / 1000);
    const range = { start: 0n as HashKey, end: LAST_HASH_KEY };
    const first = this.stream.shards.length;
    const children = Array.from({ length: childCount }, (_, i) => ({
      number: first + i,
      range,
      parents,
      createdAtSecond: closedAtSecond + 1,
    }));
    await this.gateway.shardLog.open(children.map((child) => ({ ...child, shard: this.ref(child.number) })));
    const shards = this.stream.shards.map((shard) =>
      parents.includes(shard.number) ? { ...shard, closedAtSecond } : shard,
    );
    this.stream = { ...this.stream, shards: [...shards, ...children] };
    for (const listener of this.listeners) listener();
    await this.gateway.timers.settle();
  }

  async split(parent: number): Promise<void> {
    await this.seal(parent);
    await this.finish([parent], 2);
  }

  async merge(...parents: readonly number[]): Promise<void> {
    await this.seal(...parents);
    await this.finish(parents, 1);
  }
}
