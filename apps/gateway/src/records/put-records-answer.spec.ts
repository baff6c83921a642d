import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KinesisError, type Shard } from '#lib/kinesis';
import { cborCodec, jsonCodec, smithyCborCodec, type Codec } from '#lib/wire';
import { PutRecordsAnswer, type ShardOutcome } from './put-records-answer.js';
import { MemoryGateway } from '../testing/memory-gateway.js';

async function shardsOfAStream(): Promise<readonly Shard[]> {
  const gateway = await MemoryGateway.open();
  const { shards } = await gateway.createStream('orders', { shardCount: 4 });
  await gateway.close();
  return shards;
}

const THROTTLED = new KinesisError('ProvisionedThroughputExceededException', 'Rate exceeded for shard 1.');
const UNKNOWN = new KinesisError('InternalFailure', 'The answer of Redis was lost.');

/** An answer of any outcomes, each of one to nine records. */
function anyAnswer(shards: readonly Shard[]): fc.Arbitrary<PutRecordsAnswer> {
  const anyOutcome = (shard: Shard): fc.Arbitrary<ShardOutcome> =>
    fc
      .record({
        recordCount: fc.integer({ min: 1, max: 9 }),
        firstIndex: fc.integer({ min: 1, max: 2 ** 43 - 10 }),
        ending: fc.constantFrom('stored', 'stored', 'stored', 'throttled', 'refused', 'unknown'),
      })
      .map(({ recordCount, firstIndex, ending }) => {
        const count = ending === 'throttled' ? recordCount - 1 : recordCount;
        const place = { epoch: 1_000_001, second: 1_790_000_000, firstIndex, count };
        const stored = { shard, recordCount, storedBytes: 0, result: place };
        if (ending === 'refused') return { ...stored, result: THROTTLED };
        if (ending === 'unknown') return { ...stored, result: UNKNOWN };
        return ending === 'throttled' ? { ...stored, throttle: THROTTLED } : stored;
      });
  return fc
    .record({ outcomes: fc.tuple(...shards.map(anyOutcome)), isEncrypted: fc.boolean() })
    .map(({ outcomes, isEncrypted }) => {
      const owners = outcomes.flatMap(({ recordCount }, i) => Array.from({ length: recordCount }, () => i));
      const turns = owners.toSorted((a, b) => ((a * 7) % 4) - ((b * 7) % 4));
      return new PutRecordsAnswer({ outcomeOfRecord: Uint16Array.from(turns), outcomes, isEncrypted });
    });
}

const readBack = (codec: Codec, answer: PutRecordsAnswer): object =>
  codec.read(Buffer.from(codec.write('PutRecords', answer))).structure;

describe('the answer of PutRecords', () => {
  it.each([jsonCodec, cborCodec, smithyCborCodec])(
    'says in $contentType what its entries are',
    async (codec) => {
      const shards = await shardsOfAStream();
      fc.assert(
        fc.property(anyAnswer(shards), (answer) => {
          const entries = answer.entries();
          expect(readBack(codec, answer)).toMatchObject({
            FailedRecordCount: entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length,
            Records: entries,
          });
        }),
      );
    },
  );

  it('says the same in each of them', async () => {
    const shards = await shardsOfAStream();
    fc.assert(
      fc.property(anyAnswer(shards), (answer) => {
        const inJson = readBack(jsonCodec, answer);
        expect(readBack(cborCodec, answer)).toEqual(inJson);
        expect(readBack(smithyCborCodec, answer)).toEqual(inJson);
      }),
    );
  });
});
