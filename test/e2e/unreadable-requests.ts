// Requests that cannot be read as far as the values of their members, with the code and the sentence they get.
import { JSON_1_1, requestTo, type RawRequest } from './raw-http.js';

export type UnreadableRequest = readonly [
  what: string,
  request: RawRequest,
  code: string,
  sentence: string | RegExp,
];

export const UNREADABLE_REQUESTS: readonly UnreadableRequest[] = [
  [
    'is not JSON',
    requestTo('PutRecord', 'hello'),
    'SerializationException',
    /^The request body is not JSON: /,
  ],
  ['ends too early', requestTo('PutRecord', '{"StreamName":"or'), 'SerializationException', /not JSON/],
  [
    'is a list',
    requestTo('PutRecord', '[]'),
    'SerializationException',
    'Start of list found where not expected',
  ],
  [
    'is null',
    requestTo('PutRecord', 'null'),
    'SerializationException',
    'The request body is not a JSON object.',
  ],
  ['is empty', requestTo('PutRecord', ''), 'SerializationException', 'The request has no body.'],
  ['begins with a byte order mark', requestTo('PutRecord', '\ufeff{}'), 'SerializationException', /not JSON/],
  [
    'is not UTF-8',
    requestTo('PutRecord', recordWithKey(0xff)),
    'SerializationException',
    'The request body is not UTF-8.',
  ],
  [
    'has an overlong NUL',
    requestTo('PutRecord', recordWithKey(0xc0, 0x80)),
    'SerializationException',
    /not UTF-8/,
  ],
  [
    'has a NUL in a text',
    requestTo('PutRecord', recordWithKey(0)),
    'SerializationException',
    /^The request body is not JSON: Bad control character/,
  ],
  ['is nothing but depth', requestTo('PutRecord', '['.repeat(100_000)), 'SerializationException', /not JSON/],
  [
    'is nothing but depth, and large',
    requestTo('PutRecord', '['.repeat(15 * 1024 * 1024)),
    'SerializationException',
    'The request body is nested too deeply: more than 100 lists and objects in one another.',
  ],
  [
    'has an operation that is unknown',
    requestTo('PutRekord', '{}'),
    'UnknownOperationException',
    "X-Amz-Target 'Kinesis_20131202.PutRekord' names no operation of the Kinesis API.",
  ],
  [
    'has an operation of the prototype',
    requestTo('__proto__', '{}'),
    'UnknownOperationException',
    /__proto__/,
  ],
  [
    'is of another service',
    { target: 'DynamoDB_20120810.ListTables', contentType: JSON_1_1, body: '{}' },
    'UnknownOperationException',
    /DynamoDB_20120810\.ListTables/,
  ],
  [
    'has no target',
    { contentType: JSON_1_1, body: '{}' },
    'UnknownOperationException',
    'X-Amz-Target is missing.',
  ],
  [
    'is not supported yet',
    requestTo('SplitShard', '{}'),
    'ValidationException',
    'Operation SplitShard is not supported by this version of Shardwell.',
  ],
];

/** A key of bytes that JSON.stringify would not make. */
function recordWithKey(...key: readonly number[]): Buffer {
  return Buffer.concat([
    Buffer.from('{"StreamName":"orders","Data":"AA==","PartitionKey":"'),
    Buffer.from(key),
    Buffer.from('"}'),
  ]);
}
