import { describe, expect, it } from '@jest/globals';
import type { StreamId } from '#lib/kinesis';
import { LogWriter } from './contract/log-writer.js';
import { shardLogContract } from './contract/shard-log.contract.js';
import { opening, storageError } from './contract/shard-log-storage.js';
import { MemoryShardLog } from './memory-shard-log.js';

shardLogContract('the shard log in memory', async () => {
  const log = new MemoryShardLog();
  return {
    log,
    another: log.connectAnother(),
    reconnect: async () => log.disconnect(),
    loseNextReply: (lever) => log.loseNextReply(lever),
    connected: async () => {},
    trimToEmpty: async (shard) => log.trimToEmpty(shard),
    entryIds: async (shard) => log.entryIds(shard),
    close: async () => {},
  };
});

describe('the levers of the shard log in memory', () => {
  const shard = { streamId: 'levers00000000000000-abc' as StreamId, shardNumber: 0 };
  const openLog = async (log = new MemoryShardLog()): Promise<MemoryShardLog> => {
    await log.open([opening(shard)]);
    return log;
  };

  it('lets a stranded append land as long as nobody claimed', async () => {
    const log = await openLog();
    const writer = await LogWriter.claim(log, shard);
    const arrive = log.strandNextWrite();
    await expect(writer.append(['late'])).rejects.toMatchObject(storageError('unknown'));
    arrive();
    expect((await log.tip(shard)).position.index).toBe(1);
  });

  it('fences a stranded append by the next claim', async () => {
    const log = await openLog();
    const writer = await LogWriter.claim(log, shard);
    const arrive = log.strandNextWrite();
    const batch = writer.next(['late']);
    await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('unknown'));
    const claim = await log.claim(shard, 'owner');
    arrive();
    expect(await log.decideInFlight(claim, writer.inFlight(batch))).toBe('absent');
    expect((await log.tip(shard)).position.index).toBe(0);
  });

  it('holds a reply back while the record is there already', async () => {
    const log = await openLog();
    const writer = await LogWriter.claim(log, shard);
    const release = log.holdNextReply();
    const appending = writer.append(['held']);
    expect((await log.tip(shard)).position.index).toBe(1);
    release();
    await expect(appending).resolves.toBeDefined();
  });

  it('refuses one write and takes the next', async () => {
    const log = await openLog();
    const writer = await LogWriter.claim(log, shard);
    log.refuseNextWrite();
    const batch = writer.next(['again']);
    await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('not-executed'));
    await expect(log.append(writer.claim, batch)).resolves.toMatchObject({ count: 1 });
  });

  it('answers nothing while it is cut off', async () => {
    const log = await openLog();
    const comeBack = log.cutOff();
    await expect(log.claim(shard, 'owner')).rejects.toMatchObject(storageError('disconnected'));
    comeBack();
    await expect(log.claim(shard, 'owner')).resolves.toBeDefined();
  });

  it('raises the epoch by 64 after a restart that may have lost claims, and decides nothing across it', async () => {
    const log = await openLog(new MemoryShardLog({ durability: 'interval' }));
    const writer = await LogWriter.claim(log, shard);
    log.loseNextReply({ executed: true });
    const batch = writer.next(['lost']);
    await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('unknown'));
    log.restart({ lostEntries: 1 });
    const claim = await log.claim(shard, 'owner');
    expect(claim).toMatchObject({ epoch: writer.claim.epoch + 64, lastIndex: 0 });
    expect(await log.decideInFlight(claim, writer.inFlight(batch))).toBe('unknown');
  });

  it('loses nothing in a restart at durability disk', async () => {
    const log = await openLog();
    const writer = await LogWriter.claim(log, shard);
    await writer.append(['kept']);
    log.restart();
    await expect(writer.append(['never sent'])).rejects.toMatchObject(storageError('disconnected'));
    expect(await log.claim(shard, 'owner')).toMatchObject({ epoch: writer.claim.epoch + 1, lastIndex: 1 });
  });
});
