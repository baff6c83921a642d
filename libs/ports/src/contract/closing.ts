import { describe, expect, it } from '@jest/globals';
import { LOG_START, SEALED_ENTRY_ID } from '#lib/kinesis';
import { LogWriter } from './log-writer.js';
import { storageError, TestShards, type ShardLogStorage } from './shard-log-storage.js';

/** Sealing and deleting: the two ends of a log. */
export function closingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();

  describe('sealing', () => {
    it('closes the log at the last record and answers the same the second time', async () => {
      const { log, another } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const { position } = await writer.append(['a', 'b'], { msLater: 1000 });
      const answer = { finalIndex: 2, lastSecond: position.second };
      expect(await another.seal(shard)).toEqual(answer);
      expect(await log.seal(shard)).toEqual(answer);
      expect((await storage().entryIds(shard)).at(-1)).toBe(SEALED_ENTRY_ID);
    });

    it('closes a log without records at index 0', async () => {
      const shard = await shards.open(storage().log);
      expect(await storage().log.seal(shard)).toEqual({ finalIndex: 0, lastSecond: 0 });
    });

    it('refuses appends and claims from then on', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      await log.seal(shard);
      await expect(writer.append(['late'])).rejects.toMatchObject(storageError('sealed'));
      await expect(log.claim(shard, 'owner')).rejects.toMatchObject(storageError('sealed'));
      expect(await log.tip(shard)).toMatchObject({ position: { index: 0 }, isSealed: true });
    });

    it('knows the final index of a log that was trimmed to nothing', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      await (await LogWriter.claim(log, shard)).append(['a', 'b', 'c']);
      await storage().trimToEmpty(shard);
      expect(await log.seal(shard)).toMatchObject({ finalIndex: 3 });
    });
  });

  describe('deleting', () => {
    it('removes the log for good: a late append does not bring it back', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      await writer.append(['a']);
      await storage().another.delete([shard]);
      await expect(writer.append(['late'])).rejects.toMatchObject(storageError('gone'));
      expect(await storage().entryIds(shard)).toEqual([]);
    });

    it('is idempotent, for logs that never were, too', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      await log.delete([shard, shards.unopened()]);
      await expect(log.delete([shard])).resolves.toBeUndefined();
    });

    it('makes every question about the log answer gone', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      await log.delete([shard]);
      const gone = storageError('gone');
      await expect(log.claim(shard, 'owner')).rejects.toMatchObject(gone);
      await expect(log.seal(shard)).rejects.toMatchObject(gone);
      await expect(log.tip(shard)).rejects.toMatchObject(gone);
      await expect(log.locate(shard, 0)).rejects.toMatchObject(gone);
      await expect(log.read(shard, { from: LOG_START, maxBytes: 1 })).rejects.toMatchObject(gone);
    });
  });
}
