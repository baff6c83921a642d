// Requests to the REST API that are refused, with the status, the code and the sentence of the problem they get.

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

export type RefusedRestRequest = readonly [
  what: string,
  request: RestRequest,
  status: number,
  code: string,
  sentence: string | RegExp,
];

const RECORDS = '/v1/streams/orders/records';
const JSON_TYPE = 'application/json';

/** A put of one record of raw bytes. */
const raw = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): RestRequest => ({
  method: 'POST',
  path: RECORDS,
  contentType: 'application/octet-stream',
  headers,
  body,
});

/** A put of records in JSON. */
const json = (body: string | Uint8Array<ArrayBuffer>, path = RECORDS): RestRequest => ({
  method: 'POST',
  path,
  contentType: JSON_TYPE,
  body,
});

const get = (path: string): RestRequest => ({ method: 'GET', path });

export const REFUSED_REST_REQUESTS: readonly RefusedRestRequest[] = [
  ['a body that is not JSON', json('hello'), 400, 'SerializationException', /^The body is not JSON: /],
  ['no body', json(''), 400, 'SerializationException', /^The body is not JSON: /],
  [
    'a body that is not UTF-8',
    json(new Uint8Array([0x22, 0xff, 0x22])),
    400,
    'SerializationException',
    'The body is not UTF-8.',
  ],
  [
    'a body of nothing but depth',
    json('['.repeat(1_000_000)),
    400,
    'SerializationException',
    /nested too deeply: more than 100 lists and objects/,
  ],
  [
    'a number for a key',
    json('{"partitionKey":7,"data":"x"}'),
    400,
    'ValidationException',
    /^partitionKey: .* expected string, received number, found 7$/,
  ],
  ['no data', json('{"partitionKey":"a"}'), 400, 'ValidationException', /either data or dataBase64/],
  ['bad base64', json('{"partitionKey":"a","dataBase64":"A"}'), 400, 'ValidationException', /dataBase64/],
  [
    'a member that nobody knows',
    json('{"data":"x","dta":"y"}'),
    400,
    'ValidationException',
    /Unrecognized key: "dta"/,
  ],
  ['members of the prototype', json('{"__proto__":{"data":"x"}}'), 400, 'ValidationException', /"__proto__"/],
  [
    '501 records',
    { ...json('{}\n'.repeat(501)), contentType: 'application/x-ndjson' },
    400,
    'ValidationException',
    /more than 500 lines/,
  ],
  [
    'a line that is not JSON',
    { ...json('{}\n{\n'), contentType: 'application/x-ndjson' },
    400,
    'SerializationException',
    /^Line 2 is not JSON: /,
  ],
  [
    'a record that is too large',
    raw(new Uint8Array(1_048_576), { 'x-partition-key': 'a' }),
    400,
    'InvalidArgumentException',
    /have 1048577 bytes together; .* up to 1048576 bytes/,
  ],
  [
    'a key that is too long',
    raw('x', { 'x-partition-key': 'a'.repeat(257) }),
    400,
    'ValidationException',
    /partitionKey.* less than or equal to 256$/,
  ],
  [
    'an explicit hash key out of range',
    raw('x', { 'x-explicit-hash-key': `${2n ** 128n}` }),
    400,
    'InvalidArgumentException',
    /\[0, 2\^128-1\]\. Specified value was 340282366920938463463374607431768211456$/,
  ],
  [
    'a body over 16 MiB',
    raw(new Uint8Array(17 * 1024 * 1024)),
    413,
    'RequestEntityTooLarge',
    /^The request body has 17825792 bytes, one request takes up to 16777216\. /,
  ],
  [
    'a stream that is not there',
    json('{"data":"x"}', '/v1/streams/nope/records'),
    404,
    'ResourceNotFoundException',
    'Stream nope under account 000000000000 not found.',
  ],
  [
    'a stream that is there already',
    json('{"name":"orders","shardCount":1}', '/v1/streams'),
    409,
    'ResourceInUseException',
    'Stream orders under account 000000000000 already exists.',
  ],
  [
    'more shards than there may be',
    json('{"name":"big","shardCount":20000}', '/v1/streams'),
    429,
    'LimitExceededException',
    /Limit: 20000\./,
  ],
  ['a limit that is no number', get('/v1/streams?limit=abc'), 400, 'ValidationException', /^limit: .*"abc"$/],
  [
    'an iterator that is none',
    get(`${RECORDS}?iterator=abc`),
    400,
    'InvalidArgumentException',
    'Invalid ShardIterator.',
  ],
  [
    'a path that is not there',
    get('/v1/nope'),
    404,
    'UnknownOperationException',
    /^There is nothing at \/v1\/nope/,
  ],
  [
    'a method that is not there',
    { method: 'DELETE', path: '/v1/streams' },
    405,
    'UnknownOperationException',
    /^DELETE is not possible at \/v1\/streams, only /,
  ],
];
