import { describe, expect, it } from '@jest/globals';
import { SelfWritingOutput } from './codec.js';
import { jsonCodec } from './json-codec.js';

describe('jsonCodec', () => {
  it.each([
    ['', 'The request body is not JSON: Unexpected end of JSON input'],
    ['hello', 'The request body is not JSON: '],
    ['{"a":1', 'The request body is not JSON: '],
    ['\ufeff{}', 'The request body is not JSON: '],
    ['null', 'The request body is not a JSON object.'],
    ['7', 'The request body is not a JSON object.'],
    ['"text"', 'The request body is not a JSON object.'],
    ['[]', 'Start of list found where not expected'],
  ])('refuses the body %j', (body, sentence) => {
    expect(() => jsonCodec.read(Buffer.from(body))).toThrow(
      expect.objectContaining({
        code: 'SerializationException',
        message: expect.stringContaining(sentence),
      }),
    );
  });

  it.each([
    ['a byte that never occurs', [0xff]],
    ['a character that is cut off', [0xd0]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('refuses %s in a text', (_, bytes) => {
    const body = Buffer.concat([Buffer.from('{"PartitionKey":"'), Buffer.from(bytes), Buffer.from('"}')]);
    expect(() => jsonCodec.read(body)).toThrow(
      expect.objectContaining({ code: 'SerializationException', message: 'The request body is not UTF-8.' }),
    );
  });

  it.each(['[', '[],', '{"":', '1,', '"a",'])('refuses a large body of nothing but %s', (marks) => {
    expect(() => jsonCodec.read(Buffer.alloc(2_000_000, marks))).toThrow(
      /^The request body (is nested too deeply: |has more than (5000 lists and objects|10000 values)\.$)/,
    );
  });

  it('takes 500 records with keys of nothing but brackets', () => {
    const record = { PartitionKey: '['.repeat(256), ExplicitHashKey: '1', Data: 'A'.repeat(20_000) };
    const request = { StreamName: 'orders', Records: Array.from({ length: 500 }, () => record) };
    expect(jsonCodec.read(Buffer.from(JSON.stringify(request))).structure).toEqual(request);
  });

  it('writes what the model knows: seconds, base64, nothing that is absent', () => {
    const text = jsonCodec.write('GetRecords', {
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
    });
    expect(text).toBe(
      '{"Records":[{"SequenceNumber":"1","ApproximateArrivalTimestamp":1459799926.48,"Data":"aGVsbG8="}],' +
        '"MillisBehindLatest":0}',
    );
  });

  it('writes an empty body for an operation without output', () => {
    expect(jsonCodec.write('CreateStream', undefined)).toBe('');
  });

  it('lets an output write itself', () => {
    class Answer extends SelfWritingOutput {
      toJson(): string {
        return '{"by":"hand"}';
      }
      toCbor(): Buffer {
        throw new Error('nobody asked for CBOR');
      }
    }
    expect(jsonCodec.write('PutRecords', new Answer())).toBe('{"by":"hand"}');
  });

  it('writes the sentence of one error with a capital letter', () => {
    const written = (code: string) => jsonCodec.writeError({ code, message: 'why "so"' });
    expect(written('SerializationException')).toBe(
      '{"__type":"SerializationException","Message":"why \\"so\\""}',
    );
    expect(written('ValidationException')).toBe('{"__type":"ValidationException","message":"why \\"so\\""}');
  });
});
