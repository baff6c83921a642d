import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endingSequenceNumber, startingSequenceNumber } from '#lib/kinesis';
import { failingShards } from '../testing/failing-shards.js';
import { MemoryGateway } from '../testing/memory-gateway.js';
import { refusalOf } from '../testing/refusal.js';
import { getRecords } from './get-records.js';
import { getShardIterator } from './get-shard-iterator.js';
import { putRecord } from './put-record.js';

type Input = Parameters<typeof getShardIterator>[0];

let gateway: MemoryGateway;
/** Of the records 0, 1 and 2, which are a second apart. */
let numbers: string[];

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders', { shardCount: 2 });
  numbers = [];
  for (const text of ['0', '1', '2']) {
    gateway.nowMs += 1000;
    numbers.push((await put(text)).SequenceNumber);
  }
});
afterEach(() => gateway.close());

const put = (text: string) =>
  putRecord({ StreamName: 'orders', Data: Buffer.from(text), PartitionKey: 'a' }, gateway.context);

const iteratorOf = (input: Partial<Input>) =>
  getShardIterator(
    { StreamName: 'orders', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON', ...input },
    gateway.context,
  );

async function textsFrom(input: Partial<Input>): Promise<string> {
  const { ShardIterator = '' } = await iteratorOf(input);
  const answer = await getRecords({ ShardIterator }, gateway.context);
  return answer
    .records()
    .map(({ Data }) => Buffer.from(Data).toString())
    .join(' ');
}

describe('GetShardIterator', () => {
  it('begins at the trim horizon, at a number or after it', async () => {
    expect(await textsFrom({ ShardIteratorType: 'TRIM_HORIZON' })).toBe('0 1 2');
    const StartingSequenceNumber = numbers[1];
    expect(await textsFrom({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber })).toBe('1 2');
    expect(await textsFrom({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber })).toBe('2');
  });

  it('begins behind what there is', async () => {
    const { ShardIterator = '' } = await iteratorOf({ ShardIteratorType: 'LATEST' });
    await put('3');
    const answer = await getRecords({ ShardIterator }, gateway.context);
    expect(answer.records().map(({ Data }) => Buffer.from(Data).toString())).toEqual(['3']);
  });

  it('begins behind what there is in a shard that was never written to', async () => {
    const { ShardIterator = '' } = await iteratorOf({ ShardIteratorType: 'LATEST', ShardId: '1' });
    await putRecord({ StreamName: 'orders', Data: Buffer.from('first'), PartitionKey: 'b' }, gateway.context);
    expect((await getRecords({ ShardIterator }, gateway.context)).records()).toHaveLength(1);
  });

  it.each([
    [0, '2'],
    [-1, '2'],
    [-999, '2'],
    [-1000, '1 2'],
    [-2500, '0 1 2'],
    [-1e15, '0 1 2'],
    [-1e300, '0 1 2'],
    [-Infinity, '0 1 2'],
  ])('begins with the first record at or after a time, %d ms from now', async (fromNowMs, texts) => {
    const Timestamp = gateway.nowMs + fromNowMs;
    expect(await textsFrom({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).toBe(texts);
  });

  it('does not ask the shard for a time before the trim horizon', async () => {
    const context = { ...gateway.context, router: failingShards('unknown') };
    const input = {
      StreamName: 'orders',
      ShardId: '0',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: -1e300,
    } as const;
    expect(await refusalOf(() => getShardIterator(input, context))).toBe('succeeded');
  });

  it('takes the starting and the ending number of the shard', async () => {
    const shard = { shardNumber: 0, shardCreatedAtSecond: Math.floor(gateway.nowMs / 1000) - 3 };
    const ShardIteratorType = 'AT_SEQUENCE_NUMBER';
    const start = { ShardIteratorType, StartingSequenceNumber: startingSequenceNumber(shard) } as const;
    const end = { ShardIteratorType, StartingSequenceNumber: endingSequenceNumber(shard, 2e9) } as const;
    expect(await textsFrom(start)).toBe('0 1 2');
    expect(await textsFrom({ ...start, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' })).toBe('0 1 2');
    expect(await textsFrom(end)).toBe('');
  });

  it.each(['shardId-0', '0', 'shardId-000000000000'])('takes %s for the first shard', async (ShardId) => {
    expect(await textsFrom({ ShardId })).toBe('0 1 2');
  });

  it('gives another iterator each time, of at most 512 characters', async () => {
    const iterators = [await iteratorOf({}), await iteratorOf({})].map(({ ShardIterator }) => ShardIterator);
    expect(new Set(iterators).size).toBe(2);
    for (const iterator of iterators) expect(iterator?.length).toBeLessThanOrEqual(512);
  });

  const must =
    'InvalidArgumentException: Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and ' +
    'StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ';
  it.each<readonly [Partial<Input>, string]>([
    [{ StreamName: 'nope' }, 'ResourceNotFoundException: Stream nope under account 000000000000 not found.'],
    [
      { ShardId: 'shardId-5' },
      'ResourceNotFoundException: Shard shardId-000000000005 in stream orders under account 000000000000 does not exist',
    ],
    [
      { ShardId: 'ABKLFD8' },
      'ResourceNotFoundException: Could not find shard ABKLFD8 in stream orders under account 000000000000.',
    ],
    [{ ShardIteratorType: 'AT_SEQUENCE_NUMBER' }, `${must}AT_SEQUENCE_NUMBER and no StartingSequenceNumber.`],
    [
      { ShardIteratorType: 'LATEST', StartingSequenceNumber: '5' },
      `${must}LATEST and also a StartingSequenceNumber.`,
    ],
    [
      { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5' },
      'InvalidArgumentException: StartingSequenceNumber 5 used in GetShardIterator on shard shardId-000000000000 in ' +
        'stream orders under account 000000000000 is invalid.',
    ],
    [
      { ShardIteratorType: 'AT_TIMESTAMP' },
      'InvalidArgumentException: Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current ' +
        'request has no timestamp parameter.',
    ],
    [
      { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1e300 },
      /^InvalidArgumentException: The timestampInMillis parameter cannot be greater than the currentTimestampInMillis/
        .source,
    ],
    [
      { DryRun: true },
      'DryRunOperationException: Request would have succeeded, but the DryRun parameter was specified.',
    ],
  ])('refuses %j', async (input, refusal) => {
    const refused = await refusalOf(() => iteratorOf(input));
    if (refusal.startsWith('^')) expect(refused).toMatch(new RegExp(refusal));
    else expect(refused).toBe(refusal);
  });

  it('refuses a number of another shard', async () => {
    const input = {
      ShardId: '1',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: numbers[0],
    } as const;
    expect(await refusalOf(() => iteratorOf(input))).toBe(
      'InvalidArgumentException: Invalid StartingSequenceNumber. It encodes shardId-000000000000, while it was used in ' +
        'a call to a shard with shardId-000000000001',
    );
  });

  it('says that the shard does not answer', async () => {
    const context = { ...gateway.context, router: failingShards('unknown') };
    const input = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'LATEST' } as const;
    expect(await refusalOf(() => getShardIterator(input, context))).toMatch(
      /^InternalFailure: No answer came/,
    );
  });
});
