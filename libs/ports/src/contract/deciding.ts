import { describe, expect, it } from '@jest/globals';
import { LogWriter } from './log-writer.js';
import { storageError, TestShards, type ShardLogStorage } from './shard-log-storage.js';

/** What became of an append whose reply was lost. */
export function decidingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();

  /** An append whose reply is lost, and the connection that follows. */
  const loseAppend = async ({ executed }: { readonly executed: boolean }) => {
    const { log } = storage();
    const shard = await shards.open(log);
    const writer = await LogWriter.claim(log, shard);
    await writer.append(['before']);
    storage().loseNextReply({ executed });
    const batch = writer.next(['in flight']);
    await expect(log.append(writer.claim, batch)).rejects.toMatchObject(storageError('unknown'));
    await storage().connected();
    return { log, shard, inFlight: writer.inFlight(batch) };
  };

  describe('deciding what was in flight', () => {
    it.each([
      { executed: true, decided: 'stored', lastIndex: 2 },
      { executed: false, decided: 'absent', lastIndex: 1 },
    ])('finds it $decided after the next claim', async ({ executed, decided, lastIndex }) => {
      const { log, shard, inFlight } = await loseAppend({ executed });
      const claim = await log.claim(shard, 'the same owner');
      expect(claim.lastIndex).toBe(lastIndex);
      expect(await log.decideInFlight(claim, inFlight)).toBe(decided);
    });

    it.each([
      { executed: true, decided: 'stored' },
      { executed: false, decided: 'absent' },
    ])('finds it $decided behind a seal, without a claim', async ({ executed, decided }) => {
      const { log, shard, inFlight } = await loseAppend({ executed });
      await storage().another.seal(shard);
      await expect(log.claim(shard, 'the same owner')).rejects.toMatchObject(storageError('sealed'));
      expect(await log.decideInFlight(undefined, inFlight)).toBe(decided);
    });

    it.each([
      { executed: true, decided: 'unknown' },
      { executed: false, decided: 'absent' },
    ])('finds it $decided after everything was trimmed', async ({ executed, decided }) => {
      const { log, shard, inFlight } = await loseAppend({ executed });
      await storage().trimToEmpty(shard);
      const claim = await log.claim(shard, 'the same owner');
      expect(await log.decideInFlight(claim, inFlight)).toBe(decided);
    });

    it('says unknown without a claim and without a seal, for it may still land', async () => {
      const { log, inFlight } = await loseAppend({ executed: false });
      expect(await log.decideInFlight(undefined, inFlight)).toBe('unknown');
    });

    it('does not take the entry of another claim for its own', async () => {
      const { log, shard, inFlight } = await loseAppend({ executed: true });
      const claim = await log.claim(shard, 'the same owner');
      const foreign = { ...inFlight, claim: { ...inFlight.claim, token: Buffer.from('another!') } };
      expect(await log.decideInFlight(claim, foreign)).toBe('absent');
    });

    it('is fenced where somebody claimed after the own claim', async () => {
      const { log, shard, inFlight } = await loseAppend({ executed: true });
      const claim = await log.claim(shard, 'the same owner');
      await storage().another.claim(shard, 'another');
      await expect(log.decideInFlight(claim, inFlight)).rejects.toMatchObject(storageError('fenced'));
    });

    it('is not decided over a later connection than the one that claimed', async () => {
      const { log, shard, inFlight } = await loseAppend({ executed: true });
      const claim = await log.claim(shard, 'the same owner');
      await storage().reconnect();
      await expect(log.decideInFlight(claim, inFlight)).rejects.toMatchObject(storageError('disconnected'));
    });

    it('says that the log is gone where it was deleted meanwhile', async () => {
      const { log, shard, inFlight } = await loseAppend({ executed: true });
      const claim = await log.claim(shard, 'the same owner');
      await storage().another.delete([shard]);
      await expect(log.decideInFlight(claim, inFlight)).rejects.toMatchObject(storageError('gone'));
    });

    it('tells a lost claim from a refused one: the next claim is one epoch further', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const first = await log.claim(shard, 'owner');
      storage().loseNextReply({ executed: true });
      await expect(log.claim(shard, 'owner')).rejects.toMatchObject(storageError('unknown'));
      await storage().connected();
      expect(await log.claim(shard, 'owner')).toMatchObject({ epoch: first.epoch + 2, lastIndex: 0 });
    });
  });
}
