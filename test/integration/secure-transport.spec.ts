// Policies that ask whether the connection is TLS, at every door and over both protocols of HTTP.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProducerClient } from '#lib/wire';
import { GatewayApp } from '../../apps/gateway/src/testing/gateway-app.js';
import { FIRST, TlsDirectory, TRUST } from './tls-under-test.js';

const token = 'a-token-of-the-careful';
const authorization = `Bearer ${token}`;
const path = '/v1/streams';
/** Whoever brings the token may do everything, over TLS and from this machine. */
const ACCESS = {
  principals: [
    {
      name: 'careful',
      tokens: [token],
      policies: [
        {
          Statement: {
            Effect: 'Allow',
            Action: '*',
            Resource: '*',
            Condition: {
              Bool: { 'aws:SecureTransport': 'true' },
              IpAddress: { 'aws:SourceIp': ['127.0.0.1', '::1'] },
            },
          },
        },
      ],
    },
  ],
};

let directory: TlsDirectory;
let gateway: GatewayApp;

beforeAll(async () => {
  directory = new TlsDirectory();
  const accessFile = join(directory.path, 'access.json');
  writeFileSync(accessFile, JSON.stringify(ACCESS));
  gateway = await GatewayApp.start({
    environment: {
      SHARDWELL_AUTH: 'strict',
      SHARDWELL_ACCESS_FILE: accessFile,
      SHARDWELL_TLS_CERT: directory.certPath,
      SHARDWELL_TLS_KEY: directory.keyPath,
    },
  });
});
afterAll(async () => {
  await gateway.close();
  directory.remove();
});

const port = () => new URL(gateway.url).port;

async function overHttp1({ request }: Pick<typeof http, 'request'>): Promise<unknown> {
  const sent = request({ host: '127.0.0.1', port: port(), path, headers: { authorization }, ...TRUST }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

async function overHttp2(scheme: 'http' | 'https'): Promise<unknown> {
  const session = http2.connect(`${scheme}://127.0.0.1:${port()}`, TRUST);
  const [headers] = (await once(session.request({ ':path': path, authorization }), 'response')) as [
    http2.IncomingHttpHeaders,
  ];
  session.destroy();
  return headers[':status'];
}

describe('a policy that asks for TLS', () => {
  it('lets those in who speak it, over HTTP/1.1 and HTTP/2', async () => {
    expect(await overHttp1(https as Pick<typeof http, 'request'>)).toBe(200);
    expect(await overHttp2('https')).toBe(200);
  });

  it('lets nobody else in', async () => {
    expect(await overHttp1(http)).toBe(403);
    expect(await overHttp2('http')).toBe(403);
  });

  it('lets calls of gRPC in, which speaks nothing else there', async () => {
    const producer = await createProducerClient(gateway.grpcTarget, { token, authority: FIRST.authority });
    const put = producer.putRecord({ streamName: 'none', record: { data: Buffer.from('a') } });
    await expect(put).rejects.toMatchObject({
      details: expect.stringContaining('Stream none under account'),
    });
    producer.close();
  });
});
