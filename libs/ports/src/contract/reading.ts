import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, LOG_START, type LogPosition, type ShardRef } from '#lib/kinesis';
import { lastPlaceOf, type LogBatch } from '../log-batch.js';
import type { LogRead, ShardLog } from '../shard-log.js';
import { LogWriter, textsOf } from './log-writer.js';
import { TestShards, type ShardLogStorage } from './shard-log-storage.js';

const PLENTY = 1024 * 1024;
const RUNS = 15;

/** Reading by position, in steps of any size. */
export function readingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();
  const read = (shard: ShardRef, from: LogPosition, maxBytes = PLENTY): Promise<LogRead> =>
    storage().log.read(shard, { from, maxBytes });

  describe('reading', () => {
    it('finds nothing in a new log, and is at its tip', async () => {
      const shard = await shards.open(storage().log);
      expect(await read(shard, LOG_START)).toEqual({ batches: [], isAtTip: true, isSealed: false });
    });

    it('answers the whole batch that holds the record asked for', async () => {
      const shard = await shards.open(storage().log);
      const writer = await LogWriter.claim(storage().log, shard);
      await writer.append(['1', '2', '3']);
      const second = await writer.append(['4', '5', '6'], { msLater: 1 });
      const { batches } = await read(shard, { ...second.position, index: 5 });
      expect(textsOf(batches)).toEqual(['4', '5', '6']);
    });

    it('answers what comes behind a record', async () => {
      const shard = await shards.open(storage().log);
      const writer = await LogWriter.claim(storage().log, shard);
      const first = await writer.append(['1', '2']);
      const second = await writer.append(['3']);
      expect(textsOf((await read(shard, after(first.position))).batches)).toEqual(['3']);
      expect(await read(shard, after(second.position))).toMatchObject({ batches: [], isAtTip: true });
    });

    it('goes on over the claims of later owners, also where there are many of them in a row', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const first = await (await LogWriter.claim(log, shard)).append(['1']);
      for (let claims = 0; claims < 40; claims += 1) await log.claim(shard, 'owner');
      await (await LogWriter.claim(log, shard)).append(['2']);
      expect(textsOf((await read(shard, after(first.position), 1)).batches)).toEqual(['2']);
    });

    it('stops behind the batch that reaches the bound, and answers one batch at least', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      for (let batch = 0; batch < 50; batch += 1) await writer.append([String(batch).padEnd(100, '.')]);
      const one = await read(shard, LOG_START, 1);
      expect(one.batches).toHaveLength(1);
      expect(one.isAtTip).toBe(false);
      const { addedBytes = 0 } = storage();
      const bodyBytes = (one.batches[0]?.batch.body.length ?? 0) + addedBytes;
      expect((await read(shard, LOG_START, 20 * bodyBytes)).batches).toHaveLength(20);
      expect((await read(shard, LOG_START, 20 * bodyBytes + 1)).batches).toHaveLength(21);
    });

    it('says at the end of a sealed log that nothing will ever come', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const { position } = await (await LogWriter.claim(log, shard)).append(['last']);
      await log.seal(shard);
      expect(await read(shard, LOG_START)).toMatchObject({ isAtTip: true, isSealed: true });
      expect(await read(shard, after(position))).toEqual({ batches: [], isAtTip: true, isSealed: true });
    });

    it('gives every record once and in order, in steps of any size', async () => {
      const action = fc.oneof(
        { weight: 1, arbitrary: fc.constant('claim' as const) },
        { weight: 3, arbitrary: fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 5 }) },
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(action, { maxLength: 25 }),
          fc.integer({ min: 1, max: 4000 }),
          async (actions, step) => {
            const shard = await shards.open(storage().log);
            const written: string[] = [];
            let writer = await LogWriter.claim(storage().log, shard);
            for (const next of actions) {
              if (next === 'claim') writer = await LogWriter.claim(storage().log, shard);
              else {
                await writer.append(next);
                written.push(...next);
              }
            }
            expect(textsOf(await readInSteps(storage().log, shard, step))).toEqual(written);
          },
        ),
        { numRuns: RUNS },
      );
    });
  });

  describe('a bound of records', () => {
    it.each([
      { maxRecords: 1, from: 0, texts: ['1', '2', '3'] },
      { maxRecords: 3, from: 0, texts: ['1', '2', '3'] },
      { maxRecords: 4, from: 0, texts: ['1', '2', '3', '4'] },
      { maxRecords: 1, from: 3, texts: ['1', '2', '3'] },
      { maxRecords: 2, from: 3, texts: ['1', '2', '3', '4'] },
      { maxRecords: 100, from: 0, texts: ['1', '2', '3', '4', '5'] },
    ])('of $maxRecords from record $from on is met by whole batches', async ({ maxRecords, from, texts }) => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const { position } = await writer.append(['1', '2', '3']);
      await writer.append(['4']);
      await writer.append(['5']);
      const start = from === 0 ? LOG_START : { ...position, index: from };
      const { batches, isAtTip } = await log.read(shard, { from: start, maxBytes: PLENTY, maxRecords });
      expect(textsOf(batches)).toEqual(texts);
      expect(isAtTip).toBe(maxRecords === 100);
    });
  });

  describe('the tip', () => {
    it('is index 0 in a new log, then the last record, also behind a claim', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      expect(await log.tip(shard)).toMatchObject({ position: { index: 0 }, isSealed: false });
      const { position } = await (await LogWriter.claim(log, shard)).append(['1', '2']);
      expect(await log.tip(shard)).toEqual({ position, isSealed: false });
      const claim = await log.claim(shard, 'owner');
      expect((await log.tip(shard)).position).toEqual({ epoch: claim.epoch, second: claim.second, index: 2 });
    });

    it('is behind everything: what is read from there are the records that come', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      await (await LogWriter.claim(log, shard)).append(['old']);
      await log.claim(shard, 'owner');
      const { position } = await log.tip(shard);
      await (await LogWriter.claim(log, shard)).append(['new']);
      expect(textsOf((await read(shard, after(position))).batches)).toEqual(['new']);
    });

    it('of a sealed log is its last record', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const { position } = await (await LogWriter.claim(log, shard)).append(['1', '2']);
      await log.seal(shard);
      expect(await log.tip(shard)).toEqual({ position, isSealed: true });
    });
  });
}

async function readInSteps(log: ShardLog, shard: ShardRef, maxBytes: number): Promise<readonly LogBatch[]> {
  const all: LogBatch[] = [];
  let from = LOG_START;
  for (;;) {
    const { batches, isAtTip } = await log.read(shard, { from, maxBytes });
    all.push(...batches);
    const last = batches.at(-1);
    if (last) from = after(lastPlaceOf(last));
    if (isAtTip) return all;
  }
}
