import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sealShardIterator, type Shard, type Stream } from '#lib/kinesis';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { storedRecords } from '../testing/stored-records.js';
import { deleteStream } from './delete-stream.js';
import { getRecords } from './get-records.js';
import { getShardIterator } from './get-shard-iterator.js';
import { putRecords } from './put-records.js';

let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

async function put(...entries: readonly { readonly data: Uint8Array | string; readonly key?: string }[]) {
  const Records = entries.map(({ data, key = 'a' }) => ({ Data: Buffer.from(data), PartitionKey: key }));
  const answer = await putRecords({ StreamName: 'orders', Records }, gateway.context);
  return answer.entries().map(({ SequenceNumber }) => SequenceNumber);
}

async function iteratorOf(ShardIteratorType: 'TRIM_HORIZON' | 'LATEST' = 'TRIM_HORIZON'): Promise<string> {
  const input = { StreamName: 'orders', ShardId: '0', ShardIteratorType };
  return (await getShardIterator(input, gateway.context)).ShardIterator ?? '';
}

const get = (ShardIterator: string, Limit?: number, context = gateway.context) =>
  getRecords({ ShardIterator, Limit }, context);
const textsOf = (answer: Awaited<ReturnType<typeof get>>) =>
  answer.records().map(({ Data }) => Buffer.from(Data).toString());

describe('GetRecords', () => {
  it('gives the records in order, with all that they have', async () => {
    const numbers = await put({ data: 'first', key: 'a' }, { data: '', key: 'b' });
    const answer = await get(await iteratorOf());
    expect(JSON.parse(String(answer.toJson()))).toEqual({
      Records: [
        {
          SequenceNumber: numbers[0],
          ApproximateArrivalTimestamp: gateway.nowMs / 1000,
          Data: Buffer.from('first').toString('base64'),
          PartitionKey: 'a',
        },
        {
          SequenceNumber: numbers[1],
          ApproximateArrivalTimestamp: gateway.nowMs / 1000,
          Data: '',
          PartitionKey: 'b',
        },
      ],
      NextShardIterator: expect.any(String),
      MillisBehindLatest: 0,
    });
  });

  it('writes by hand what JSON means, whatever the keys and the data are', async () => {
    const record = fc.record({
      data: fc.uint8Array({ maxLength: 50 }),
      key: fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
        const iterator = await iteratorOf('LATEST');
        await put(...records);
        const answer = await get(iterator);
        const { Records } = JSON.parse(String(answer.toJson())) as {
          Records: { Data: string; PartitionKey: string }[];
        };
        expect(Records).toEqual(
          answer.records().map((each) => ({
            ...each,
            ApproximateArrivalTimestamp: gateway.nowMs / 1000,
            Data: Buffer.from(each.Data).toString('base64'),
          })),
        );
        expect(Records.map(({ PartitionKey }) => PartitionKey)).toEqual(
          records.map(({ key }) => Buffer.from(key).toString()),
        );
      }),
      { numRuns: 50 },
    );
  });

  it.each(['a"b', 'a\\b', 'a\u0000\u001f', 'a\u007f', 'é', '中', '𝄞'])(
    'gives the key %j back',
    async (key) => {
      await put({ data: 'x', key }, { data: 'y', key: 'plain' });
      const { Records } = JSON.parse(String((await get(await iteratorOf())).toJson())) as {
        Records: { PartitionKey: string }[];
      };
      expect(Records.map(({ PartitionKey }) => PartitionKey)).toEqual([key, 'plain']);
    },
  );

  it('gives every record once and in order, whatever the batches and the limits are', async () => {
    const batchSizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    let written = 0;
    await fc.assert(
      fc.asyncProperty(batchSizes, fc.integer({ min: 1, max: 40 }), async (sizes, limit) => {
        for (const size of sizes) {
          gateway.nowMs += size % 3 === 0 ? 1000 : 0;
          await put(...Array.from({ length: size }, (_, i) => ({ data: String(written + i) })));
          written += size;
        }
        const records = await storedRecords({ streamName: 'orders', limit }, gateway.context);
        const texts = records.map(({ Data }) => Buffer.from(Data).toString());
        expect(texts).toEqual(Array.from({ length: written }, (_, i) => String(i)));
      }),
      { numRuns: 20 },
    );
  });

  it('gives another iterator at the tip each time, all for one place', async () => {
    const iterator = await iteratorOf('LATEST');
    const [one, two] = [await get(iterator), await get(iterator)];
    expect(one.parts.nextShardIterator).not.toBe(two.parts.nextShardIterator);
    await put({ data: 'late' });
    for (const { parts } of [one, two])
      expect(textsOf(await get(parts.nextShardIterator ?? ''))).toEqual(['late']);
  });

  it('says how far behind the reader is, in the records that it gave', async () => {
    await put({ data: '0' });
    gateway.nowMs += 5000;
    await put({ data: '1' });
    gateway.nowMs += 7000;
    const first = await get(await iteratorOf(), 1);
    expect(first.parts.millisBehindLatest).toBe(12_000);
    const second = await get(first.parts.nextShardIterator ?? '', 1);
    expect([textsOf(second), second.parts.millisBehindLatest]).toEqual([['1'], 0]);
  });

  it('gives up to 10,000 records where no Limit is given', async () => {
    for (let i = 0; i < 21; i += 1) await put(...Array.from({ length: 500 }, () => ({ data: 'x' })));
    const first = await get(await iteratorOf());
    const second = await get(first.parts.nextShardIterator ?? '');
    expect([first.records().length, second.records().length]).toEqual([10_000, 500]);
  });

  it('gives up to 10 MiB of data, and at least one record', async () => {
    const large = { data: Buffer.alloc(1_000_000) };
    for (let i = 0; i < 12; i += 1) await put(large);
    const first = await get(await iteratorOf());
    expect(first.records()).toHaveLength(10);
    expect(first.parts.millisBehindLatest).toBe(0);
    expect((await get(first.parts.nextShardIterator ?? '')).records()).toHaveLength(2);
  });

  it('does not give records that are past the retention period', async () => {
    await put({ data: 'old' }, { data: 'old' });
    gateway.nowMs += 23 * 3_600_000;
    await put({ data: 'young' });
    const iterator = await iteratorOf();
    expect(textsOf(await get(iterator))).toEqual(['old', 'old', 'young']);
    gateway.nowMs += 2 * 3_600_000;
    expect(textsOf(await get(await iteratorOf()))).toEqual(['young']);
    gateway.nowMs += 24 * 3_600_000;
    const last = await get(await iteratorOf());
    expect([textsOf(last), last.parts.millisBehindLatest]).toEqual([[], 0]);
  });

  it('steps over much that has expired without reading it all', async () => {
    for (let i = 0; i < 20; i += 1) await put({ data: Buffer.alloc(1_000_000) });
    gateway.nowMs += 25 * 3_600_000;
    await put({ data: 'young' });
    expect(textsOf(await get(await iteratorOf()))).toEqual(['young']);
  });

  it('takes an iterator in double quotes, any number of times, for 5 minutes', async () => {
    await put({ data: 'x' });
    const iterator = await iteratorOf();
    gateway.nowMs += 300_000;
    for (const text of [iterator, `"${iterator}"`]) expect(textsOf(await get(text))).toEqual(['x']);
    gateway.nowMs += 1;
    expect(await refusalOf(() => get(iterator))).toBe(
      'ExpiredIteratorException: Iterator expired. The iterator was created at time Sun Nov 22 10:00:00 UTC 2026 while ' +
        'right now it is Sun Nov 22 10:05:00 UTC 2026 which is further in the future than the tolerated delay of ' +
        '300000 milliseconds.',
    );
  });

  it('refuses an iterator that is malformed, or was made by another installation', async () => {
    const shard = { streamId: gateway.context.catalogue.stream({ streamName: 'orders' }).id, shardNumber: 0 };
    const iterator = { shard, position: { epoch: 1, second: 1, index: 1 }, issuedAtMs: gateway.nowMs };
    const foreign = sealShardIterator({ ...gateway.context.seal, key: Buffer.alloc(32) }, iterator);
    for (const text of ['x', 'AAAAAAAAAAE=', `${await iteratorOf()}A`, foreign, 'é'.repeat(100)])
      expect(await refusalOf(() => get(text))).toBe('InvalidArgumentException: Invalid ShardIterator.');
  });

  it('does not find a stream that was deleted, also where another one has its name', async () => {
    const iterator = await iteratorOf();
    await deleteStream({ StreamName: 'orders' }, gateway.context);
    expect(await refusalOf(() => get(iterator))).toMatch(/^ResourceNotFoundException: /);
    await gateway.createStream('orders');
    expect(await refusalOf(() => get(iterator))).toMatch(/^ResourceNotFoundException: /);
  });

  it('takes the ARN and the id of the iterator’s stream, and of no other', async () => {
    const { id } = await gateway.createStream('returns');
    const arn = (name: string) => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;
    const ShardIterator = await iteratorOf();
    await getRecords({ ShardIterator, StreamARN: arn('orders') }, gateway.context);
    for (const other of [{ StreamARN: arn('returns') }, { StreamId: id }]) {
      expect(await refusalOf(() => getRecords({ ShardIterator, ...other }, gateway.context))).toBe(
        'InvalidArgumentException: The ShardIterator belongs to stream orders, the request names stream returns.',
      );
    }
    const nowhere = { ShardIterator, StreamARN: arn('nope') };
    expect(await refusalOf(() => getRecords(nowhere, gateway.context))).toMatch(
      /^ResourceNotFoundException: /,
    );
  });

  it('ends a dry run once all is checked', async () => {
    const ShardIterator = await iteratorOf();
    const dry = (iterator: string) => getRecords({ ShardIterator: iterator, DryRun: true }, gateway.context);
    expect(await refusalOf(() => dry(ShardIterator))).toMatch(/^DryRunOperationException: /);
    expect(await refusalOf(() => dry('x'))).toMatch(/^InvalidArgumentException: /);
  });

  it('says that the shard does not answer', async () => {
    const context = { ...gateway.context, router: failingShards('unknown') };
    const iterator = await iteratorOf();
    expect(await refusalOf(() => get(iterator, 1, context))).toMatch(
      /^InternalFailure: No answer came from shard/,
    );
  });
});

describe('GetRecords at the end of a closed shard', () => {
  /** A context in which the stream's shard is closed, with these children. */
  async function closedInto(children: readonly Partial<Shard>[]) {
    const stream = gateway.context.catalogue.stream({ streamName: 'orders' });
    await gateway.shardLog.seal({ streamId: stream.id, shardNumber: 0 });
    const [parent] = stream.shards;
    if (!parent) throw new TypeError('a stream of no shards');
    const closed = { ...parent, closedAtSecond: Math.floor(gateway.nowMs / 1000) };
    const resharded: Stream = {
      ...stream,
      shards: [closed, ...children.map((child, i) => ({ ...parent, parents: [0], number: i + 1, ...child }))],
    };
    const catalogue = { ...gateway.context.catalogue, stream: () => resharded };
    return { ...gateway.context, catalogue, router: gateway.newShardClient() };
  }

  it('gives the child shards in place of an iterator, with the last records or after them', async () => {
    await put({ data: '0' }, { data: '1' });
    const iterator = await iteratorOf();
    const context = await closedInto([{}, { parents: [0, 5] }]);
    const before = await get(iterator, 1, context);
    expect([textsOf(before), before.parts.childShards]).toEqual([['0'], undefined]);
    const last = await get(before.parts.nextShardIterator ?? '', 1, context);
    expect(JSON.parse(String(last.toJson()))).toEqual({
      Records: [expect.objectContaining({ Data: Buffer.from('1').toString('base64') })],
      MillisBehindLatest: 0,
      ChildShards: [
        {
          ShardId: 'shardId-000000000001',
          ParentShards: ['shardId-000000000000'],
          HashKeyRange: { StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455' },
        },
        expect.objectContaining({ ParentShards: ['shardId-000000000000', 'shardId-000000000005'] }),
      ],
    });
  });

  it('gives an iterator while the children are not there yet', async () => {
    const iterator = await iteratorOf();
    const answer = await get(iterator, 1, await closedInto([]));
    expect(answer.parts.childShards).toBeUndefined();
    expect(answer.parts.nextShardIterator).toEqual(expect.any(String));
  });
});
