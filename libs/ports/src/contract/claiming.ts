import { describe, expect, it } from '@jest/globals';
import { entryIdOf, FIRST_EPOCH, LAST_INDEX, LOG_START } from '#lib/kinesis';
import { RecordPacker } from '../record-packer.js';
import { batchToAppend, LogWriter } from './log-writer.js';
import { opening, storageError, TestShards, type ShardLogStorage } from './shard-log-storage.js';

/** Opening and claiming: who may write, and where the next record goes. */
export function claimingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();

  describe('opening', () => {
    it('writes one entry at the place where every log begins', async () => {
      const shard = await shards.open(storage().log);
      expect(await storage().entryIds(shard)).toEqual([entryIdOf(LOG_START)]);
    });

    it('leaves a log as it is that is open already, in use or sealed', async () => {
      const { log } = storage();
      const [used, sealed] = [await shards.open(log), await shards.open(log)];
      await (await LogWriter.claim(log, used)).append(['a']);
      await log.seal(sealed);
      const before = [await storage().entryIds(used), await storage().entryIds(sealed)];
      await log.open([opening(used), opening(sealed)]);
      expect([await storage().entryIds(used), await storage().entryIds(sealed)]).toEqual(before);
    });

    it('opens more logs at once than one round trip should carry', async () => {
      const many = Array.from({ length: 1200 }, () => shards.unopened());
      await storage().log.open(many.map(opening));
      await expect(
        Promise.all(many.map((shard) => storage().log.claim(shard, 'owner'))),
      ).resolves.toHaveLength(1200);
      await storage().log.delete(many);
    });
  });

  describe('claiming', () => {
    it('raises the epoch by one and begins before the first record', async () => {
      const shard = await shards.open(storage().log);
      const claim = await storage().log.claim(shard, 'owner');
      expect(claim).toMatchObject({ shard, epoch: FIRST_EPOCH + 1, lastIndex: 0 });
    });

    it('keeps the index and never goes back in time', async () => {
      const shard = await shards.open(storage().log);
      const first = await LogWriter.claim(storage().log, shard);
      const { position } = await first.append(['a', 'b', 'c'], { msLater: 3_600_000 });
      const second = await storage().another.claim(shard, 'another');
      expect(second).toMatchObject({ epoch: first.claim.epoch + 1, second: position.second, lastIndex: 3 });
    });

    it('gives each claim a token of its own', async () => {
      const shard = await shards.open(storage().log);
      const first = await storage().log.claim(shard, 'owner');
      const second = await storage().log.claim(shard, 'owner');
      expect(first.token).toHaveLength(8);
      expect(second.token).not.toEqual(first.token);
    });

    it('goes on from the last id alone where every entry was trimmed', async () => {
      const shard = await shards.open(storage().log);
      const writer = await LogWriter.claim(storage().log, shard);
      const { position } = await writer.append(['a', 'b'], { msLater: 5000 });
      await storage().trimToEmpty(shard);
      const next = await LogWriter.claim(storage().log, shard);
      expect(next.claim).toMatchObject({ second: position.second, lastIndex: 2 });
      expect(next.claim.epoch).toBeGreaterThan(writer.claim.epoch);
      await next.append(['c']);
      expect((await storage().log.tip(shard)).position.index).toBe(3);
    });

    it('keeps the greatest index exactly', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const claim = await log.claim(shard, 'owner');
      const packer = new RecordPacker();
      packer.add({ partitionKey: 'key' }, Buffer.from('last'));
      await log.append(
        claim,
        batchToAppend({ claim, timeMs: claim.second * 1000, firstIndex: LAST_INDEX, packer }),
      );
      expect((await log.claim(shard, 'owner')).lastIndex).toBe(LAST_INDEX);
      expect(await log.seal(shard)).toMatchObject({ finalIndex: LAST_INDEX });
    });

    it('is refused where no log was opened', async () => {
      await expect(storage().log.claim(shards.unopened(), 'owner')).rejects.toMatchObject(
        storageError('gone'),
      );
    });
  });
}
