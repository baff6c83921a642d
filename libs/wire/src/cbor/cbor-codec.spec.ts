import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SelfWritingOutput } from '../codec.js';
import { operationInput } from '../operation-input.js';
import type { OperationName } from '../service-model.generated.js';
import { jackson } from '../testing/jackson-cbor.js';
import { cborCodec } from './cbor-codec.js';
import { readCbor } from './cbor-reader.js';

const { object, list, text, blob, number, boolean } = jackson;

function inputOf(operation: OperationName, body: Buffer): unknown {
  return operationInput(operation, cborCodec.read(body));
}

function refusalOf(operation: OperationName, members: Readonly<Record<string, Buffer>>): string {
  try {
    return `${JSON.stringify(inputOf(operation, object(members)))} was taken`;
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
}

describe('a request as the SDK for Java sends it', () => {
  it('is read: PutRecord', () => {
    const body = Buffer.from(
      'bf' +
        '6a53747265616d4e616d65' /* StreamName */ +
        '666f7264657273' /* orders */ +
        '6444617461' /* Data */ +
        '4568656c6c6f' /* hello */ +
        '6c506172746974696f6e4b6579' /* PartitionKey */ +
        '66757365722d31' /* user-1 */ +
        'ff',
      'hex',
    );
    expect(inputOf('PutRecord', body)).toEqual({
      StreamName: 'orders',
      Data: Buffer.from('hello'),
      PartitionKey: 'user-1',
    });
  });

  it('is read: GetShardIterator, a timestamp of tag 1 and milliseconds', () => {
    const body = Buffer.from(
      'bf' +
        '6753686172644964' /* ShardId */ +
        '6130' /* 0 */ +
        '7153686172644974657261746f7254797065' /* ShardIteratorType */ +
        '6c41545f54494d455354414d50' /* AT_TIMESTAMP */ +
        '6954696d657374616d70' /* Timestamp */ +
        'c11b0000019a0c3c4a00' +
        'ff',
      'hex',
    );
    expect(inputOf('GetShardIterator', body)).toEqual({
      ShardId: '0',
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: 0x19a0c3c4a00,
    });
  });

  it('is read: PutRecords, lists of indefinite length, byte strings of every size', () => {
    const records = [0, 23, 24, 255, 256, 65_536].map((size) => ({
      Data: Buffer.alloc(size, 7),
      PartitionKey: 'ключ',
      ExplicitHashKey: '340282366920938463463374607431768211455',
    }));
    const body = object({
      Records: list(
        ...records.map(({ Data, PartitionKey, ExplicitHashKey }) =>
          object({
            Data: blob(Data),
            ExplicitHashKey: text(ExplicitHashKey),
            PartitionKey: text(PartitionKey),
          }),
        ),
      ),
      StreamName: text('orders'),
    });
    expect(inputOf('PutRecords', body)).toEqual({ StreamName: 'orders', Records: records });
  });

  it('is read: a long text, which comes in parts', () => {
    const Policy = `{"Version":"2012-10-17","Statement":"${'ä'.repeat(5000)}"}`;
    const body = object({
      ResourceARN: text('arn:aws:kinesis:us-east-1:000000000000:stream/a'),
      Policy: text(Policy),
    });
    expect(body.includes(0x7f)).toBe(true);
    expect(inputOf('PutResourcePolicy', body)).toMatchObject({ Policy });
  });

  it('is read: numbers, booleans and maps', () => {
    const body = object({
      StreamName: text('orders'),
      ShardCount: number(1000),
      Tags: object({ team: text('a'), __proto__x: text('b') }),
    });
    expect(inputOf('CreateStream', body)).toEqual({
      StreamName: 'orders',
      ShardCount: 1000,
      Tags: { team: 'a', __proto__x: 'b' },
    });
    expect(inputOf('GetRecords', object({ ShardIterator: text('a'), DryRun: boolean(true) }))).toEqual({
      ShardIterator: 'a',
      DryRun: true,
    });
  });

  it('is read: one without members', () => {
    expect(inputOf('ListStreams', Buffer.from('bfff', 'hex'))).toEqual({});
    expect(inputOf('ListStreams', Buffer.from('a0', 'hex'))).toEqual({});
  });
});

describe('a request in CBOR', () => {
  const start = { ShardId: text('0'), ShardIteratorType: text('AT_TIMESTAMP') };
  it.each([
    ['an integer', '1b0000019a0c3c4a00', 0x19a0c3c4a00],
    ['a float', 'fb4279a0c3c4a00000', 0x19a0c3c4a00],
    ['a tagged float', 'c1fb4279a0c3c4a00000', 0x19a0c3c4a00],
    ['a float with a fraction', 'fb3ff8000000000000', 2],
    ['no number', 'f97e00', 0],
    ['infinite', 'f97c00', Number.MAX_SAFE_INTEGER],
  ])('may have a timestamp that is %s', (_, hex, Timestamp) => {
    const body = object({ ...start, Timestamp: Buffer.from(hex, 'hex') });
    expect(inputOf('GetShardIterator', body)).toMatchObject({ Timestamp });
  });

  it('may have a text for a blob, which is base64 then, as in JSON', () => {
    const put = (data: string) => ({ Data: text(data), PartitionKey: text('a') });
    expect(inputOf('PutRecord', object(put('aGVsbG8=')))).toMatchObject({ Data: Buffer.from('hello') });
    expect(refusalOf('PutRecord', put('hello'))).toBe(
      "SerializationException: 'hello' can not be converted to a Blob: " +
        'Base64 encoded length is expected a multiple of 4 bytes but found: 5',
    );
    expect(refusalOf('PutRecord', put('ключ'))).toContain("Invalid Base64 character: 'к'");
  });

  it('may have null for what is absent', () => {
    const body = object({
      Data: blob(Buffer.alloc(0)),
      PartitionKey: text('a'),
      StreamName: Buffer.of(0xf6),
    });
    expect(inputOf('PutRecord', body)).toEqual({ Data: Buffer.alloc(0), PartitionKey: 'a' });
  });

  it('may have members that the model does not know', () => {
    const body = object({ Color: list(object({ deep: number(1) })), Limit: number(7) });
    expect(inputOf('ListStreams', body)).toMatchObject({ Limit: 7 });
  });

  // The words about byte strings are a guess: nothing of the kind was recorded.
  const BYTES = 'class java.nio.HeapByteBuffer can not be converted to';
  it.each<readonly [string, OperationName, Readonly<Record<string, Buffer>>, string]>([
    ['a byte string for a text', 'PutRecord', { StreamName: blob(Buffer.from('a')) }, `${BYTES} an String`],
    [
      'a byte string for a number',
      'CreateStream',
      { ShardCount: blob(Buffer.from('a')) },
      `${BYTES} an Integer`,
    ],
    ['a byte string for a boolean', 'PutRecord', { DryRun: blob(Buffer.from('a')) }, `${BYTES} an Boolean`],
    ['a byte string for a list', 'PutRecords', { Records: blob(Buffer.from('a')) }, 'Expected list or null'],
    ['a byte string for a map', 'CreateStream', { Tags: blob(Buffer.from('a')) }, 'Expected map or null'],
    [
      'a byte string for a structure',
      'PutRecords',
      { Records: list(blob(Buffer.from('a'))) },
      'Expected null',
    ],
    [
      'a byte string for a timestamp',
      'GetShardIterator',
      { Timestamp: blob(Buffer.from('a')) },
      `${BYTES} milliseconds since epoch`,
    ],
    ['a list for a blob', 'PutRecord', { Data: list() }, 'Start of list found where not expected'],
    [
      'a map for a blob',
      'PutRecord',
      { Data: object({}) },
      'Start of structure or map found where not expected.',
    ],
    [
      'a number for a blob',
      'PutRecord',
      { Data: number(1) },
      'class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob',
    ],
  ])('is refused for %s', (_, operation, members, sentence) => {
    expect(refusalOf(operation, members)).toBe(`SerializationException: ${sentence}`);
  });

  it.each([
    ['a list', list(), 'Start of list found where not expected'],
    ['a text', text('hello'), 'The request body is not a CBOR map.'],
    ['a byte string', blob(Buffer.from('hello')), 'The request body is not a CBOR map.'],
    ['null', Buffer.of(0xf6), 'The request body is not a CBOR map.'],
    ['JSON', Buffer.from('{"StreamName":"orders"}'), 'is not CBOR: at byte 9 '],
    ['two maps', Buffer.from('a0a0', 'hex'), 'is not CBOR: at byte 1 1 bytes stand behind the item.'],
  ])('is refused where the body is %s', (_, body, sentence) => {
    expect(() => cborCodec.read(body)).toThrow(
      expect.objectContaining({ code: 'SerializationException', message: expect.stringContaining(sentence) }),
    );
  });
});

describe('an answer in CBOR', () => {
  const written = (operation: OperationName, output: unknown): string =>
    (cborCodec.write(operation, output) as Buffer).toString('hex');

  it('is what the model knows: milliseconds of tag 1, byte strings, nothing that is absent', () => {
    const output = {
      Records: [
        {
          SequenceNumber: '1',
          ApproximateArrivalTimestamp: 1_459_799_926_480,
          Data: Buffer.from('hello'),
          PartitionKey: undefined,
          Secret: 'not in the model',
        },
      ],
      NextShardIterator: undefined,
      MillisBehindLatest: 0,
    };
    expect(written('GetRecords', output)).toBe(
      'a2' +
        '675265636f726473' /* Records */ +
        '81a3' +
        '6e53657175656e63654e756d626572' /* SequenceNumber */ +
        '6131' +
        '781b417070726f78696d6174654172726976616c54696d657374616d70' /* ApproximateArrivalTimestamp */ +
        'c11b00000153e2db26d0' +
        '6444617461' /* Data */ +
        '4568656c6c6f' +
        '724d696c6c6973426568696e644c6174657374' /* MillisBehindLatest */ +
        '00',
    );
  });

  it('is empty for an operation without output', () => {
    expect(cborCodec.write('CreateStream', undefined)).toHaveLength(0);
  });

  it('may write itself', () => {
    class Answer extends SelfWritingOutput {
      toJson(): string {
        throw new Error('nobody asked for JSON');
      }
      toCbor({ contentType }: { readonly contentType: string }): Buffer {
        return Buffer.from(contentType);
      }
    }
    expect(cborCodec.write('PutRecords', new Answer()).toString()).toBe('application/x-amz-cbor-1.1');
  });

  it('is a map for an error, with a capital letter in one of them', () => {
    const error = (code: string) => readCbor(cborCodec.writeError({ code, message: 'why "so"' }) as Buffer);
    expect(error('SerializationException')).toEqual({
      __type: 'SerializationException',
      Message: 'why "so"',
    });
    expect(error('ValidationException')).toEqual({ __type: 'ValidationException', message: 'why "so"' });
  });

  it('says the same as the output', () => {
    const anyName = fc.string({ unit: 'grapheme', maxLength: 40 });
    const anyCount = fc.maxSafeNat();
    const anySummary = fc.record({
      StreamName: anyName,
      StreamARN: anyName,
      StreamStatus: fc.constantFrom('ACTIVE', 'CREATING'),
      StreamModeDetails: fc.option(fc.record({ StreamMode: fc.constantFrom('PROVISIONED', 'ON_DEMAND') }), {
        nil: undefined,
      }),
      RetentionPeriodHours: anyCount,
      StreamCreationTimestamp: anyCount,
      EnhancedMonitoring: fc.array(fc.record({ ShardLevelMetrics: fc.array(anyName) })),
      EncryptionType: fc.constantFrom('NONE', 'KMS'),
      OpenShardCount: anyCount,
    });
    fc.assert(
      fc.property(anySummary, (summary) => {
        const { StreamModeDetails, ...others } = summary;
        const expected = { ...others, ...(StreamModeDetails === undefined ? {} : { StreamModeDetails }) };
        const body = cborCodec.write('DescribeStreamSummary', { StreamDescriptionSummary: summary });
        expect(readCbor(body as Buffer)).toEqual({ StreamDescriptionSummary: expected });
      }),
    );
  });
});
