import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { BootstrapModule, createLogger, Health, parseConfig } from '#lib/bootstrap';
import { LAST_HASH_KEY, type HashKey, type ShardRef, type StreamId } from '#lib/kinesis';
import {
  MemoryShardLog,
  RecordPacker,
  SHARD_CLIENT,
  STORAGE,
  type PackedRecords,
  type ShardClient,
} from '#lib/ports';
import { ShardHostModule } from './shard-host.module.js';

const SHARD: ShardRef = { streamId: 'stream' as StreamId, shardNumber: 0 };

@Module({})
class InMemoryStorage {}

async function startHost(shardLog: MemoryShardLog) {
  const range = { start: 0n as HashKey, end: LAST_HASH_KEY };
  await shardLog.open([{ shard: SHARD, range, parents: [] }]);
  const config = parseConfig({});
  const providers = [{ provide: STORAGE, useValue: { shardLog } }];
  const storage = { module: InMemoryStorage, providers, exports: providers };
  const frame = { config, logger: createLogger({ app: 'test', level: 'silent' }), health: new Health() };
  const modules = [BootstrapModule.with(frame), ShardHostModule.with({ storage, ...config })];
  return Test.createTestingModule({ imports: modules }).compile();
}

function record(text: string): PackedRecords {
  const packer = new RecordPacker();
  packer.add({ partitionKey: 'key' }, Buffer.from(text));
  return packer.finish();
}

describe('the shard host', () => {
  it('serves the shards of the storage that it is given', async () => {
    const host = await startHost(new MemoryShardLog());
    const shards = host.get<ShardClient>(SHARD_CLIENT);

    expect((await shards.append(SHARD, record('a'))).firstIndex).toBe(1);
    expect((await shards.tip(SHARD)).position.index).toBe(1);
    await host.close();
  });

  it('finishes what it has when it is stopped, and takes no more', async () => {
    const shardLog = new MemoryShardLog();
    const host = await startHost(shardLog);
    const shards = host.get<ShardClient>(SHARD_CLIENT);
    const release = shardLog.holdNextReply();
    const waiting = [shards.append(SHARD, record('a')), shards.append(SHARD, record('b'))];
    const closed = host.close();
    release();

    expect((await Promise.all(waiting)).map(({ firstIndex }) => firstIndex)).toEqual([1, 2]);
    await closed;
    await expect(shards.append(SHARD, record('c'))).rejects.toMatchObject({ kind: 'not-owner' });
  });
});
