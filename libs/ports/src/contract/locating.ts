import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { after, LOG_START } from '#lib/kinesis';
import type { BatchToAppend } from '../shard-log.js';
import { firstPlaceOf, LogWriter } from './log-writer.js';
import { TestShards, type ShardLogStorage } from './shard-log-storage.js';

const RUNS = 25;

/** Finding a place by time: the same answer as reading everything from the beginning. */
export function locatingContract(storage: () => ShardLogStorage): void {
  const shards = new TestShards();

  describe('locating a time', () => {
    it('is the end of a log without records', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      expect(await log.locate(shard, 0)).toEqual(after(LOG_START));
      const claim = await log.claim(shard, 'owner');
      expect(await log.locate(shard, 0)).toEqual(
        after({ epoch: claim.epoch, second: claim.second, index: 0 }),
      );
    });

    it('reaches over an epoch to an older one: a claim does not hide what came before it', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const old = await writer.append(['old']);
      await writer.append(['later'], { msLater: 3_600_000 });
      await log.claim(shard, 'another');
      expect(await log.locate(shard, old.header.timeMs)).toEqual(firstPlaceOf(old));
    });

    it('tells batches of one second apart by their milliseconds', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const writer = await LogWriter.claim(log, shard);
      const batches: BatchToAppend[] = [];
      for (let i = 0; i < 40; i += 1) batches.push(await writer.append(['a', 'b', 'c'], { msLater: 20 }));
      for (const batch of [batches[0], batches[17], batches[39]]) {
        if (batch) expect(await log.locate(shard, batch.header.timeMs - 5)).toEqual(firstPlaceOf(batch));
      }
    });

    it('is the end where every entry was trimmed', async () => {
      const { log } = storage();
      const shard = await shards.open(log);
      const { position } = await (await LogWriter.claim(log, shard)).append(['a']);
      await storage().trimToEmpty(shard);
      expect(await log.locate(shard, 0)).toEqual(after(position));
    });

    it('finds the first batch at or after it, whatever clocks and owners did', async () => {
      const action = fc.oneof(
        { weight: 1, arbitrary: fc.constant('claim' as const) },
        { weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 10, 400, 1000, 1001, 60_000) },
      );
      const scenario = {
        actions: fc.array(action, { maxLength: 30 }),
        looks: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
      };
      await fc.assert(
        fc.asyncProperty(fc.record(scenario), async ({ actions, looks }) => {
          const { log } = storage();
          const shard = await shards.open(log);
          const appended: BatchToAppend[] = [];
          let writer = await LogWriter.claim(log, shard);
          const startMs = writer.claim.second * 1000;
          for (const next of actions) {
            if (next === 'claim') writer = await LogWriter.claim(log, shard);
            else appended.push(await writer.append(['a', 'b'], { msLater: next }));
          }
          const end = after((await log.tip(shard)).position);
          const spanMs = (appended.at(-1)?.header.timeMs ?? startMs) - startMs + 2;
          for (const look of looks) {
            const timestampMs = startMs - 1 + (look % (spanMs + 1));
            const expected = appended.find(({ header }) => header.timeMs >= timestampMs);
            expect(await log.locate(shard, timestampMs)).toEqual(expected ? firstPlaceOf(expected) : end);
          }
        }),
        { numRuns: RUNS },
      );
    });
  });
}
