const MIB = 1024 * 1024;
export const JSON_TYPE = { 'content-type': 'application/json' };
export const LINES_TYPE = { 'content-type': 'application/x-ndjson' };

export interface RestRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What is asked, and the problem that it gets. */
export type BadRestRequest = readonly [
  request: string,
  asked: RestRequest,
  status: number,
  code: string,
  detail: string,
];

const json = (value: unknown): RestRequest => ({ headers: JSON_TYPE, body: JSON.stringify(value) });
const text = (body: string): RestRequest => ({ headers: JSON_TYPE, body });
const lines = (body: string): RestRequest => ({ headers: LINES_TYPE, body });
const PUT = 'POST /v1/streams/there/records';
const READ = 'GET /v1/streams/there/records';
const INVALID = 'ValidationException';
const UNREADABLE = 'SerializationException';

/** Of the stream `there`, which has one shard and no records. */
export const BAD_REST_REQUESTS: readonly BadRestRequest[] = [
  [
    'POST /v1/streams',
    { body: '{}' },
    415,
    UNREADABLE,
    'must be application/json; the request says text/plain',
  ],
  [
    PUT,
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '{"data": 1}' },
    415,
    UNREADABLE,
    'as curl does by itself: say application/json',
  ],
  [
    'POST /v1/streams',
    { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: '{}' },
    400,
    UNREADABLE,
    'The request body is not gzip, as Content-Encoding says: incorrect header check.',
  ],
  ['POST /v1/streams', text(''), 400, UNREADABLE, 'The body is not JSON'],
  ['POST /v1/streams', text('{"name":'), 400, UNREADABLE, 'The body is not JSON'],
  [
    'POST /v1/streams',
    { headers: JSON_TYPE, body: Buffer.from([0x22, 0xff, 0x22]) },
    400,
    UNREADABLE,
    'not UTF-8',
  ],
  ['POST /v1/streams', json([]), 400, INVALID, 'expected object'],
  ['POST /v1/streams', json(null), 400, INVALID, 'expected object'],
  ['POST /v1/streams', json({}), 400, INVALID, 'name: '],
  ['POST /v1/streams', json({ name: '' }), 400, INVALID, '>=1 characters, found ""'],
  ['POST /v1/streams', json({ name: 'n'.repeat(129) }), 400, INVALID, '<=128 characters'],
  ['POST /v1/streams', json({ name: 'a b' }), 400, INVALID, '/^[a-zA-Z0-9_.-]+$/, found "a b"'],
  ['POST /v1/streams', json({ name: 'a', shardCount: 0 }), 400, INVALID, 'shardCount: '],
  ['POST /v1/streams', json({ name: 'a', shardCount: 1.5 }), 400, INVALID, 'found 1.5'],
  ['POST /v1/streams', json({ name: 'a', shardCount: '1' }), 400, INVALID, 'found "1"'],
  ['POST /v1/streams', json({ name: 'a', shardCount: 30_000 }), 429, 'LimitExceededException', '20000'],
  ['POST /v1/streams', json({ name: 'a', mode: 'FAST' }), 400, INVALID, 'found "FAST"'],
  [
    'POST /v1/streams',
    json({ name: 'a', mode: 'PROVISIONED' }),
    400,
    'InvalidArgumentException',
    'ShardCount',
  ],
  ['POST /v1/streams', json({ name: 'a', maxRecordSizeKiB: 1 }), 400, INVALID, '>=1024, found 1'],
  ['POST /v1/streams', json({ name: 'a', tags: { 'aws:x': '' } }), 400, 'InvalidArgumentException', 'aws:'],
  ['POST /v1/streams', json({ name: 'a', shards: 1 }), 400, INVALID, '"shards"'],
  [
    'POST /v1/streams',
    json({ name: 'there', shardCount: 1 }),
    409,
    'ResourceInUseException',
    'already exists',
  ],
  ['GET /v1/streams?limit=0', {}, 400, INVALID, 'limit: '],
  ['GET /v1/streams?limit=abc', {}, 400, INVALID, 'found "abc"'],
  ['GET /v1/streams?limit=1&limit=2', {}, 400, INVALID, 'limit: '],
  ['GET /v1/streams?nextToken=abc', {}, 400, 'InvalidArgumentException', 'NextToken is invalid'],
  ['GET /v1/streams?page=2', {}, 400, INVALID, '"page"'],
  ['GET /v1/streams/none', {}, 404, 'ResourceNotFoundException', 'Stream none under account'],
  ['GET /v1/streams/a%2Fb', {}, 404, 'ResourceNotFoundException', 'Stream a/b under account'],
  ['GET /v1/streams/' + 'n'.repeat(300), {}, 404, 'ResourceNotFoundException', 'not found'],
  ['DELETE /v1/streams/none', {}, 404, 'ResourceNotFoundException', 'Stream none under account'],
  [
    'PUT /v1/streams',
    {},
    405,
    'UnknownOperationException',
    'PUT is not possible at /v1/streams, only GET, HEAD, POST',
  ],
  ['PATCH /v1/streams/there', {}, 405, 'UnknownOperationException', 'only GET, HEAD, DELETE'],
  ['DELETE /v1/streams/there/records', {}, 405, 'UnknownOperationException', 'only GET, HEAD, POST'],
  ['GET /v1/stream', {}, 404, 'UnknownOperationException', 'There is nothing at /v1/stream'],
  ['GET /v1', {}, 404, 'UnknownOperationException', 'There is nothing at /v1'],
  ['POST /v1/streams/none/records', json({ data: 1 }), 404, 'ResourceNotFoundException', 'Stream none'],
  [PUT, text('{"data":'), 400, UNREADABLE, 'The body is not JSON'],
  [PUT, text(`{"data":${'['.repeat(50_000)}${']'.repeat(50_000)}}`), 400, UNREADABLE, 'nested too deeply'],
  [
    PUT,
    lines(`[${'[],'.repeat(70_000)}0]\n`.repeat(3)),
    400,
    UNREADABLE,
    'The body has more than 25000 lists and objects',
  ],
  [PUT, json({}), 400, INVALID, 'either data or dataBase64'],
  [PUT, json({ data: 1, dataBase64: '' }), 400, INVALID, 'either data or dataBase64'],
  [PUT, json({ dataBase64: 'a' }), 400, INVALID, 'dataBase64: '],
  [PUT, json({ data: 1, partitionKey: 5 }), 400, INVALID, 'partitionKey: '],
  [PUT, json({ data: 1, partitionKey: '' }), 400, INVALID, 'partitionKey: '],
  [PUT, json({ data: 1, partitionKey: 'k'.repeat(257) }), 400, INVALID, '(259 characters)'],
  [PUT, json({ data: 1, explicitHashKey: '01' }), 400, INVALID, 'explicitHashKey: '],
  [PUT, json({ data: 1, explicitHashKey: '9'.repeat(39) }), 400, 'InvalidArgumentException', '[0, 2^128-1]'],
  [PUT, json({ records: [] }), 400, INVALID, 'records: '],
  [
    PUT,
    json({ records: [{ data: 1 }, { data: 2, partitionKey: '' }] }),
    400,
    INVALID,
    'records.1.partitionKey: ',
  ],
  [PUT, json({ records: Array.from({ length: 501 }, () => ({ data: 1 })) }), 400, INVALID, '<=500'],
  [PUT, json({ data: 'x'.repeat(MIB) }), 400, 'InvalidArgumentException', 'up to 1048576 bytes'],
  [PUT, { headers: { ...JSON_TYPE, 'x-partition-key': 'k' }, body: '1' }, 400, INVALID, 'x-partition-key: '],
  [`${PUT}?key=a`, json({ data: 1 }), 400, INVALID, 'key: '],
  [`${PUT}?kee=a`, lines('1'), 400, INVALID, '"kee"'],
  [PUT, lines(''), 400, UNREADABLE, 'no line'],
  [PUT, lines('1\n{'), 400, UNREADABLE, 'Line 2 is not JSON'],
  [
    `${PUT}?key=a.b`,
    lines('{"a":{"b":1}}\n{"a":1}'),
    400,
    INVALID,
    'Line 2 has no text, number or boolean at a.b',
  ],
  [`${PUT}?key=__proto__`, lines('{}'), 400, INVALID, 'Line 1 has no'],
  [`${PUT}?key=constructor.name`, lines('{}'), 400, INVALID, 'Line 1 has no'],
  [PUT, lines('1\n'.repeat(501)), 400, INVALID, 'more than 500 lines'],
  [
    PUT,
    { headers: { 'x-partition-key': '' }, body: 'raw' },
    400,
    INVALID,
    "'' at 'records.1.member.partitionKey'",
  ],
  [PUT, { headers: { 'content-encoding': 'br' }, body: 'raw' }, 415, UNREADABLE, 'br'],
  [
    PUT,
    { body: Buffer.alloc(17 * MIB) },
    413,
    'RequestEntityTooLarge',
    '17825792 bytes, one request takes up to 16777216',
  ],
  [READ, {}, 400, INVALID, 'shardId: It is missing'],
  [`${READ}?shardId=5`, {}, 404, 'ResourceNotFoundException', 'shardId-000000000005'],
  [`${READ}?shardId=0&position=middle`, {}, 400, INVALID, 'found "middle"'],
  [
    `${READ}?shardId=0&position=at-sequence-number`,
    {},
    400,
    'InvalidArgumentException',
    'no StartingSequenceNumber',
  ],
  [
    `${READ}?shardId=0&position=at-sequence-number&sequenceNumber=7`,
    {},
    400,
    'InvalidArgumentException',
    '7',
  ],
  [`${READ}?shardId=0&position=at-timestamp&timestamp=today`, {}, 400, INVALID, 'found "today"'],
  [
    `${READ}?shardId=0&position=at-timestamp&timestamp=2222-01-01T00:00:00Z`,
    {},
    400,
    'InvalidArgumentException',
    'greater',
  ],
  [`${READ}?shardId=0&limit=10001`, {}, 400, INVALID, '<=10000, found "10001"'],
  [`${READ}?iterator=abc`, {}, 400, 'InvalidArgumentException', 'Invalid ShardIterator'],
  [`${READ}?iterator=abc&shardId=0`, {}, 400, INVALID, 'shardId: The iterator says it already'],
];
