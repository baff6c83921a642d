import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { FIRST_EPOCH, sealShardIterator, type StreamId } from '#lib/kinesis';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';
import { describeWhere } from './describe-where.js';
import {
  answerIn,
  ask,
  askHttp2,
  connectTo,
  exchange,
  http1Bytes,
  JSON_1_1,
  nested,
  requestTo,
  type RawAnswer,
  type RawRequest,
} from './raw-http.js';
import { REFUSED_REST_REQUESTS } from './refused-rest-requests.js';
import { REFUSED_VALUES } from './refused-values.js';
import { UNREADABLE_REQUESTS } from './unreadable-requests.js';

jest.setTimeout(120_000);

const STREAM = 'orders';
const MAILBOX_MESSAGES = 4;
const MEBIBYTE = 1024 * 1024;

let server: Server;
let session: http2.ClientHttp2Session;

beforeAll(async () => {
  const env = {
    SHARDWELL_LOG_STREAMS: '',
    SHARDWELL_HEADERS_TIMEOUT_MS: '500',
    SHARDWELL_REQUEST_TIMEOUT_MS: '3000',
    SHARDWELL_MAILBOX_MESSAGES: String(MAILBOX_MESSAGES),
  };
  server = await Server.start({ env });
  session = http2.connect(server.url);
  await call('CreateStream', { StreamName: STREAM, ShardCount: 2 });
});
afterAll(async () => {
  session.close();
  await removeServers();
});

/** Whatever came before: the server serves, has stored nothing of it, and has met no bug of its own. */
afterEach(async () => {
  expect(await newTexts()).toEqual([]);
  expect(server.log).not.toContain('nobody foresaw');
});

interface Answer {
  readonly ShardIterator?: string;
  readonly NextShardIterator?: string;
  readonly NextToken?: string;
  readonly FailedRecordCount?: number;
  readonly Records?: readonly { readonly Data?: string; readonly ErrorCode?: string }[];
}

/** A good request, over HTTP/2. */
async function call(operation: string, body: object): Promise<Answer> {
  const answer = await askHttp2(session, requestTo(operation, body));
  expect(answer).toMatchObject({ status: 200 });
  return answer.body === '' ? {} : (JSON.parse(answer.body) as Answer);
}

/** The data of every record that nobody asked for yet, shard by shard. */
async function newTexts(): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const ShardId of ['0', '1']) {
    const start = { StreamName: STREAM, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
    const iterator = readSoFar.get(ShardId) ?? (await call('GetShardIterator', start)).ShardIterator;
    const { Records = [], NextShardIterator = '' } = await call('GetRecords', { ShardIterator: iterator });
    readSoFar.set(ShardId, NextShardIterator);
    texts.push(...Records.map(({ Data = '' }) => Buffer.from(Data, 'base64').toString()));
  }
  return texts;
}
const readSoFar = new Map<string, string>();

interface Refusal {
  readonly status?: number;
  readonly code: string;
  readonly sentence: string | RegExp;
}

function expectRefused(answer: RawAnswer, { status = 400, code, sentence }: Refusal): void {
  expect(answer).toMatchObject({ status, contentType: JSON_1_1 });
  const { __type, message, Message } = JSON.parse(answer.body) as Record<string, string>;
  const said = typeof sentence === 'string' ? sentence : expect.stringMatching(sentence);
  expect([__type, message ?? Message]).toEqual([code, said]);
}

/** The same answer over both protocols. */
async function refusalOf(request: RawRequest, refusal: Refusal): Promise<void> {
  expectRefused(await ask(server.url, request), refusal);
  expectRefused(await askHttp2(session, request), refusal);
}

const putOf = (text: string, ExplicitHashKey = '0'): RawRequest =>
  requestTo('PutRecord', {
    StreamName: STREAM,
    PartitionKey: 'a',
    ExplicitHashKey,
    Data: Buffer.from(text).toString('base64'),
  });

describe('a request that cannot be read', () => {
  it.each(UNREADABLE_REQUESTS)('is refused: one that %s', async (_, request, code, sentence) => {
    await refusalOf(request, { code, sentence });
  });

  it.each(['text/plain', 'application/json', '<&>', undefined])(
    'is refused in XML: one of content type %s',
    async (contentType) => {
      const request = { ...requestTo('ListStreams', '{}'), contentType };
      for (const answer of [await ask(server.url, request), await askHttp2(session, request)]) {
        expect(answer).toMatchObject({ status: 404, contentType: 'application/xml' });
        expect(answer.body).toMatch(
          /^<UnknownOperationException>\n {2}<Message>Content-Type '.*' is not one of application\/x-amz-json-1\.1, application\/x-amz-cbor-1\.1</,
        );
        expect(answer.body).not.toContain('<&>');
      }
    },
  );
});

describe('a request of bad values', () => {
  it.each(REFUSED_VALUES)('is refused for %s', async (_, operation, body, code, sentence) => {
    await refusalOf(requestTo(operation, body), { code, sentence });
  });

  it('may have members that nobody knows, of some depth', async () => {
    const request = requestTo('ListStreams', `{"Unknown":${nested(90)}}`);
    expect(await ask(server.url, request)).toMatchObject({ status: 200 });
  });
});

describe('a request to the REST API', () => {
  it.each(REFUSED_REST_REQUESTS)('is refused for %s', async (_, request, status, code, sentence) => {
    const { method, path, contentType, headers, body } = request;
    const answer = await fetch(server.url + path, {
      method,
      headers: { ...headers, ...(contentType === undefined ? {} : { 'content-type': contentType }) },
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
    const detail = typeof sentence === 'string' ? sentence : expect.stringMatching(sentence);
    expect([answer.status, await answer.json()]).toEqual([
      status,
      expect.objectContaining({ status, code, detail }),
    ]);
  });
});

describe('an iterator', () => {
  const expectIteratorRefused = (ShardIterator: string, refusal: Refusal): Promise<void> =>
    refusalOf(requestTo('GetRecords', { ShardIterator }), refusal);
  const invalid = { code: 'InvalidArgumentException', sentence: 'Invalid ShardIterator.' };

  const iteratorOf = async (StreamName: string): Promise<string> => {
    const start = { StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' };
    return (await call('GetShardIterator', start)).ShardIterator ?? '';
  };
  const sealed = (key: Uint8Array, issuedAtMs: number): string => {
    const shard = { streamId: 'abcdefghij0123456789-xyz' as StreamId, shardNumber: 0 };
    const position = { epoch: FIRST_EPOCH, second: 0, index: 1 };
    return sealShardIterator({ key, randomBytes }, { shard, position, issuedAtMs });
  };

  it('is refused with one letter changed', async () => {
    const iterator = await iteratorOf(STREAM);
    const letter = iterator.charAt(40) === 'A' ? 'B' : 'A';
    await expectIteratorRefused(iterator.slice(0, 40) + letter + iterator.slice(41), invalid);
  });

  it('is refused where another installation gave it out', async () => {
    await expectIteratorRefused(sealed(randomBytes(32), Date.now()), invalid);
  });

  it('is refused where it is a page token', async () => {
    const { NextToken = '' } = await call('ListShards', { StreamName: STREAM, MaxResults: 1 });
    await expectIteratorRefused(NextToken, invalid);
  });

  it('is refused after five minutes', async () => {
    const redis = new Redis(server.redis.socketPath);
    const key = await redis.hgetBuffer('sw:{control}:installation', 'tokenKey');
    redis.disconnect();
    await expectIteratorRefused(sealed(key ?? Buffer.alloc(32), Date.now() - 300_001), {
      code: 'ExpiredIteratorException',
      sentence: /^Iterator expired\. .* tolerated delay of 300000 milliseconds\.$/,
    });
  });

  it('is refused where its stream is gone, also when there is another one of that name', async () => {
    const gone = { code: 'ResourceNotFoundException', sentence: /^Stream .* not found/ };
    await call('CreateStream', { StreamName: 'short-lived', ShardCount: 1 });
    const iterator = await iteratorOf('short-lived');
    await call('DeleteStream', { StreamName: 'short-lived' });
    await expectIteratorRefused(iterator, gone);
    await call('CreateStream', { StreamName: 'short-lived', ShardCount: 1 });
    await expectIteratorRefused(iterator, gone);
  });
});

describe('a body over 16 MiB', () => {
  const body = Buffer.alloc(17 * MEBIBYTE, ' ');
  const tooLarge = (bytes: string): Refusal => ({
    status: 413,
    code: 'RequestEntityTooLarge',
    sentence: `The request body has ${bytes} bytes, one request takes up to 16777216. Put fewer or smaller records in a request.`,
  });
  const chunked = Buffer.concat([
    Buffer.from(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${JSON_1_1}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ),
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
  ]);

  it.each([
    ['all of it was sent', http1Bytes(requestTo('PutRecords', body)), '17825792'],
    ['only its length was said', http1Bytes(requestTo('PutRecords', body)).subarray(0, 300), '17825792'],
    ['it came in chunks, without a length and without an end', chunked, 'more than 16777216'],
  ])('is refused with 413 where %s', async (_, bytes, size) => {
    expectRefused(answerIn(await exchange(server.url, bytes)), tooLarge(size));
  });

  it('is refused with 413 over HTTP/2, and the session goes on', async () => {
    const answer = await askHttp2(session, requestTo('PutRecords', body));
    expectRefused(answer, tooLarge('more than 16777216'));
  });
});

describe('a connection', () => {
  const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

  it.each([
    ['that greets in TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['with half of an HTTP/2 preface and then something else', 'PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n', 400],
    ['with a method that nobody knows', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['with two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    ['with a negative length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    [
      'with a chunk of no size',
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['with a NUL in a header', 'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: a\0b\r\n\r\n', 400],
    ['with headers over 16 KiB', `POST / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is refused with problem details', async (_, bytes, status) => {
    const answer = answerIn(await exchange(server.url, Buffer.from(bytes, 'latin1')));
    expect(answer).toMatchObject({ status, contentType: 'application/problem+json' });
    expect(JSON.parse(answer.body)).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['junk', Buffer.from('junk'.repeat(100))],
    ['a frame larger than was agreed', Buffer.from([0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01])],
  ])('with %s behind the preface is closed with a GOAWAY', async (_, junk) => {
    const socket = connectTo(server.url);
    socket.write(Buffer.concat([Buffer.from(PREFACE), junk]));
    const frames: Buffer[] = [];
    socket.on('data', (bytes) => frames.push(bytes)).on('error', () => undefined);
    await once(socket, 'close');
    // The type of a frame is its fourth byte; GOAWAY is 7.
    expect(frames.map((bytes) => [...bytes]).join()).toContain(',7,0,0,0,0,0,');
  });

  it('that is slow or half open is closed in time, and holds nobody up', async () => {
    const { body, ...head } = putOf('slow');
    const put = http1Bytes({ ...head, body });
    const halves: readonly (readonly [Buffer, string])[] = [
      [Buffer.alloc(0), ''],
      [Buffer.from(PREFACE.slice(0, 10)), ''],
      [put.subarray(0, 60), 'HTTP/1.1 408 Request Timeout'],
      [put.subarray(0, -1), 'HTTP/1.1 408 Request Timeout'],
    ];
    const answers = Array.from({ length: 25 }, () => halves)
      .flat()
      .map(async ([bytes, answer]) => {
        const socket = connectTo(server.url);
        if (bytes.length > 0) socket.write(bytes);
        expect((await text(socket)).slice(0, answer.length)).toBe(answer);
      });
    const stream = session.request({ ':method': 'POST', ':path': '/' });
    stream.write(body.slice(0, -1));
    const cancelled = once(stream, 'close');
    expect(await newTexts()).toEqual([]);
    await Promise.all([...answers, cancelled]);
    expect(stream.rstCode).toBe(http2.constants.NGHTTP2_CANCEL);
  });

  it.each(['/', `/v1/streams/${STREAM}/records`, '/nowhere'])(
    'whose client goes away in the middle of a body for %s is no mistake of the server',
    async (path) => {
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n`;
      await text(connectTo(server.url).end(`${head}half`));
      expect(server.log).not.toContain('aborted');
    },
  );

  it('that is lost in the middle of a request leaves nothing behind', async () => {
    const put = http1Bytes(putOf('lost'));
    for (let bytes = 1; bytes < put.length; bytes += 16) {
      const socket = connectTo(server.url);
      await new Promise((written) => socket.write(put.subarray(0, bytes), written));
      socket.resetAndDestroy();
    }
    // On a session of its own: who resets too many streams is asked to calm down.
    const own = http2.connect(server.url);
    const streams = Array.from({ length: 50 }, () => own.request({ ':method': 'POST', ':path': '/' }));
    for (const stream of streams) stream.close(http2.constants.NGHTTP2_CANCEL);
    await Promise.all(streams.map((stream) => once(stream, 'close')));
    own.close();
  });
});

describe('a full mailbox', () => {
  /** The first shard's and the second's. */
  const HASH_KEYS = ['0', `${2n ** 128n - 1n}`] as const;

  it('refuses at once what it has no room for, and only that', async () => {
    const redis = server.redis.pid;
    const puts = Array.from({ length: 6 * MAILBOX_MESSAGES }, (_, i) => putOf(`${i}`));
    process.kill(redis, 'SIGSTOP');
    const answers: RawAnswer[] = [];
    const all = puts.map(async (put, i) => {
      answers[i] = await ask(server.url, put);
    });
    // At most one mailbox is in flight and one waits; while Redis hangs, nobody but the refused gets an answer.
    await eventually(() => answers.flat().length >= 4 * MAILBOX_MESSAGES);
    const toBoth = call('PutRecords', {
      StreamName: STREAM,
      Records: HASH_KEYS.map((ExplicitHashKey) => ({ PartitionKey: 'a', ExplicitHashKey, Data: 'Ym90aA==' })),
    });
    process.kill(redis, 'SIGCONT');
    await Promise.all(all);

    const stored = puts.map((_, i) => `${i}`).filter((_, i) => answers[i]?.status === 200);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expectRefused(answer, {
        code: 'ProvisionedThroughputExceededException',
        sentence: `Rate exceeded for shard shardId-000000000000 in stream ${STREAM} under account 000000000000.`,
      });
    }
    const { FailedRecordCount, Records = [] } = await toBoth;
    expect(Records.filter(({ ErrorCode }) => ErrorCode !== undefined)).toHaveLength(FailedRecordCount ?? -1);
    const both = Records.flatMap(({ ErrorCode }) => (ErrorCode === undefined ? ['both'] : []));
    expect((await newTexts()).toSorted()).toEqual([...stored, ...both].toSorted());
  });
});

describeWhere({ isThere: existsSync('/proc/self/status'), otherwise: 'there is no /proc' }, 'memory', () => {
  it('does not grow with what is refused', async () => {
    const large = Buffer.alloc(15 * MEBIBYTE, '[');
    const round = async (): Promise<void> => {
      for (let i = 0; i < 3; i += 1) {
        await ask(server.url, requestTo('PutRecords', large));
        await askHttp2(session, requestTo('PutRecords', Buffer.alloc(17 * MEBIBYTE)));
        await exchange(server.url, http1Bytes(requestTo('PutRecords', Buffer.alloc(17 * MEBIBYTE))));
      }
    };
    await round();
    const before = residentMebibytes(server.pid);
    await round();
    await round();
    expect(residentMebibytes(server.pid) - before).toBeLessThan(150);
  });
});

function residentMebibytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes) / 1024;
}
