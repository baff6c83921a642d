import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  FIRST_EPOCH,
  LAST_HASH_KEY,
  LOG_START,
  type HashKey,
  type ShardRef,
  type StreamId,
} from '#lib/kinesis';
import { RecordPacker, recordsOf, type Appended, type LogBatch, type PackedRecords } from '#lib/ports';
import { EVENT_LOOP_TIMERS, LocalShardClient, ShardRouter } from '#lib/shard';
import { FlakyProxy } from '../redis/flaky-proxy.js';
import { ShardLogUnderTest, testRedisSocket } from '../redis/redis-under-test.js';

const APPEND = /XADD/;
const WHOLE_LOG = { from: LOG_START, maxBytes: Infinity };

let shard: ShardRef;
let proxy: FlakyProxy;
let logs: ShardLogUnderTest[];

beforeEach(async () => {
  shard = { streamId: `${randomBytes(10).toString('hex')}-abc` as StreamId, shardNumber: 0 };
  proxy = await FlakyProxy.before(testRedisSocket());
  logs = [];
});

afterEach(async () => {
  await Promise.all(logs.map((log) => log.close()));
  await proxy.close();
});

/** A process that serves the shard, over connections of its own. */
async function startOwner(socketPath = testRedisSocket()): Promise<LocalShardClient> {
  const under = await ShardLogUnderTest.open({ socketPath });
  logs.push(under);
  await under.log.open([{ shard, range: { start: 0n as HashKey, end: LAST_HASH_KEY }, parents: [] }]);
  return new LocalShardClient({
    shardLog: under.log,
    clock: { nowMs: Date.now },
    timers: EVENT_LOOP_TIMERS,
    random: Math.random,
    owner: 'a test',
  });
}

function record(text: string): PackedRecords {
  const packer = new RecordPacker();
  packer.add({ partitionKey: 'key' }, Buffer.from(text));
  return packer.finish();
}

const textsOf = (batches: readonly LogBatch[]): readonly string[] =>
  batches.flatMap(({ batch }) => [...recordsOf(batch)].map(({ data }) => Buffer.from(data).toString()));

/** What is in the log, from Redis itself. */
async function storedBatches(): Promise<readonly LogBatch[]> {
  const reader = await startOwner();
  return (await reader.read(shard, WHOLE_LOG)).batches;
}

const firstIndexes = (appended: readonly Appended[]): readonly number[] =>
  appended.map(({ firstIndex }) => firstIndex);

describe('the owner of a shard in Redis', () => {
  it('stores the requests of a turn in one entry, in their order, and reads them from its tail', async () => {
    const owner = await startOwner(proxy.socketPath);
    const texts = Array.from({ length: 100 }, (_, i) => `record ${i}`);
    const appended = await Promise.all(texts.map((text) => owner.append(shard, record(text))));

    expect(firstIndexes(appended)).toEqual(texts.map((_, i) => i + 1));
    const stored = await storedBatches();
    expect(stored).toHaveLength(1);
    expect(textsOf(stored)).toEqual(texts);

    proxy.refuse();
    const { epoch = 0, second = 0 } = appended[0] ?? {};
    const fromTail = await owner.read(shard, { from: { epoch, second, index: 51 }, maxBytes: 1 });
    expect(fromTail.batches).toEqual(stored);
  });

  it('is fenced by Redis itself when another one claims: nothing of it is stored or acknowledged', async () => {
    const [first, second] = [await startOwner(), await startOwner()];
    await first.append(shard, record('a'));
    await second.append(shard, record('b'));

    await expect(first.append(shard, record('c'))).rejects.toMatchObject({ kind: 'not-owner' });
    expect(textsOf(await storedBatches())).toEqual(['a', 'b']);
    const router = new ShardRouter({
      clientFor: () => first,
      timers: EVENT_LOOP_TIMERS,
      random: Math.random,
    });
    expect(await router.append(shard, record('d'))).toMatchObject({ epoch: FIRST_EPOCH + 3, firstIndex: 3 });
    expect(textsOf(await storedBatches())).toEqual(['a', 'b', 'd']);
  });

  it.each([
    { when: 'after Redis executed it', executed: true, epoch: FIRST_EPOCH + 1 },
    { when: 'before Redis saw it', executed: false, epoch: FIRST_EPOCH + 2 },
  ])('stores a batch once whose append was lost $when', async ({ executed, epoch }) => {
    const owner = await startOwner(proxy.socketPath);
    await owner.append(shard, record('a'));
    proxy.loseNext(APPEND, { executed });
    const inDoubt = [owner.append(shard, record('b')), owner.append(shard, record('c'))];

    const appended = await Promise.all(inDoubt);
    expect(appended.map((answer) => answer.epoch)).toEqual([epoch, epoch]);
    expect(firstIndexes(appended)).toEqual([2, 3]);
    expect((await owner.append(shard, record('d'))).firstIndex).toBe(4);
    expect(textsOf(await storedBatches())).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on without a restart when Redis comes back', async () => {
    const owner = await startOwner(proxy.socketPath);
    await owner.append(shard, record('a'));
    const comeBack = proxy.refuse();
    await expect(owner.append(shard, record('b'))).rejects.toMatchObject({
      kind: expect.stringMatching(/not-stored|unknown/),
    });

    comeBack();
    await logs[0]?.connected();
    expect((await owner.append(shard, record('c'))).firstIndex).toBe(2);
    expect(textsOf(await storedBatches())).toEqual(['a', 'c']);
  });

  it('learns of the seal from Redis, whoever set it', async () => {
    const owner = await startOwner();
    await owner.append(shard, record('a'));
    await logs[0]?.log.seal(shard);

    await expect(owner.append(shard, record('b'))).rejects.toMatchObject({ kind: 'sealed' });
    expect(await owner.read(shard, WHOLE_LOG)).toMatchObject({ isAtTip: true, isSealed: true });
  });
});
