import { createHash, randomBytes } from 'node:crypto';
import {
  InvalidArgumentException,
  Kinesis,
  paginateListStreams,
  ResourceInUseException,
  ResourceNotFoundException,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
  type KinesisClientConfig,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import fc from 'fast-check';
import { removeServers, Server } from '../server.js';
import { readStream, readToTip, type ReadRecord } from './sdk-records.js';

jest.setTimeout(120_000);

beforeAll(async () => {
  const env = { SHARDWELL_STREAM_TRANSITION_MS: '20', SHARDWELL_LOG_STREAMS: '' };
  const { url } = await Server.start({ env });
  // What a program that uses AWS changes, and nothing else.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KINESIS: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'shardwell',
    AWS_SECRET_ACCESS_KEY: 'shardwell',
  });
});
afterAll(removeServers);

const HANDLERS: readonly (readonly [string, string, KinesisClientConfig])[] = [
  ['its default handler', 'h2', {}],
  ['NodeHttpHandler', 'http/1.1', { requestHandler: new NodeHttpHandler() }],
];

describe.each(HANDLERS)("AWS's SDK for JavaScript with %s", (_, protocol, config) => {
  let client: Kinesis;
  let streams = 0;

  beforeAll(() => {
    client = new Kinesis(config);
  });
  afterAll(() => client.destroy());

  /** The name of a new stream that is ACTIVE. */
  async function newStream(shardCount: number): Promise<string> {
    const name = `stream-${protocol.replace('/', '-')}-${(streams += 1)}`;
    await client.createStream({ StreamName: name, ShardCount: shardCount });
    await waitUntilStreamExists(
      { client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.05 },
      { StreamName: name },
    );
    return name;
  }

  async function shardsOf(streamName: string): Promise<readonly Shard[]> {
    return (await client.listShards({ StreamName: streamName })).Shards ?? [];
  }

  it(`speaks ${protocol}`, () => {
    expect(client.config.requestHandler.metadata?.handlerProtocol).toBe(protocol);
  });

  it('makes a stream and deletes it, and waits for both', async () => {
    const StreamName = await newStream(1);
    expect((await client.describeStreamSummary({ StreamName })).StreamDescriptionSummary).toMatchObject({
      StreamName,
      StreamARN: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`,
      StreamStatus: 'ACTIVE',
      OpenShardCount: 1,
      RetentionPeriodHours: 24,
      StreamCreationTimestamp: expect.any(Date),
    });
    await client.deleteStream({ StreamName });
    await waitUntilStreamNotExists(
      { client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.05 },
      { StreamName },
    );
    await expect(client.describeStream({ StreamName })).rejects.toThrow(ResourceNotFoundException);
    await expect(client.describeStream({ StreamName })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      message: `Stream ${StreamName} under account 000000000000 not found.`,
    });
  });

  it('takes a stream by its name, by its ARN and by both, in every operation', async () => {
    const StreamName = await newStream(1);
    const StreamARN = `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
    for (const address of [{ StreamName }, { StreamARN }, { StreamName, StreamARN }]) {
      const description = await client.describeStream(address);
      expect(description.StreamDescription?.StreamARN).toBe(StreamARN);
      const summary = await client.describeStreamSummary(address);
      expect(summary.StreamDescriptionSummary?.StreamName).toBe(StreamName);
      const entry = { PartitionKey: 'a', Data: Buffer.from('x') };
      await client.putRecord({ ...address, ...entry });
      await client.putRecords({ ...address, Records: [entry] });
      const { Shards: [shard] = [] } = await client.listShards(address);
      const { ShardIterator: iterator } = await client.getShardIterator({
        ...address,
        ShardId: shard?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      });
      const { Records } = await client.getRecords({ ShardIterator: iterator, StreamARN });
      expect(Records?.length).toBeGreaterThan(0);
    }
    expect(await readStream(client, StreamName)).toHaveLength(6);
    await client.deleteStream({ StreamName, StreamARN });
  });

  it('lists streams page by page', async () => {
    const names = await Promise.all([newStream(1), newStream(1), newStream(1)]);
    const listed: string[] = [];
    for await (const { StreamNames = [] } of paginateListStreams({ client, pageSize: 2 }, {})) {
      expect(StreamNames.length).toBeLessThanOrEqual(2);
      listed.push(...StreamNames);
    }
    expect(listed).toEqual([...new Set(listed)].toSorted());
    expect(listed).toEqual(expect.arrayContaining(names));
  });

  it('lists shards page by page, behind a shard, and by a filter', async () => {
    const StreamName = await newStream(7);
    const all = (await shardsOf(StreamName)).map(({ ShardId }) => ShardId);
    expect(all).toEqual(Array.from({ length: 7 }, (_number, i) => `shardId-00000000000${i}`));

    const paged: unknown[] = [];
    let page = await client.listShards({ StreamName, MaxResults: 3 });
    for (; page.NextToken; page = await client.listShards({ NextToken: page.NextToken, MaxResults: 3 }))
      paged.push(page.Shards?.map(({ ShardId }) => ShardId));
    paged.push(page.Shards?.map(({ ShardId }) => ShardId));
    expect(paged).toEqual([all.slice(0, 3), all.slice(3, 6), all.slice(6)]);

    const shardsBy = async (options: object) =>
      (await client.listShards({ StreamName, ...options })).Shards?.map(({ ShardId }) => ShardId);
    expect(await shardsBy({ ExclusiveStartShardId: all[4] })).toEqual(all.slice(5));
    for (const Type of ['AT_LATEST', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON'])
      expect(await shardsBy({ ShardFilter: { Type } })).toEqual(all);
    expect(await shardsBy({ ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: all[2] } })).toEqual(
      all.slice(3),
    );
    for (const Type of ['AT_TIMESTAMP', 'FROM_TIMESTAMP'])
      expect(await shardsBy({ ShardFilter: { Type, Timestamp: new Date() } })).toEqual(all);
  });

  it('describes a stream whose shards tile the hash keys, page by page', async () => {
    const StreamName = await newStream(3);
    const first = (await client.describeStream({ StreamName, Limit: 2 })).StreamDescription;
    const ExclusiveStartShardId = first?.Shards?.[1]?.ShardId;
    const rest = (await client.describeStream({ StreamName, ExclusiveStartShardId })).StreamDescription;
    expect([first?.HasMoreShards, rest?.HasMoreShards]).toEqual([true, false]);
    const shards = [...(first?.Shards ?? []), ...(rest?.Shards ?? [])];
    expect(shards).toEqual(await shardsOf(StreamName));
    const ranges = shards.map(rangeOf);
    expect(ranges.map(({ start }) => start)).toEqual([0n, ...ranges.slice(0, -1).map(({ end }) => end + 1n)]);
    expect(ranges.at(-1)?.end).toBe(2n ** 128n - 1n);
  });

  it('reads back what it put: byte for byte, at its number, in its shard, in the order of its key', async () => {
    const StreamName = await newStream(4);
    const keys = ['a', 'order-17', 'ключ', '鍵🔑', '\u0000', ' ', '"\\', 'é'.repeat(256)];
    const datas = [
      Buffer.alloc(0),
      ALL_BYTES,
      Buffer.from('π ≈ 3'),
      Buffer.from([0xff, 0xfe]),
      randomBytes(9999),
    ];
    const entries = Array.from({ length: 500 }, (_number, i) => ({
      PartitionKey: oneOf(keys, i),
      Data: i < 250 ? oneOf(datas, i) : Buffer.from(`${i}`),
    }));
    const answer = await client.putRecords({ StreamName, Records: entries });
    expect(answer.FailedRecordCount).toBe(0);
    const single = { PartitionKey: 'a', Data: ALL_BYTES };
    const answers = [...(answer.Records ?? []), await client.putRecord({ StreamName, ...single })];
    const put = [...entries, single].map(({ PartitionKey, Data }, i) => ({
      shardId: answers[i]?.ShardId,
      sequenceNumber: answers[i]?.SequenceNumber,
      partitionKey: PartitionKey,
      data: Data,
    }));

    const read = await readStream(client, StreamName);
    expect(inOrderOfKeys(read)).toEqual(inOrderOfKeys(put));
    const shards = await shardsOf(StreamName);
    for (const { partitionKey, shardId } of read) expect(shardId).toBe(shardOf(md5(partitionKey), shards));
    expect(new Set(read.map(({ shardId }) => shardId)).size).toBeGreaterThan(1);
  });

  it('finds a record in the shard of its ExplicitHashKey, at both ends of every range', async () => {
    const StreamName = await newStream(3);
    for (const shard of await shardsOf(StreamName)) {
      const { start, end } = rangeOf(shard);
      for (const hashKey of [start, end]) {
        const entry = { PartitionKey: 'same', ExplicitHashKey: String(hashKey), Data: Buffer.from('x') };
        const one = await client.putRecord({ StreamName, ...entry });
        const many = await client.putRecords({ StreamName, Records: [entry] });
        expect([one.ShardId, many.Records?.[0]?.ShardId]).toEqual([shard.ShardId, shard.ShardId]);
      }
    }
    expect(await readStream(client, StreamName)).toHaveLength(12);
  });

  it('gets numbers that grow when it orders its puts by SequenceNumberForOrdering', async () => {
    const StreamName = await newStream(2);
    const numbers: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const SequenceNumberForOrdering = numbers.at(-1);
      const record = { StreamName, PartitionKey: 'a', Data: Buffer.from(`${i}`), SequenceNumberForOrdering };
      numbers.push((await client.putRecord(record)).SequenceNumber ?? '');
    }
    expect(numbers).toEqual([...new Set(numbers)].toSorted());
    const read = await readStream(client, StreamName);
    expect(read.map(({ sequenceNumber }) => sequenceNumber)).toEqual(numbers);
    expect(read.map(({ data }) => data.toString())).toEqual(['0', '1', '2', '3', '4']);
  });

  it('gets an own number for each of many puts at a time', async () => {
    const StreamName = await newStream(2);
    const texts = Array.from({ length: 100 }, (_number, i) => `${i}`);
    const answers = await Promise.all(
      texts.map((text) => client.putRecord({ StreamName, PartitionKey: text, Data: Buffer.from(text) })),
    );
    const numberOf = new Map(answers.map(({ SequenceNumber }, i) => [texts[i], SequenceNumber]));
    const read = await readStream(client, StreamName);
    expect(new Map(read.map(({ data, sequenceNumber }) => [data.toString(), sequenceNumber]))).toEqual(
      numberOf,
    );
    expect(new Set(numberOf.values()).size).toBe(100);
  });

  it('reads from each of the five starting positions', async () => {
    const StreamName = await newStream(1);
    const ShardId = 'shardId-000000000000';
    const position = { StreamName, ShardId };
    const readFrom = async (iterator: string | undefined): Promise<readonly string[]> =>
      (await readToTip(client, { shardId: ShardId, iterator })).map(({ data }) => data.toString());
    const iteratorAt = async (
      start: Omit<Parameters<Kinesis['getShardIterator']>[0], keyof typeof position>,
    ) => (await client.getShardIterator({ ...position, ...start })).ShardIterator;

    for (let i = 0; i < 6; i += 1)
      await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from(`${i}`) });
    const stored = await readStream(client, StreamName);
    const third = stored[2] as ReadRecord;
    const latest = await iteratorAt({ ShardIteratorType: 'LATEST' });
    expect(await readFrom(latest)).toEqual([]);

    const StartingSequenceNumber = third.sequenceNumber;
    expect(await readFrom(await iteratorAt({ ShardIteratorType: 'TRIM_HORIZON' }))).toEqual([...'012345']);
    expect(
      await readFrom(await iteratorAt({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber })),
    ).toEqual([...'2345']);
    expect(
      await readFrom(
        await iteratorAt({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber }),
      ),
    ).toEqual([...'345']);
    for (const Timestamp of [third.arrivedAt, new Date(0)]) {
      expect(await readFrom(await iteratorAt({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp }))).toEqual(
        stored.filter(({ arrivedAt }) => arrivedAt >= Timestamp).map(({ data }) => data.toString()),
      );
    }
    await client.putRecord({ StreamName, PartitionKey: 'a', Data: Buffer.from('6') });
    expect(await readFrom(latest)).toEqual(['6']);
  });

  it('reads a shard a few records at a time, and any place again', async () => {
    const StreamName = await newStream(1);
    const Records = Array.from({ length: 25 }, (_number, i) => ({
      PartitionKey: 'a',
      Data: Buffer.from(`${i}`),
    }));
    await client.putRecords({ StreamName, Records });
    const { ShardIterator: iterator } = await client.getShardIterator({
      StreamName,
      ShardId: '0',
      ShardIteratorType: 'TRIM_HORIZON',
    });
    const first = await client.getRecords({ ShardIterator: iterator, Limit: 10 });
    expect(first.Records).toHaveLength(10);
    expect(first.NextShardIterator).not.toBe(iterator);
    const place = { shardId: '0', iterator, limit: 10 };
    const read = await readToTip(client, place);
    expect(read.map(({ data }) => data.toString())).toEqual(Records.map((_record, i) => `${i}`));
    expect(await readToTip(client, place)).toEqual(read);
  });

  it('puts and gets 10 MiB at a time', async () => {
    const StreamName = await newStream(1);
    const datas = Array.from({ length: 10 }, () => randomBytes(1024 * 1024 - 1));
    const Records = datas.map((Data) => ({ PartitionKey: 'a', Data }));
    expect((await client.putRecords({ StreamName, Records })).FailedRecordCount).toBe(0);
    const read = await readStream(client, StreamName);
    expect(read.map(({ data }, i) => data.equals(datas[i] as Buffer))).toEqual(datas.map(() => true));
  });

  it('throws the errors that it knows', async () => {
    const StreamName = await newStream(1);
    await expect(client.createStream({ StreamName, ShardCount: 1 })).rejects.toThrow(ResourceInUseException);
    const record = { StreamName, PartitionKey: 'a', Data: Buffer.from('x') };
    await expect(client.putRecord({ ...record, ExplicitHashKey: String(2n ** 128n) })).rejects.toThrow(
      InvalidArgumentException,
    );
    await expect(client.getRecords({ ShardIterator: 'foreign' })).rejects.toThrow(InvalidArgumentException);
    await expect(client.putRecord({ ...record, PartitionKey: '' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const Records = Array.from({ length: 13 }, () => ({
      PartitionKey: 'a',
      Data: Buffer.alloc(1024 * 1024),
    }));
    await expect(client.putRecords({ StreamName, Records })).rejects.toMatchObject({
      name: 'RequestEntityTooLarge',
      $metadata: { httpStatusCode: 413, attempts: 1 },
    });
    expect(await readStream(client, StreamName)).toEqual([]);
  });

  it('reads back whatever it puts (fast-check prints the seed)', async () => {
    const StreamName = await newStream(3);
    const shards = await shardsOf(StreamName);
    const hashKey = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
    const entry = fc.record(
      {
        PartitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
        Data: fc.uint8Array({ maxLength: 300 }),
        ExplicitHashKey: hashKey.map(String),
      },
      { requiredKeys: ['PartitionKey', 'Data'] },
    );
    const before: ReadRecord[] = [];
    const law = fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 500 }), async (Records) => {
      await client.putRecords({ StreamName, Records });
      const all = await readStream(client, StreamName);
      const places = Records.map(({ PartitionKey, Data, ExplicitHashKey }) => ({
        shardId: shardOf(ExplicitHashKey === undefined ? md5(PartitionKey) : BigInt(ExplicitHashKey), shards),
        partitionKey: PartitionKey,
        data: Buffer.from(Data),
      }));
      for (const { ShardId } of shards) {
        const isInShard = ({ shardId }: { readonly shardId: unknown }): boolean => shardId === ShardId;
        const [earlier, now] = [before.filter(isInShard), all.filter(isInShard)];
        expect(now.slice(0, earlier.length)).toEqual(earlier);
        expect(now.slice(earlier.length)).toMatchObject(places.filter(isInShard));
      }
      before.splice(0, before.length, ...all);
    });
    await fc.assert(law, { numRuns: 15 });
  });
});

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const oneOf = <T>(choices: readonly T[], turn: number): T => choices[turn % choices.length] as T;

const md5 = (partitionKey: string): bigint =>
  BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);

function rangeOf({ HashKeyRange }: Shard): { readonly start: bigint; readonly end: bigint } {
  return {
    start: BigInt(HashKeyRange?.StartingHashKey ?? -1),
    end: BigInt(HashKeyRange?.EndingHashKey ?? -1),
  };
}

function shardOf(hashKey: bigint, shards: readonly Shard[]): string | undefined {
  return shards.find((shard) => rangeOf(shard).start <= hashKey && hashKey <= rangeOf(shard).end)?.ShardId;
}

type Placed = Pick<ReadRecord, 'partitionKey' | 'data'> & {
  readonly shardId: string | undefined;
  readonly sequenceNumber: string | undefined;
};

/** The records of each key in their order, whatever stands between them. */
function inOrderOfKeys(records: readonly Placed[]): ReadonlyMap<string, readonly string[]> {
  const byKey = Map.groupBy(records, ({ partitionKey }) => partitionKey);
  return new Map(
    [...byKey].map(([key, ofKey]) => [
      key,
      ofKey.map(
        ({ shardId, sequenceNumber, data }) => `${shardId} ${sequenceNumber} ${data.toString('hex')}`,
      ),
    ]),
  );
}
