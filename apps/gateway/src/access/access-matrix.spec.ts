// Actions × streams × principals × doors: every door must say the same, and what that is stands here, read off the
// policies by hand.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  answerOfCode,
  answerOfGrpc,
  arnOf,
  GuardedGateway,
  keyOf,
  NAMES,
  ROOT,
  tokenOf,
  type Answer,
  type Name,
  type StreamOfTest,
} from '../testing/guarded-gateway.js';

const STREAMS: readonly StreamOfTest[] = ['orders', 'open', 'closed', 'missing'];
type May = Readonly<Record<Name, readonly StreamOfTest[]>>;

const MAY_PUT: May = {
  producer: ['orders', 'open'],
  reader: ['open'],
  careful: ['open', 'closed', 'missing'],
  elsewhere: ['open'],
  here: STREAMS,
  nobody: ['open'],
};
const MAY_DESCRIBE: May = {
  producer: ['open'],
  reader: STREAMS,
  careful: STREAMS,
  elsewhere: ['open'],
  here: STREAMS,
  nobody: ['open'],
};
const MAY_READ: May = {
  producer: [],
  reader: STREAMS,
  careful: STREAMS,
  elsewhere: [],
  here: STREAMS,
  nobody: [],
};
const MAY_CHANGE: May = { ...MAY_READ, reader: [] };
const MAY_LIST: readonly Name[] = ['careful', 'here'];

let gateway: GuardedGateway;

beforeAll(async () => {
  gateway = await GuardedGateway.start();
});
afterAll(() => gateway.close());

const every = NAMES.flatMap((name) => STREAMS.map((stream) => ({ name, stream })));

/** The answers of a door to everybody about every stream. */
function answers(ask: (name: Name, stream: StreamOfTest) => Promise<Answer>) {
  return Promise.all(every.map(async (pair) => ({ ...pair, answer: await ask(pair.name, pair.stream) })));
}
const expected = (may: May) =>
  every.map((pair) => ({ ...pair, answer: may[pair.name].includes(pair.stream) ? 'allowed' : 'denied' }));

describe('the Kinesis API lets', () => {
  const Data = 'AA==';

  it.each<readonly [string, May, (stream: StreamOfTest) => object]>([
    ['PutRecord', MAY_PUT, (StreamName) => ({ StreamName, PartitionKey: 'k', Data })],
    ['PutRecord', MAY_PUT, (stream) => ({ StreamARN: arnOf(stream), PartitionKey: 'k', Data })],
    ['PutRecords', MAY_PUT, (StreamName) => ({ StreamName, Records: [{ PartitionKey: 'k', Data }] })],
    ['DescribeStream', MAY_DESCRIBE, (StreamName) => ({ StreamName })],
    ['DescribeStreamSummary', MAY_READ, (StreamName) => ({ StreamName })],
    ['ListShards', MAY_READ, (StreamName) => ({ StreamName })],
    ['ListTagsForResource', MAY_READ, (stream) => ({ ResourceARN: arnOf(stream) })],
    ['ListStreamConsumers', MAY_READ, (stream) => ({ StreamARN: arnOf(stream) })],
    ['DescribeStreamConsumer', MAY_READ, (stream) => ({ ConsumerARN: `${arnOf(stream)}/consumer/app:1` })],
    [
      'GetShardIterator',
      MAY_READ,
      (StreamName) => ({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }),
    ],
    ['AddTagsToStream', MAY_CHANGE, (StreamName) => ({ StreamName, Tags: { a: 'b' } })],
    ['IncreaseStreamRetentionPeriod', MAY_CHANGE, (StreamName) => ({ StreamName, RetentionPeriodHours: 24 })],
  ])('those %s who may', async (operation, may, inputOf) => {
    const found = await answers((name, stream) => gateway.aws(keyOf(name), operation, inputOf(stream)));
    expect(found).toEqual(expected(may));
  });

  it('those GetRecords who may, by an iterator that somebody else got', async () => {
    const start = { StreamName: 'orders', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' };
    const { ShardIterator } = (await gateway.call(ROOT, 'GetShardIterator', start)) as {
      readonly ShardIterator: string;
    };
    for (const name of NAMES) {
      const answer = await gateway.aws(keyOf(name), 'GetRecords', { ShardIterator });
      expect([name, answer]).toEqual([name, MAY_READ[name].includes('orders') ? 'allowed' : 'denied']);
    }
  });

  it.each(['ListStreams', 'DescribeLimits', 'DescribeAccountSettings'])(
    'those %s who may act on the account',
    async (operation) => {
      for (const name of NAMES) {
        const answer = await gateway.aws(keyOf(name), operation, {});
        expect([name, answer]).toEqual([name, MAY_LIST.includes(name) ? 'allowed' : 'denied']);
      }
    },
  );

  it('root do everything', async () => {
    for (const StreamName of STREAMS)
      expect(await gateway.aws(ROOT, 'PutRecord', { StreamName, PartitionKey: 'k', Data })).toBe('allowed');
  });
});

describe('REST lets', () => {
  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(gateway.url + path, init);
    const body = (await response.json()) as { readonly code?: string };
    if (response.ok) return 'allowed';
    const answer = answerOfCode(body.code);
    expect(response.status).toBe({ denied: 403, 'not known': 401, allowed: 404 }[answer]);
    return answer;
  }

  it.each<readonly [string, May, (stream: StreamOfTest) => string, RequestInit]>([
    ['put records', MAY_PUT, (stream) => `/v1/streams/${stream}/records`, { method: 'POST', body: 'raw' }],
    ['describe a stream', MAY_DESCRIBE, (stream) => `/v1/streams/${stream}`, {}],
    ['read records', MAY_READ, (stream) => `/v1/streams/${stream}/records?shardId=0`, {}],
    ['list shards', MAY_READ, (stream) => `/v1/streams/${stream}/shards`, {}],
    ['list consumers', MAY_READ, (stream) => `/v1/streams/${stream}/consumers`, {}],
  ])('those %s who may', async (_, may, pathOf, init) => {
    const found = await answers((name, stream) =>
      ask(pathOf(stream), { ...init, headers: { authorization: `Bearer ${tokenOf(name)}` } }),
    );
    expect(found).toEqual(expected(may));
  });

  it('those list streams who may', async () => {
    for (const name of NAMES) {
      const headers = { authorization: `Bearer ${tokenOf(name)}` };
      const answer = await ask('/v1/streams', { headers });
      expect([name, answer]).toEqual([name, MAY_LIST.includes(name) ? 'allowed' : 'denied']);
    }
  });
});

describe('pages that no operation is behind', () => {
  const MAY_SEE: Readonly<Record<string, readonly Name[]>> = {
    '/metrics': ['here'],
    '/metrics?stream=orders': ['here'],
    '/templates': ['reader', 'careful', 'here'],
    '/nothing': [],
    '/v1/openapi.json': NAMES,
    '/v1/nothing': NAMES,
  };

  it.each(Object.keys(MAY_SEE))('are for those who may: %s', async (path) => {
    const seers: Name[] = [];
    for (const name of NAMES) {
      const headers = { authorization: `Bearer ${tokenOf(name)}` };
      const response = await fetch(gateway.url + path, { headers });
      if (response.status === 403) {
        expect(response.headers.get('content-type')).toContain('application/problem+json');
        expect(await response.json()).toMatchObject({ status: 403, code: 'AccessDeniedException' });
      } else {
        await response.arrayBuffer();
        seers.push(name);
      }
    }
    expect(seers).toEqual(MAY_SEE[path]);
  });
});

describe('gRPC lets', () => {
  const record = { data: Buffer.from('x'), partitionKey: 'k' };

  it('those put who may', async () => {
    const producers = Object.fromEntries(
      await Promise.all(
        NAMES.map(async (name) => [name, await gateway.producer({ token: tokenOf(name) })] as const),
      ),
    ) as Readonly<Record<Name, Awaited<ReturnType<GuardedGateway['producer']>>>>;
    const one = await answers((name, streamName) =>
      answerOfGrpc(producers[name].putRecord({ streamName, record })),
    );
    const many = await answers((name, streamName) =>
      answerOfGrpc(producers[name].putRecords({ streamName, records: [record] })),
    );
    expect(one).toEqual(expected(MAY_PUT));
    expect(many).toEqual(expected(MAY_PUT));
  });

  it('a stream of batches in, and asks for each batch', async () => {
    const stream = (await gateway.producer({ token: tokenOf('producer') })).putStream();
    for (const streamName of STREAMS) stream.write({ streamName, records: [record] });
    stream.end();
    const found: unknown[] = [];
    for await (const { error } of stream) found.push(error?.code ?? 'stored');
    expect(found).toEqual(['stored', 'stored', 'AccessDeniedException', 'AccessDeniedException']);
  });
});
