import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { LAST_HASH_KEY, type HashKey } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import { batchToAppend } from '../../libs/ports/src/contract/log-writer.js';
import { TestShards } from '../../libs/ports/src/contract/shard-log-storage.js';
import { readEntryId, readFrame } from '../redis/independent-reader.js';
import { ShardLogUnderTest, testRedisSocket } from '../redis/redis-under-test.js';

const PAGE = readFileSync('docs/log-format.md', 'utf8');

describe('docs/log-format.md', () => {
  let redis: Redis;
  let under: ShardLogUnderTest;

  beforeAll(async () => {
    redis = new Redis(testRedisSocket());
    under = await ShardLogUnderTest.open({ socketPath: testRedisSocket() });
  });
  afterAll(async () => {
    await under.close();
    redis.disconnect();
  });

  it('is enough to read a log from its opening to its seal', async () => {
    const { streamId } = new TestShards().unopened();
    const shard = { streamId, shardNumber: 5 };
    const range = { start: 7n as HashKey, end: LAST_HASH_KEY };
    await under.log.open([{ shard, range, parents: [1, 2] }]);
    const claim = await under.log.claim(shard, 'host-1');
    const timeMs = claim.second * 1000 + 123;
    const packer = new RecordPacker();
    packer.add(
      { partitionKey: 'schlüssel', explicitHashKey: 2n ** 127n, attributes: Buffer.from([1]) },
      Buffer.alloc(300, 7),
    );
    packer.add({ partitionKey: 'k' }, Buffer.alloc(0));
    await under.log.append(claim, batchToAppend({ claim, timeMs, firstIndex: 1, packer }));
    await under.log.seal(shard);

    const entries = await redis.xrangeBuffer(`sw:{${streamId}/5}:log`, '-', '+');
    const [opened, claimed, batch, sealed] = entries.map(([id, fields]) => ({ id: String(id), fields }));
    expect(entries).toHaveLength(4);
    expect(opened).toMatchObject({ id: '10000010000000000-0' });
    expect(opened?.fields.map(String)).toEqual([
      'opened',
      '1',
      'range',
      '7-340282366920938463463374607431768211455',
      'parents',
      '1,2',
      'run',
      'disk',
    ]);
    const token = Buffer.from(claim.token).toString('hex');
    expect(readEntryId(claimed?.id ?? '')).toEqual({ epoch: 1_000_002, second: claim.second, index: 0 });
    expect(claimed?.fields.map(String)).toEqual(['claimed', 'host-1', 'token', token, 'run', 'disk']);
    expect(readEntryId(batch?.id ?? '')).toEqual({ epoch: 1_000_002, second: claim.second, index: 2 });
    expect(batch?.fields[0]?.toString()).toBe('batch');
    expect(readFrame(batch?.fields[1] ?? Buffer.alloc(0))).toEqual([
      {
        index: 1,
        timeMs,
        partitionKey: 'schlüssel',
        explicitHashKey: '80000000000000000000000000000000',
        attributes: Buffer.from([1]),
        data: Buffer.alloc(300, 7),
      },
      { index: 2, timeMs, partitionKey: 'k', data: Buffer.alloc(0) },
    ]);
    expect(sealed).toMatchObject({ id: '18446744073709551615-18446744073709551615' });
    expect(sealed?.fields.map(String)).toEqual(['sealed', batch?.id]);
  });

  it('shows a frame that is one', () => {
    const example = /```\n(01 00 [0-9a-f\s]+)```/.exec(PAGE)?.[1] ?? '';
    expect(readFrame(Buffer.from(example.replaceAll(/\s/g, ''), 'hex'))).toEqual([
      { index: 3, timeMs: 1_700_000_000_123, partitionKey: 'a', data: Buffer.from('hi') },
      {
        index: 4,
        timeMs: 1_700_000_000_123,
        partitionKey: 'é',
        explicitHashKey: '00000000000000000000000000000001',
        attributes: Buffer.from([9]),
        data: Buffer.alloc(0),
      },
    ]);
  });
});
