import { context, SpanKind, SpanStatusCode, trace, type Attributes, type Tracer } from '@opentelemetry/api';
import { shardIdOf, type LogPosition, type ShardRef } from '#lib/kinesis';
import {
  ShardError,
  type Appended,
  type LogRead,
  type LogReadRequest,
  type LogTip,
  type PackedRecords,
  type ShardClient,
  type Unfollow,
} from '#lib/ports';
import { activeSpan } from './active-span.js';

/** Shards whose appends and reads have a span of their own within the calls that are traced. */
export class TracedShards implements ShardClient {
  constructor(
    private readonly shards: ShardClient,
    private readonly tracer: Tracer,
  ) {}

  append(shard: ShardRef, records: PackedRecords): Promise<Appended> {
    const append = (): Promise<Appended> => this.shards.append(shard, records);
    if (activeSpan.getStore() === undefined) return append();
    const size = {
      'messaging.batch.message_count': records.count,
      'messaging.message.body.size': records.payloadBytes,
    };
    return this.traced(`append ${shardIdOf(shard.shardNumber)}`, attributesOf(shard, size), append);
  }

  read(shard: ShardRef, request: LogReadRequest): Promise<LogRead> {
    const read = (): Promise<LogRead> => this.shards.read(shard, request);
    if (activeSpan.getStore() === undefined) return read();
    return this.traced(`read ${shardIdOf(shard.shardNumber)}`, attributesOf(shard), read);
  }

  admitRead(shard: ShardRef): Promise<void> {
    return this.shards.admitRead(shard);
  }

  chargeRead(shard: ShardRef, bytes: number): void {
    this.shards.chargeRead(shard, bytes);
  }

  tip(shard: ShardRef): Promise<LogTip> {
    return this.shards.tip(shard);
  }

  locate(shard: ShardRef, timestampMs: number): Promise<LogPosition> {
    return this.shards.locate(shard, timestampMs);
  }

  follow(shard: ShardRef, listener: () => void): Unfollow {
    return this.shards.follow(shard, listener);
  }

  private async traced<Answer>(
    name: string,
    attributes: Attributes,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const call = activeSpan.getStore();
    const parent = call === undefined ? context.active() : trace.setSpan(context.active(), call);
    const span = this.tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes }, parent);
    try {
      return await ask();
    } catch (error) {
      span.setAttribute('error.type', error instanceof ShardError ? error.kind : 'InternalFailure');
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }
}

function attributesOf({ streamId, shardNumber }: ShardRef, more: Attributes = {}): Attributes {
  return {
    'messaging.system': 'aws_kinesis',
    'messaging.destination.partition.id': shardIdOf(shardNumber),
    'shardwell.stream.id': streamId,
    ...more,
  };
}
