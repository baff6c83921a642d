import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KinesisError, LOG_START } from '#lib/kinesis';
import { AWS_CBOR } from '../../../../libs/wire/src/cbor/cbor-dialect.js';
import { getRecords } from '../operations/get-records.js';
import { getShardIterator } from '../operations/get-shard-iterator.js';
import { putRecord } from '../operations/put-record.js';
import { putRecords } from '../operations/put-records.js';
import { startStreamEncryption } from '../operations/start-stream-encryption.js';
import { stopStreamEncryption } from '../operations/stop-stream-encryption.js';
import { MemoryGateway } from '../testing/memory-gateway.js';

const STREAM = { StreamName: 'orders' };
const KEY = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } as const;
const ITERATOR = { ...STREAM, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' } as const;
let gateway: MemoryGateway;

beforeEach(async () => {
  gateway = await MemoryGateway.open();
  await gateway.createStream('orders');
});
afterEach(() => gateway.close());

const start = () => startStreamEncryption({ ...STREAM, ...KEY }, gateway.context);
const stop = () => stopStreamEncryption({ ...STREAM, ...KEY }, gateway.context);
const entry = (text: string) => ({ Data: Buffer.from(text), PartitionKey: 'customer' });
const put = (...texts: readonly string[]) =>
  putRecords({ ...STREAM, Records: texts.map(entry) }, gateway.context);

async function read() {
  const { ShardIterator = '' } = await getShardIterator(ITERATOR, gateway.context);
  return getRecords({ ShardIterator }, gateway.context);
}

/** All bytes that the storage holds of the stream's first shard. */
async function storedBytes(): Promise<Buffer> {
  const { id: streamId } = gateway.context.catalogue.stream({ streamName: 'orders' });
  const { batches } = await gateway.shardLog.read(
    { streamId, shardNumber: 0 },
    { from: LOG_START, maxBytes: Infinity },
  );
  return Buffer.concat(batches.map(({ batch }) => batch.body));
}

describe('records of a stream that is encrypted', () => {
  it('are said to be so when they are put, one by one and together, and no longer when it has ended', async () => {
    const putOne = () => putRecord({ ...STREAM, ...entry('one') }, gateway.context);
    const said = async () => [
      (await putOne()).EncryptionType,
      (JSON.parse(String((await put('two')).toJson())) as { EncryptionType?: string }).EncryptionType,
    ];
    expect(await said()).toEqual([undefined, undefined]);
    await start();
    expect(await said()).toEqual(['KMS', 'KMS']);
    await stop();
    expect(await said()).toEqual([undefined, undefined]);
  });

  it('are said to be so where they are read, each by itself', async () => {
    await put('plain');
    await start();
    await put('encrypted', 'encrypted too');
    await stop();
    await put('plain again');
    const answer = await read();
    const types = [undefined, 'KMS', 'KMS', undefined];
    expect(answer.records().map(({ EncryptionType }) => EncryptionType)).toEqual(types);
    const { Records } = JSON.parse(String(answer.toJson())) as { Records: { EncryptionType?: string }[] };
    expect(Records.map(({ EncryptionType }) => EncryptionType)).toEqual(types);
    expect(Records.map((record) => 'EncryptionType' in record)).toEqual([false, true, true, false]);
  });

  it('are said to be so in CBOR as in JSON', async () => {
    await start();
    const [answer, records] = [await put('a'), await read()];
    for (const written of [answer.toCbor(AWS_CBOR), records.toCbor(AWS_CBOR)])
      expect(written.toString('latin1')).toContain('nEncryptionTypecKMS');
  });

  it('lie in the storage without a byte of their data and keys', async () => {
    await start();
    await put('a secret', 'another secret');
    const stored = await storedBytes();
    expect(stored.length).toBeGreaterThan(30);
    expect(stored.includes('secret')).toBe(false);
    expect(stored.includes('customer')).toBe(false);
  });

  it('stay readable over a new key', async () => {
    await start();
    await put('first');
    await start();
    await put('second');
    const records = (await read()).records();
    expect(records.map(({ Data }) => Buffer.from(Data).toString())).toEqual(['first', 'second']);
  });
});

describe('a stream whose key cannot be had', () => {
  const failure = new KinesisError('KMSAccessDeniedException', 'the key file may be read by others');

  it('refuses puts with what the key provider says, stores nothing, and goes on when the key is back', async () => {
    await start();
    const comeBack = gateway.keys.fail(failure);
    await expect(putRecord({ ...STREAM, ...entry('a') }, gateway.context)).rejects.toBe(failure);
    await expect(put('a')).rejects.toBe(failure);
    expect(await storedBytes()).toHaveLength(0);
    comeBack();
    await put('a');
    expect((await read()).records()).toHaveLength(1);
  });

  it('gives the plain records that lie before the encrypted ones, and then says why it gives no more', async () => {
    await put('plain');
    await start();
    await put('encrypted');
    const shards = gateway.newShardClient();
    const context = { ...gateway.context, router: shards };
    gateway.keys.fail(failure);
    const { ShardIterator = '' } = await getShardIterator(ITERATOR, context);
    const { parts } = await getRecords({ ShardIterator }, context);
    expect(parts.runs.map(({ count }) => count)).toEqual([1]);
    const { nextShardIterator = '' } = parts;
    await expect(getRecords({ ShardIterator: nextShardIterator }, context)).rejects.toBe(failure);
  });

  it('refuses puts as passing where the provider has no word of its own', async () => {
    await start();
    gateway.keys.fail(new Error('no answer'));
    await expect(putRecord({ ...STREAM, ...entry('a') }, gateway.context)).rejects.toMatchObject({
      code: 'InternalFailure',
      message:
        'The key of shard shardId-000000000000 in stream orders under account 000000000000 cannot be had now. Try again.',
    });
  });
});
