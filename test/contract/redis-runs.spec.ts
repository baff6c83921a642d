import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { after, entryIdOf, LAST_EPOCH, LOG_START } from '#lib/kinesis';
import { LogWriter, textsOf } from '../../libs/ports/src/contract/log-writer.js';
import { storageError, TestShards } from '../../libs/ports/src/contract/shard-log-storage.js';
import { REDIS_KEYS } from '../../libs/redis/src/redis-keys.js';
import { FlakyProxy } from '../redis/flaky-proxy.js';
import { OwnRedis } from '../redis/own-redis.js';
import { ShardLogUnderTest, type ShardLogUnderTestOptions } from '../redis/redis-under-test.js';

const ALL = { from: LOG_START, maxBytes: 1024 * 1024 };

/** What a shard log keeps over crashes of Redis and breaks of the network. */
describe('a shard log whose Redis', () => {
  let redis: OwnRedis;
  let opened: ShardLogUnderTest[];
  let proxy: FlakyProxy | undefined;
  const shards = new TestShards();

  beforeEach(async () => {
    redis = await OwnRedis.start();
    opened = [];
    proxy = undefined;
  });
  afterEach(async () => {
    await Promise.all(opened.map((log) => log.close()));
    await proxy?.close();
    await redis.remove();
  });

  const open = async (options: Partial<ShardLogUnderTestOptions> = {}): Promise<ShardLogUnderTest> => {
    const log = await ShardLogUnderTest.open({ socketPath: redis.socketPath, ...options });
    opened.push(log);
    return log;
  };

  /** Kills Redis, starts it on the same files, and waits until the log has its next connection. */
  const crash = async (under: ShardLogUnderTest): Promise<void> => {
    const { connectionNumber } = under;
    await redis.kill();
    await redis.startAgain();
    await under.connected(connectionNumber);
  };

  it('is killed goes on where it was: nothing acknowledged is lost, the old claim is worth nothing', async () => {
    const under = await open();
    const shard = await shards.open(under.log);
    const writer = await LogWriter.claim(under.log, shard);
    await writer.append(['a', 'b']);
    await crash(under);
    await expect(writer.append(['never sent'])).rejects.toMatchObject(storageError('disconnected'));
    const next = await LogWriter.claim(under.log, shard);
    expect(next.claim).toMatchObject({ epoch: writer.claim.epoch + 1, lastIndex: 2 });
    await next.append(['c']);
    expect(textsOf((await under.log.read(shard, ALL)).batches)).toEqual(['a', 'b', 'c']);
  });

  it('is killed keeps the last id of a log that was trimmed to nothing', async () => {
    const under = await open();
    const shard = await shards.open(under.log);
    const { position } = await (await LogWriter.claim(under.log, shard)).append(['a', 'b']);
    await redis.ask((client) => client.xtrim(REDIS_KEYS.shardLog(shard), 'MAXLEN', 0));
    await crash(under);
    expect(await under.log.tip(shard)).toEqual({ position, isSealed: false });
    expect((await under.log.claim(shard, 'owner')).lastIndex).toBe(2);
  });

  it.each(['interval', 'memory'] as const)(
    'is killed at durability %s may have forgotten claims: the epoch is raised by 64, nothing is decided',
    async (durability) => {
      const under = await open({ durability });
      const shard = await shards.open(under.log);
      const writer = await LogWriter.claim(under.log, shard);
      const batch = await writer.append(['a']);
      const sameRun = await under.log.claim(shard, 'owner');
      expect(sameRun.epoch).toBe(writer.claim.epoch + 1);
      expect(await under.log.decideInFlight(sameRun, writer.inFlight(batch))).toBe('stored');
      await crash(under);
      const otherRun = await under.log.claim(shard, 'owner');
      expect(otherRun.epoch).toBe(sameRun.epoch + 64);
      expect(await under.log.decideInFlight(otherRun, writer.inFlight(batch))).toBe('unknown');
      expect((await under.log.claim(shard, 'owner')).epoch).toBe(otherRun.epoch + 1);
    },
  );

  it('is killed right after its logs were opened at a weak durability begins 64 epochs later', async () => {
    const under = await open({ durability: 'interval' });
    const shard = await shards.open(under.log);
    await crash(under);
    expect((await under.log.claim(shard, 'owner')).epoch).toBe(LOG_START.epoch + 64);
  });

  it('changes from a weak durability to disk trusts no claim of before', async () => {
    const weak = await open({ durability: 'interval' });
    const shard = await shards.open(weak.log);
    const { epoch } = await weak.log.claim(shard, 'owner');
    const strong = await open({ durability: 'disk' });
    expect((await strong.log.claim(shard, 'owner')).epoch).toBe(epoch + 64);
    expect((await strong.log.claim(shard, 'owner')).epoch).toBe(epoch + 65);
  });

  it('does not answer in time has lost the connection: the append is unknown, and found after the next claim', async () => {
    proxy = await FlakyProxy.before(redis.socketPath);
    const under = await open({ socketPath: proxy.socketPath, replyTimeoutMs: 1000 });
    const shard = await shards.open(under.log);
    const writer = await LogWriter.claim(under.log, shard);
    const before = under.connectionNumber;
    proxy.silenceNext(/XADD/);
    const batch = writer.next(['silence']);
    await expect(under.log.append(writer.claim, batch)).rejects.toMatchObject(storageError('unknown'));
    await under.connected(before);
    const claim = await under.log.claim(shard, 'owner');
    expect(await under.log.decideInFlight(claim, writer.inFlight(batch))).toBe('stored');
  });

  it('is away refuses at once, and works again when it is back', async () => {
    const under = await open();
    const shard = await shards.open(under.log);
    const { connectionNumber } = under;
    await redis.kill();
    await expect(under.log.claim(shard, 'owner')).rejects.toMatchObject({ name: 'StorageError' });
    await expect(under.log.claim(shard, 'owner')).rejects.toMatchObject(storageError('disconnected'));
    await redis.startAgain();
    await under.connected(connectionNumber);
    await expect(under.log.claim(shard, 'owner')).resolves.toMatchObject({ lastIndex: 0 });
  });

  it('has forgotten its scripts is told them again', async () => {
    const under = await open();
    const shard = await shards.open(under.log);
    const { epoch } = await under.log.claim(shard, 'owner');
    await redis.ask((client) => client.script('FLUSH'));
    expect((await under.log.claim(shard, 'owner')).epoch).toBe(epoch + 1);
  });

  it('holds a log whose epochs are used up refuses the next claim, and seals it', async () => {
    const under = await open();
    const shard = shards.unopened();
    const last = { epoch: LAST_EPOCH, second: 1_700_000_000, index: 7 };
    await redis.ask((client) =>
      client.xadd(REDIS_KEYS.shardLog(shard), entryIdOf(last), 'claimed', 'x', 'run', 'disk'),
    );
    await expect(under.log.claim(shard, 'owner')).rejects.toMatchObject(storageError('not-executed'));
    expect(await under.log.seal(shard)).toEqual({ finalIndex: 7, lastSecond: 1_700_000_000 });
    expect(await under.log.locate(shard, 0)).toEqual(after(last));
  });
});
