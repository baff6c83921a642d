import type { DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { BootstrapModule, createLogger, Health, parseConfig } from '#lib/bootstrap';
import { LAST_HASH_KEY, LOG_START, type HashKey, type ShardRef, type StreamId } from '#lib/kinesis';
import {
  KEY_PROVIDER,
  MemoryShardLog,
  RecordPacker,
  SHARD_CLIENT,
  STORAGE,
  type PackedRecords,
  type ShardClient,
} from '#lib/ports';
import { StreamCatalogue } from '#lib/shard';
import { EncryptedStreams } from '../../../libs/shard/src/testing/encrypted-streams.js';
import { ShardHostModule } from './shard-host.module.js';

const SHARD: ShardRef = { streamId: 'stream' as StreamId, shardNumber: 0 };

class InMemory {}

function exporting(provide: symbol | typeof StreamCatalogue, useValue: unknown): DynamicModule {
  const providers = [{ provide, useValue }];
  return { module: class extends InMemory {}, providers, exports: providers };
}

async function startHost(shardLog: MemoryShardLog, streams = new EncryptedStreams()) {
  const range = { start: 0n as HashKey, end: LAST_HASH_KEY };
  await shardLog.open([{ shard: SHARD, range, parents: [] }]);
  const config = parseConfig({});
  const storage = exporting(STORAGE, { shardLog });
  const catalogue = exporting(StreamCatalogue, streams.catalogue);
  const keys = exporting(KEY_PROVIDER, streams.provider);
  const frame = { config, logger: createLogger({ app: 'test', level: 'silent' }), health: new Health() };
  const shards = ShardHostModule.with({ storage, catalogue, keys, ...config });
  const modules = [BootstrapModule.with(frame), shards];
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

  it('stores the records of an encrypted stream encrypted, and answers them plain', async () => {
    const shardLog = new MemoryShardLog();
    const streams = new EncryptedStreams();
    await streams.start();
    const host = await startHost(shardLog, streams);
    const shards = host.get<ShardClient>(SHARD_CLIENT);
    await shards.append(SHARD, record('a secret'));
    const all = { from: LOG_START, maxBytes: 1024 };
    const [stored, answered] = await Promise.all([shardLog.read(SHARD, all), shards.read(SHARD, all)]);

    expect(stored.batches[0]?.batch.body.includes('a secret')).toBe(false);
    expect(answered.batches[0]?.batch.body.includes('a secret')).toBe(true);
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
