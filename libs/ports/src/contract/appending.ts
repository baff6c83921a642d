import { describe, expect, it } from '@jest/globals';
import { LOG_START } from '#lib/kinesis';
import { recordsOf } from '../record-frame.js';
import { RecordPacker } from '../record-packer.js';
import { batchToAppend, LogWriter, textsOf } from './log-writer.js';
import { storageError, TestShards, type ShardLogStorage } from './shard-log-storage.js';

const ALL = { from: LOG_START, maxBytes: 1024 * 1024 };

/** Appending under a claim: what is stored, and who is fenced. */
export function appendingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();

  describe('appending', () => {
    it('keeps every byte of a record', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const claim = await log.claim(shard, 'owner');
      const everyByte = Buffer.from(Array.from({ length: 1024 }, (_, i) => i % 256));
      const packer = new RecordPacker();
      packer.add(
        { partitionKey: 'ключ 🔑', explicitHashKey: 2n ** 128n - 1n, attributes: everyByte },
        everyByte,
      );
      packer.add({ partitionKey: '\r\n' }, Buffer.alloc(0));
      const batch = batchToAppend({ claim, timeMs: claim.second * 1000 + 999, firstIndex: 1, packer });
      const appended = await log.append(claim, batch);

      const { batches } = await log.read(shard, ALL);
      expect(batches).toHaveLength(1);
      expect(batches[0]).toMatchObject({ epoch: claim.epoch, second: claim.second });
      expect(batches[0]?.batch).toMatchObject({ ...batch.header, token: Buffer.from(claim.token) });
      expect({ ...appended, token: Buffer.from(appended.token) }).toEqual(batches[0]?.batch);
      expect(batches.flatMap((read) => [...recordsOf(read.batch)])).toEqual([
        {
          partitionKey: 'ключ 🔑',
          explicitHashKey: Buffer.alloc(16, 0xff),
          attributes: everyByte,
          data: everyByte,
        },
        { partitionKey: '\r\n', data: Buffer.alloc(0) },
      ]);
    });

    it('joins the records of several requests in one entry, in order', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const [a, b] = [writer.next(['1', '2']), writer.next(['3'])];
      await log.append(writer.claim, {
        position: b.position,
        header: { ...a.header, count: 3 },
        records: [...a.records, ...b.records],
      });
      const { batches } = await log.read(shard, ALL);
      expect(batches).toHaveLength(1);
      expect(textsOf(batches)).toEqual(['1', '2', '3']);
    });

    it('refuses an old claim, however late its clock is, and stores nothing of it', async () => {
      const { log, another } = storage();
      const shard = await shards.open(log);
      const old = await LogWriter.claim(log, shard);
      await old.append(['a']);
      const present = await LogWriter.claim(another, shard);
      await expect(old.append(['lost'], { msLater: 86_400_000 })).rejects.toMatchObject(
        storageError('fenced'),
      );
      await present.append(['b']);
      await expect(old.append(['lost'])).rejects.toMatchObject(storageError('fenced'));
      expect(textsOf((await log.read(shard, ALL)).batches)).toEqual(['a', 'b']);
    });

    it('refuses an id that was used, so a command that is sent twice lands once', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const batch = await writer.append(['once']);
      await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('fenced'));
      expect(textsOf((await log.read(shard, ALL)).batches)).toEqual(['once']);
    });

    it('is worth nothing over a later connection than the one that claimed', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const old = await LogWriter.claim(log, shard);
      await storage().reconnect();
      await expect(old.append(['never sent'])).rejects.toMatchObject(storageError('disconnected'));
      await (await LogWriter.claim(log, shard)).append(['sent']);
      expect(textsOf((await log.read(shard, ALL)).batches)).toEqual(['sent']);
    });
  });
}
