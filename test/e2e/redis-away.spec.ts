import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createKinesisClient } from '#lib/wire';
import { SteadyProducer } from '../crash/acknowledged-puts.js';
import { contradictions, readStream } from '../crash/stored-records.js';
import { eventually } from '../eventually.js';
import { OwnRedis } from '../redis/own-redis.js';
import { removeServers, Server } from '../server.js';

jest.setTimeout(120_000);

/** No answer may take longer: a commit is given up after 3 s. */
const ANSWER_DEADLINE_MS = 5000;
const entry = { PartitionKey: 'a', Data: 'YQ==' };

let redis: OwnRedis;
let server: Server;
let pid: number;
let streams = 0;
let stream: string;
let producer: SteadyProducer;

beforeAll(async () => {
  redis = await OwnRedis.start();
  const env = { SHARDWELL_REDIS_URL: `unix://${redis.socketPath}`, SHARDWELL_LOG_STREAMS: '' };
  server = await Server.start({ env });
  pid = server.pid;
});
afterAll(async () => {
  await removeServers();
  await redis.remove();
});

/** A producer puts 1,000 records a second into a stream of its own, each of them once. */
beforeEach(async () => {
  stream = `stream-${(streams += 1)}`;
  const client = createKinesisClient({ endpoint: server.url });
  await client.call('CreateStream', { StreamName: stream, ShardCount: 2 });
  client.close();
  producer = new SteadyProducer({ stream, keys: 8, recordsPerSecond: 1000 });
  producer.sendTo(server.url);
  await eventually(() => producer.acknowledged.length > 100);
});
afterEach(() => producer.stop());

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function call(operation: string, request: object): Promise<Answer> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
    },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
  });
  const body = await answer.text();
  return { status: answer.status, body: body === '' ? {} : (JSON.parse(body) as Answer['body']) };
}

const put = (StreamName = stream): Promise<Answer> => call('PutRecord', { StreamName, ...entry });

const internalFailure = (message: RegExp): unknown => ({
  status: 500,
  body: { __type: 'InternalFailure', message: expect.stringMatching(message) },
});

async function readiness(): Promise<Answer> {
  const answer = await fetch(`${server.url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

async function expectReady(): Promise<void> {
  await eventually(async () =>
    expect(await readiness()).toMatchObject({ status: 200, body: { ready: true } }),
  );
}

async function expectUnready(): Promise<void> {
  const storage = expect.stringContaining(`no connection to Redis at ${redis.socketPath}`);
  const unready = { status: 503, body: { ready: false, checks: { storage } } };
  await eventually(async () => expect(await readiness()).toMatchObject(unready));
}

/** What every door says quickly while Redis is away, whatever it was asked before. */
async function expectRefusals(): Promise<void> {
  expect(await put()).toEqual(internalFailure(/cannot be reached now, nothing was stored\. Try again\.$/));
  const both = await call('PutRecords', { StreamName: stream, Records: [entry, entry] });
  const failed = { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal Service Failure' };
  expect(both).toEqual({ status: 200, body: { FailedRecordCount: 2, Records: [failed, failed] } });
  const nothingChanged = internalFailure(
    /^The storage cannot be reached now, nothing was changed\. Try again\.$/,
  );
  expect(await call('CreateStream', { StreamName: 'new', ShardCount: 1 })).toEqual(nothingChanged);
  expect(await call('DeleteStream', { StreamName: stream })).toEqual(nothingChanged);
  expect(await call('DescribeStreamSummary', { StreamName: stream })).toMatchObject({ status: 200 });
}

/** Writes work again, in the same process, and nothing contradicts what was said meanwhile. */
async function expectRecovery(): Promise<void> {
  await expectReady();
  const before = producer.acknowledged.length;
  await eventually(() => producer.acknowledged.length > before + 100);
  await producer.stop();
  const stored = await readStream(server.url, stream);
  expect(contradictions(ofProducer(stored), producer)).toEqual([]);
  expect(server.pid).toBe(pid);
  expect(server.log).not.toContain('nobody foresaw');
}

/** Without the records that the tests themselves put. */
const ofProducer = (stored: Awaited<ReturnType<typeof readStream>>): typeof stored =>
  stored.filter(({ id }) => id !== 'a');

describe('while Redis hangs', () => {
  it('puts fail soon, the server is not ready, and goes on when it is back', async () => {
    await call('CreateStream', { StreamName: 'quiet', ShardCount: 1 });
    await put('quiet');
    redis.signal('SIGSTOP');
    try {
      const latest = { StreamName: stream, ShardId: '0', ShardIteratorType: 'LATEST' };
      const answers = [put('quiet'), call('GetShardIterator', latest)];
      expect(await Promise.all(answers)).toEqual([
        // It was sent, and no answer came.
        internalFailure(/whether anything was stored is unknown/),
        internalFailure(/shardId-000000000000/),
      ]);
      await expectUnready();
      await expectRefusals();
    } finally {
      redis.signal('SIGCONT');
    }
    await expectRecovery();
  });

  it('and comes back before the puts in flight are given up, each of them is decided', async () => {
    redis.signal('SIGSTOP');
    // The connection has just been given up; what it had taken along is executed when Redis goes on.
    await expectUnready().finally(() => redis.signal('SIGCONT'));
    await expectRecovery();
  });

  it('for a moment, nobody gets an error', async () => {
    redis.signal('SIGSTOP');
    const answers = Promise.all(Array.from({ length: 10 }, () => put()));
    redis.signal('SIGCONT');
    expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await expectRecovery();
  });
});

describe('while Redis is dead', () => {
  it('puts fail soon, the server is not ready, and goes on when it is back', async () => {
    await redis.kill();
    try {
      expect((await put()).status).toBe(500);
      await expectUnready();
      await expectRefusals();
    } finally {
      await redis.startAgain();
    }
    await expectRecovery();
  });

  it('for a moment, puts wait for it', async () => {
    await redis.kill();
    const answers = Promise.all(Array.from({ length: 10 }, () => put()));
    await redis.startAgain();
    expect((await answers).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await expectRecovery();
  });
});
