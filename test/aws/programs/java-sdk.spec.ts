// The calls of the Kinesis Client Library, by AWS's SDK for Java 2.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cborCodec, EVENT_STREAM_TYPE, EventStreamReader } from '#lib/wire';
import { jackson } from '../../../libs/wire/src/testing/jackson-cbor.js';
import { eventually } from '../../eventually.js';
import { CBOR_1_1, JavaClients, type JacksonMembers } from './java-clients.js';

const { object, list, text, blob, number, timestamp, boolean } = jackson;

let java: JavaClients;

beforeAll(() => {
  java = new JavaClients();
});
afterAll(() => java.close());

describe.each(['sync', 'async'] as const)("the %s client of AWS's SDK for Java", (client) => {
  const StreamName = text(`java-${client}`);
  const call = (operation: string, members: JacksonMembers) => java[client](operation, members);

  it('makes a stream, puts records and reads them from a point of time on', async () => {
    const before = Date.now();
    const created = await call('CreateStream', {
      StreamName,
      ShardCount: number(1),
      Tags: object({ team: text('a') }),
    });
    expect([created.status, created.contentType, created.bytes.length]).toEqual([200, CBOR_1_1, 0]);
    await eventually(async () => {
      const { members } = await call('DescribeStreamSummary', { StreamName });
      return (members['StreamDescriptionSummary'] as { StreamStatus: string }).StreamStatus === 'ACTIVE';
    });
    const datas = [Buffer.of(0, 255, 0x9f), Buffer.alloc(0), Buffer.alloc(300, 7)];
    const put = await call('PutRecords', {
      StreamName,
      Records: list(...datas.map((Data) => object({ Data: blob(Data), PartitionKey: text('ключ') }))),
    });
    expect(put.members).toMatchObject({ FailedRecordCount: 0 });

    const { members } = await call('GetShardIterator', {
      StreamName,
      ShardId: text('shardId-000000000000'),
      ShardIteratorType: text('AT_TIMESTAMP'),
      Timestamp: timestamp(before),
    });
    const read = await call('GetRecords', { ShardIterator: text(String(members['ShardIterator'])) });
    const [entries, records] = [put.members['Records'], read.members['Records']] as Readonly<
      Record<string, unknown>
    >[][];
    expect(records).toEqual(
      entries?.map(({ SequenceNumber }, i) => ({
        SequenceNumber,
        Data: datas[i],
        PartitionKey: 'ключ',
        ApproximateArrivalTimestamp: expect.any(Number),
      })),
    );
    // Tag 1 and an integer of 64 bits: the SDK reads no float there.
    expect(read.bytes.includes(Buffer.from('ApproximateArrivalTimestamp\u00c1\u001b', 'latin1'))).toBe(true);
  });

  it('is refused in CBOR', async () => {
    const unknown = await call('DescribeStreamSummary', { StreamName: text('nobody') });
    expect(unknown).toMatchObject({
      status: 400,
      contentType: CBOR_1_1,
      members: {
        __type: 'ResourceNotFoundException',
        message: 'Stream nobody under account 000000000000 not found.',
      },
    });
    const dry = await call('PutRecord', {
      StreamName,
      PartitionKey: text('a'),
      Data: blob(Buffer.of(1)),
      DryRun: boolean(true),
    });
    expect(dry.members).toMatchObject({ __type: 'DryRunOperationException' });
  });
});

describe("the asynchronous client of AWS's SDK for Java", () => {
  it('subscribes to a shard and gets its records in CBOR', async () => {
    const StreamName = text('java-subscribed');
    const StreamARN = text('arn:aws:kinesis:us-east-1:000000000000:stream/java-subscribed');
    await java.async('CreateStream', { StreamName, ShardCount: number(1) });
    const consumer = { StreamARN, ConsumerName: text('reader') };
    await eventually(async () => (await java.async('RegisterStreamConsumer', consumer)).status === 200);
    let ConsumerARN = text('');
    await eventually(async () => {
      const { members } = await java.async('DescribeStreamConsumer', consumer);
      const description = members['ConsumerDescription'] as { ConsumerARN: string; ConsumerStatus: string };
      ConsumerARN = text(description.ConsumerARN);
      return description.ConsumerStatus === 'ACTIVE';
    });
    await java.async('PutRecord', { StreamName, PartitionKey: text('a'), Data: blob(Buffer.of(0, 255)) });
    const { stream, headers } = await java.begin('SubscribeToShard', {
      ConsumerARN,
      ShardId: text('shardId-000000000000'),
      StartingPosition: object({ Type: text('TRIM_HORIZON') }),
    });
    expect([headers[':status'], headers['content-type']]).toEqual([200, EVENT_STREAM_TYPE]);
    const reader = new EventStreamReader();
    const messages: ReturnType<EventStreamReader['read']>[number][] = [];
    for await (const chunk of stream) {
      messages.push(...reader.read(chunk as Buffer));
      if (messages.length >= 2) break;
    }
    const [initial, first] = messages.map(({ headers: named, payload }) => ({
      type: named[':event-type'],
      contentType: named[':content-type'],
      members: cborCodec.read(Buffer.from(payload)).structure,
    }));
    expect(initial).toMatchObject({ type: 'initial-response', contentType: CBOR_1_1, members: {} });
    expect(first).toMatchObject({
      type: 'SubscribeToShardEvent',
      contentType: CBOR_1_1,
      members: { Records: [{ Data: Buffer.of(0, 255), PartitionKey: 'a' }], MillisBehindLatest: 0 },
    });
  });
});
