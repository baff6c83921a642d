import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { LAST_HASH_KEY, type Account, type HashKey } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import { EncryptedShardLog, StreamKeys } from '#lib/shard';
import { FileKeyProvider } from '../../apps/shard-host/src/file-key-provider.js';
import { KeyFile } from '../../apps/shard-host/src/key-file.js';
import { batchToAppend } from '../../libs/ports/src/contract/log-writer.js';
import { TestShards } from '../../libs/ports/src/contract/shard-log-storage.js';
import { openBodyOf, readEntryId, readFrame, unwrapDataKey } from '../redis/independent-reader.js';
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

  it('is enough to read what is encrypted, by whoever has the key file too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shardwell-keys-'));
    const path = join(folder, 'master-keys.json');
    const keyName = 'alias/aws/kinesis';
    const provider = new FileKeyProvider(new KeyFile({ path, mayMake: () => true }));
    const { wrapped } = await provider.generateDataKey(keyName);
    const encryption = { keyId: keyName, dataKeyNumber: 9 };
    const dataKeys = [{ number: 9, keyId: keyName, wrapped }];
    const { streamId } = new TestShards().unopened();
    const streams = new Map([[streamId, { id: streamId, encryption, dataKeys }]]);
    const catalogue = { account: () => ({ streams }) as unknown as Account, refresh: async () => undefined };
    const keys = new StreamKeys({ catalogue, provider });
    const log = new EncryptedShardLog({ log: under.log, keys, randomBytes });
    const shard = { streamId, shardNumber: 5 };
    await log.open([{ shard, range: { start: 0n as HashKey, end: LAST_HASH_KEY }, parents: [] }]);
    const claim = await log.claim(shard, 'host-1');
    const timeMs = claim.second * 1000 + 123;
    const packer = new RecordPacker();
    packer.add({ partitionKey: 'k' }, Buffer.from('a secret'));
    await log.append(claim, batchToAppend({ claim, timeMs, firstIndex: 1, packer }));

    const entries = await redis.xrangeBuffer(`sw:{${streamId}/5}:log`, '-', '+');
    const [id, fields] = entries.at(-1) ?? [];
    const frame = fields?.[1] ?? Buffer.alloc(0);
    const dataKey = unwrapDataKey(wrapped, { keyFile: readFileSync(path, 'utf8'), keyName });
    const entry = { streamId, shardNumber: 5, entryId: String(id), dataKeys: new Map([[9, dataKey]]) };
    expect(readFrame(frame, openBodyOf(entry))).toEqual([
      { index: 1, timeMs, partitionKey: 'k', data: Buffer.from('a secret') },
    ]);
    rmSync(folder, { recursive: true });
  });

  it('shows an encrypted body that is one', () => {
    const [, place = '', body = ''] = /the place\n`(.+?)`[^]*?```\n(0{7}7 [0-9a-f\s]+)```/.exec(PAGE) ?? [];
    const [shard = '', entryId = '', firstIndex, timeMs] = place.split(' ');
    const [streamId = '', shardNumber] = shard.split('/');
    const dataKeys = new Map([[7, Buffer.alloc(32, 'a data key')]]);
    const open = openBodyOf({ streamId, shardNumber: Number(shardNumber), entryId, dataKeys });
    const bytes = Buffer.from(body.replaceAll(/\s/g, ''), 'hex');
    expect(String(open(bytes, { firstIndex: Number(firstIndex), timeMs: Number(timeMs) }))).toBe('records');
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
