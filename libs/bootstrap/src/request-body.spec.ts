import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyBudget } from './body-budget.js';
import { requestBodyAsSent, takeRequestBodies } from './request-body.js';

const MIB = 1024 * 1024;
const PACKED = { 'content-encoding': 'gzip' };

/** A server whose one route says what it got. */
function openServer(bodyLimit = 16 * MIB) {
  const adapter = new FastifyAdapter({ bodyLimit });
  takeRequestBodies(adapter, new BodyBudget({ bytes: 64 * MIB, bytesPerAddress: 64 * MIB }));
  const fastify = adapter.getInstance();
  const received: { readonly body: unknown; readonly asSent: Buffer | undefined }[] = [];
  fastify.post('/', (request, reply) => {
    received.push({ body: request.body, asSent: requestBodyAsSent(request) });
    return reply.send('');
  });
  const post = async (payload: Buffer, headers: Readonly<Record<string, string>> = {}) => {
    const { statusCode, body } = await fastify.inject({ method: 'POST', url: '/', payload, headers });
    return { status: statusCode, text: body, got: received.pop() };
  };
  return { post };
}

describe('a request body', () => {
  it.each(['application/json', 'application/x-amz-cbor-1.1', 'text/plain'])(
    'of type %s reaches its route as the bytes that were sent',
    async (contentType) => {
      const body = Buffer.from([0x7b, 0xff, 0]);
      const { got } = await openServer().post(body, { 'content-type': contentType });
      expect(got).toEqual({ body, asSent: body });
    },
  );

  it('that is not there is none', async () => {
    expect((await openServer().post(Buffer.alloc(0))).got?.asSent).toBeUndefined();
    expect((await openServer().post(Buffer.alloc(0), PACKED)).status).toBe(200);
  });

  it.each(['gzip', 'GZIP', ' gzip '])(
    'of encoding %j is unpacked, and is there as it was sent too',
    async (encoding) => {
      const body = Buffer.from('{"StreamName":"orders"}');
      const packed = gzipSync(body);
      const { got } = await openServer().post(packed, { 'content-encoding': encoding });
      expect(got).toEqual({ body, asSent: packed });
    },
  );

  it('may be packed whatever is in it', async () => {
    const { post } = openServer();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5000 }), async (bytes) => {
        const body = Buffer.from(bytes);
        expect((await post(gzipSync(body), PACKED)).got?.body).toEqual(body);
      }),
      { numRuns: 50 },
    );
  });

  it.each<readonly [string, Buffer, string, number, string]>([
    ['is not packed', Buffer.from('{}'), 'gzip', 400, 'incorrect header check'],
    ['is cut off', gzipSync('{"a":1}').subarray(0, -5), 'gzip', 400, 'unexpected end of file'],
    ['was changed', changed(gzipSync('{"a":1}')), 'gzip', 400, 'is not gzip'],
    [
      'goes on behind its end',
      Buffer.concat([gzipSync('{}'), Buffer.from('{}')]),
      'gzip',
      400,
      'is not gzip',
    ],
    ['is packed in another way', Buffer.from('{}'), 'br', 415, 'Bodies encoded as br are not taken'],
    ['is packed twice', gzipSync(gzipSync('{}')), 'gzip, gzip', 415, 'Bodies encoded as gzip, gzip'],
  ])('is refused where it %s', async (_, body, encoding, status, sentence) => {
    const answer = await openServer().post(body, { 'content-encoding': encoding });
    expect([answer.status, answer.got]).toEqual([status, undefined]);
    expect(answer.text).toContain(sentence);
  });

  it('unpacks up to the limit of a body, and no further', async () => {
    const limit = 2 * MIB;
    const { post } = openServer(limit);
    const noise = randomBytes(limit);
    noise.fill(0, 100_000);
    const { got } = await post(gzipSync(noise), PACKED);
    expect(noise.equals(got?.body as Buffer)).toBe(true);
    const { status, text } = await post(gzipSync(Buffer.concat([noise, Buffer.of(0)])), PACKED);
    expect(status).toBe(413);
    expect(text).toContain(`unpacks to more than ${limit}`);
  });

  it('may unpack to any multiple of its size up to 1 MiB, then to a hundredfold', async () => {
    const { post } = openServer();
    const spaces = (count: number) => gzipSync(Buffer.alloc(count, ' '), { level: 9 });
    expect((await post(spaces(MIB), PACKED)).status).toBe(200);
    expect((await post(spaces(MIB + 1), PACKED)).status).toBe(413);
    const bomb = spaces(64 * MIB);
    const { status, text } = await post(bomb, PACKED);
    expect(status).toBe(413);
    expect(text).toContain(
      `has ${bomb.length} bytes as it was sent and unpacks to more than ${100 * bomb.length}`,
    );
  });
});

function changed(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length - 6] = (copy[copy.length - 6] as number) ^ 1;
  return copy;
}
