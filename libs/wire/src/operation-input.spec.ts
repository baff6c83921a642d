import { describe, expect, it } from '@jest/globals';
import { KinesisError } from '#lib/kinesis';
import { jsonCodec } from './json-codec.js';
import { isOperationName, operationInput } from './operation-input.js';
import type { OperationName } from './service-model.generated.js';

function inputOf(operation: OperationName, body: string): unknown {
  return operationInput(operation, jsonCodec.read(Buffer.from(body)));
}

function refusalOf(operation: OperationName, request: unknown): string {
  try {
    inputOf(operation, JSON.stringify(request));
  } catch (error) {
    if (error instanceof KinesisError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'accepted';
}

const record = { Data: 'AA==', PartitionKey: 'a' };
const put = (entry: object) => ({ StreamName: 'orders', Records: [{ ...record, ...entry }] });

const NUMBER = 'class com.amazon.coral.value.json.numbers.TruncatingBigNumber';
const LIST = 'Start of list found where not expected';
const STRUCTURE = 'Start of structure or map found where not expected.';

describe('types of a request', () => {
  it.each<readonly [string, OperationName, object, string]>([
    [
      'a text is true',
      'PutRecord',
      { StreamName: true },
      'class java.lang.Boolean can not be converted to an String',
    ],
    ['a text is a number', 'PutRecord', { StreamName: 23 }, `${NUMBER} can not be converted to an String`],
    ['a text is a list', 'PutRecord', { StreamName: [] }, LIST],
    ['a text is a structure', 'PutRecord', { StreamName: {} }, STRUCTURE],
    [
      'a number is a text',
      'CreateStream',
      { ShardCount: '23' },
      'class java.lang.String can not be converted to an Integer',
    ],
    [
      'a number is true',
      'CreateStream',
      { ShardCount: true },
      'class java.lang.Boolean can not be converted to an Integer',
    ],
    ['a number is a list', 'CreateStream', { ShardCount: [] }, LIST],
    ['a number is a structure', 'CreateStream', { ShardCount: {} }, STRUCTURE],
    ['a boolean is a text', 'PutRecord', { DryRun: '23' }, "'23' can not be converted to an Boolean"],
    ['a boolean is a number', 'PutRecord', { DryRun: 23 }, `${NUMBER} can not be converted to an Boolean`],
    ['a boolean is a list', 'PutRecord', { DryRun: [] }, LIST],
    ['a blob is true', 'PutRecord', { Data: true }, 'class java.lang.Boolean can not be converted to a Blob'],
    ['a blob is a number', 'PutRecord', { Data: 34.56 }, `${NUMBER} can not be converted to a Blob`],
    ['a blob is a list', 'PutRecord', { Data: [] }, LIST],
    ['a blob is a structure', 'PutRecord', { Data: {} }, STRUCTURE],
    [
      'a blob is no base64',
      'PutRecord',
      { Data: '=+/=' },
      "'=+/=' can not be converted to a Blob: Invalid Base64 character: '='",
    ],
    [
      'a time is a text',
      'GetShardIterator',
      { Timestamp: '1' },
      'class java.lang.String can not be converted to milliseconds since epoch',
    ],
    [
      'a time is true',
      'GetShardIterator',
      { Timestamp: true },
      'class java.lang.Boolean can not be converted to milliseconds since epoch',
    ],
    ['a list is a text', 'PutRecords', { Records: '23' }, 'Expected list or null'],
    ['a list is a number', 'PutRecords', { Records: 23 }, 'Expected list or null'],
    ['a list is a structure', 'PutRecords', { Records: {} }, STRUCTURE],
    ['a map is a text', 'CreateStream', { Tags: '23' }, 'Expected map or null'],
    ['a map is a list', 'CreateStream', { Tags: [] }, LIST],
    [
      'a value of a map is a number',
      'CreateStream',
      { Tags: { a: 1 } },
      `${NUMBER} can not be converted to an String`,
    ],
    ['a structure is a text', 'PutRecords', { Records: ['23'] }, 'Expected null'],
    ['a structure is a number', 'CreateStream', { StreamModeDetails: 23 }, 'Expected null'],
    ['a structure is a list', 'PutRecords', { Records: [[]] }, LIST],
    ['an element of a list is a structure', 'RemoveTagsFromStream', { TagKeys: [{}] }, STRUCTURE],
  ])('are refused where %s', (_, operation, request, sentence) => {
    expect(refusalOf(operation, request)).toBe(`SerializationException: ${sentence}`);
  });

  it('are looked at one at a time, before any constraint', () => {
    expect(refusalOf('PutRecord', { StreamName: '', Data: 1, PartitionKey: 2 })).toBe(
      `SerializationException: ${NUMBER} can not be converted to a Blob`,
    );
  });

  it.each([
    ['2.9', 2],
    ['5e9', 2_147_483_647],
    ['1e400', 2_147_483_647],
  ])('cut the number %s to the integer %d, as Java does', (number, ShardCount) => {
    const input = inputOf('CreateStream', `{"StreamName":"a","ShardCount":${number}}`);
    expect(input).toEqual({ StreamName: 'a', ShardCount });
  });

  it.each(['true', 'TRUE', 'yes', '1'])('take %j for true', (DryRun) => {
    const input = inputOf('GetRecords', JSON.stringify({ ShardIterator: 'a', DryRun }));
    expect(input).toEqual({ ShardIterator: 'a', DryRun: true });
  });

  it('turn blobs into bytes and seconds into milliseconds', () => {
    expect(inputOf('PutRecords', JSON.stringify(put({ Data: 'aGVsbG8=' })))).toEqual({
      StreamName: 'orders',
      Records: [{ Data: Buffer.from('hello'), PartitionKey: 'a' }],
    });
    const request = { ShardId: '0', ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 1459799926.48 };
    expect(inputOf('GetShardIterator', JSON.stringify(request))).toEqual({
      ...request,
      Timestamp: 1_459_799_926_480,
    });
  });

  it('take null for absent', () => {
    const input = inputOf(
      'PutRecord',
      '{"StreamName":null,"Data":"","PartitionKey":"a","ExplicitHashKey":null}',
    );
    expect(input).toEqual({ Data: Buffer.alloc(0), PartitionKey: 'a' });
    expect(refusalOf('PutRecord', { Data: null })).toContain("Value null at 'data'");
  });

  it('do not look at members that the model does not know', () => {
    expect(refusalOf('PutRecord', { ...record, Color: [[['red']]], DATA: 7 })).toBe('accepted');
  });

  it('leave the prototype alone, whatever the keys are', () => {
    const body =
      '{"__proto__":{"Data":"AA==","StreamName":"evil"},"constructor":1,"PartitionKey":"a","Data":"",' +
      '"StreamName":"orders"}';
    expect(inputOf('PutRecord', body)).toMatchObject({ StreamName: 'orders', Data: Buffer.alloc(0) });
    expect(({} as Record<string, unknown>).StreamName).toBeUndefined();
    expect(refusalOf('PutRecord', JSON.parse('{"__proto__":{"Data":"AA=="},"PartitionKey":"a"}'))).toContain(
      "Value null at 'data'",
    );
  });

  it('keep a tag named __proto__ as a tag', () => {
    const { Tags } = inputOf('CreateStream', '{"StreamName":"a","Tags":{"__proto__":"x"}}') as {
      readonly Tags: object;
    };
    expect(Object.entries(Tags)).toEqual([['__proto__', 'x']]);
  });
});

const violation = (path: string, value: string | null, rule: string) =>
  `Value ${value === null ? 'null' : `'${value}'`} at '${path}' failed to satisfy constraint: Member must ${rule}`;
const violations = (...sentences: readonly string[]) =>
  `ValidationException: ${sentences.length} validation error${sentences.length === 1 ? '' : 's'} detected: ` +
  sentences.join('; ');

const NAME_PATTERN = 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+';
const AT_LEAST_1 = 'have length greater than or equal to 1';
const longName = 'a'.repeat(129);

describe('constraints of a request', () => {
  it.each<readonly [string, OperationName, object, string]>([
    ['a required member is absent', 'PutRecords', {}, violations(violation('records', null, 'not be null'))],
    [
      'required members are absent',
      'GetShardIterator',
      { StreamName: 'a' },
      violations(
        violation('shardId', null, 'not be null'),
        violation('shardIteratorType', null, 'not be null'),
      ),
    ],
    [
      'a name is empty',
      'DeleteStream',
      { StreamName: '' },
      violations(violation('streamName', '', NAME_PATTERN), violation('streamName', '', AT_LEAST_1)),
    ],
    [
      'a name is too long',
      'DeleteStream',
      { StreamName: longName },
      violations(violation('streamName', longName, 'have length less than or equal to 128')),
    ],
    [
      'a name has a line break behind it',
      'DeleteStream',
      { StreamName: 'a\n' },
      violations(violation('streamName', 'a\n', NAME_PATTERN)),
    ],
    [
      'a number is too small',
      'ListStreams',
      { Limit: 0 },
      violations(violation('limit', '0', 'have value greater than or equal to 1')),
    ],
    [
      'a number is too large',
      'GetRecords',
      { ShardIterator: 'a', Limit: 10_001 },
      violations(violation('limit', '10001', 'have value less than or equal to 10000')),
    ],
    [
      'a text is none of those that there are',
      'GetShardIterator',
      { ShardId: '0', ShardIteratorType: 'FIRST' },
      violations(
        violation(
          'shardIteratorType',
          'FIRST',
          'satisfy enum value set: [AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, TRIM_HORIZON, LATEST, AT_TIMESTAMP]',
        ),
      ),
    ],
    [
      'a member of a structure is wrong',
      'CreateStream',
      { StreamName: 'a', StreamModeDetails: { StreamMode: 'BOTH' } },
      violations(
        violation('streamModeDetails.streamMode', 'BOTH', 'satisfy enum value set: [PROVISIONED, ON_DEMAND]'),
      ),
    ],
    ['a list is empty', 'PutRecords', { Records: [] }, violations(violation('records', '[]', AT_LEAST_1))],
    [
      'entries of a list are wrong',
      'PutRecords',
      { Records: [record, { PartitionKey: '' }, { ...record, ExplicitHashKey: '01' }] },
      violations(
        violation('records.2.member.data', null, 'not be null'),
        violation('records.2.member.partitionKey', '', AT_LEAST_1),
        violation(
          'records.3.member.explicitHashKey',
          '01',
          'satisfy regular expression pattern: ^(0|([1-9]\\d{0,38}))$',
        ),
      ),
    ],
    [
      'an entry of a list is null',
      'PutRecords',
      { Records: [record, null] },
      violations(violation('records.2.member', null, 'not be null')),
    ],
    [
      'a key is too long',
      'PutRecord',
      { Data: '', PartitionKey: 'k'.repeat(257) },
      violations(violation('partitionKey', 'k'.repeat(257), 'have length less than or equal to 256')),
    ],
    [
      'texts of a list are wrong',
      'RemoveTagsFromStream',
      { TagKeys: ['a', longName, 'b'] },
      violations(
        violation(
          'tagKeys',
          `[a, ${longName}, b]`,
          'satisfy constraint: [Member must have length less than or equal to 128, Member must ' +
            AT_LEAST_1 +
            ']',
        ),
      ),
    ],
    [
      'a map is empty',
      'CreateStream',
      { StreamName: 'a', Tags: {} },
      violations(violation('tags', '{}', AT_LEAST_1)),
    ],
  ])('are named where %s', (_, operation, request, sentence) => {
    expect(refusalOf(operation, request)).toBe(sentence);
  });

  it('name the keys and the values of a map', () => {
    const wrong = refusalOf('CreateStream', { StreamName: 'a', Tags: { '': 'x', b: 'v'.repeat(257) } });
    const value = `{=x, b=${'v'.repeat(257)}}`;
    expect(wrong).toBe(
      `ValidationException: 2 validation errors detected: Value '${value}' at 'tags' failed to satisfy constraint: ` +
        'Map keys must satisfy constraint: [Member must have length less than or equal to 128, ' +
        `Member must ${AT_LEAST_1}]; Value '${value}' at 'tags' failed to satisfy constraint: ` +
        'Map value must satisfy constraint: [Member must have length less than or equal to 256]',
    );
  });

  it('refuse 501 records, saying how many may come', () => {
    const refusal = refusalOf('PutRecords', { Records: Array.from({ length: 501 }).fill(record) });
    expect(refusal).toMatch(
      /^ValidationException: 1 validation error detected: Value '\[com\.amazonaws\.kinesis/,
    );
    expect(refusal).toMatch(/at 'records' failed .*: Member must have length less than or equal to 500$/);
    expect(refusalOf('PutRecords', { Records: Array.from({ length: 500 }).fill(record) })).toBe('accepted');
  });

  it('refuse a blob that is too large, without sending it back', () => {
    const Data = Buffer.alloc(10_485_761).toString('base64');
    expect(refusalOf('PutRecord', { Data, PartitionKey: 'a' })).toBe(
      violations(
        violation(
          'data',
          'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]',
          'have length less than or equal to 10485760',
        ),
      ),
    );
  });

  it('name ten at most', () => {
    const refusal = refusalOf('PutRecords', {
      Records: Array.from({ length: 100 }).fill({ Data: '', PartitionKey: '' }),
    });
    expect(refusal).toMatch(/^ValidationException: 10 validation errors detected: /);
    expect(refusal.split('; ')).toHaveLength(10);
  });

  it('answer in bounded size and time, however much is wrong', () => {
    const refusals = [
      refusalOf('PutRecords', { Records: Array.from({ length: 300_000 }).fill({}) }),
      refusalOf('DescribeStream', { StreamARN: 'arn:aws'.padEnd(1_000_000, ':kinesis:') }),
      refusalOf('RemoveTagsFromStream', { TagKeys: Array.from({ length: 300_000 }).fill('') }),
    ];
    for (const refusal of refusals) expect(refusal.length).toBeLessThan(200_000);
  });
});

describe('isOperationName', () => {
  it.each(['toString', '__proto__', 'constructor', '', 'putRecord'])('does not take %j for one', (name) => {
    expect(isOperationName(name)).toBe(false);
  });
});
