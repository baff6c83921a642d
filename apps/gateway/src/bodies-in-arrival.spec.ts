// What the doors say where there is no room for a body.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayApp } from './testing/gateway-app.js';

let gateway: GatewayApp;

beforeAll(async () => {
  const MIB = String(1024 * 1024);
  gateway = await GatewayApp.start({ environment: { SHARDWELL_BODIES_IN_ARRIVAL_BYTES: MIB } });
});
afterAll(() => gateway.close());

const post = (path: string, type: string): Promise<Response> =>
  fetch(gateway.url + path, {
    method: 'POST',
    headers: { 'content-type': type, 'x-amz-target': 'Kinesis_20131202.PutRecord' },
    body: new Uint8Array(2 * 1024 * 1024),
  });

describe('a body for which there is no room', () => {
  it.each(['application/x-amz-json-1.1', 'application/x-amz-cbor-1.1'])(
    'is refused by the Kinesis API as something to try again, in %s',
    async (type) => {
      const answer = await post('/', type);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('x-amzn-errortype')).toBe('ServiceUnavailable');
    },
  );

  it('is refused by REST as a problem', async () => {
    const answer = await post('/v1/streams/orders/records', 'application/json');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'ServiceUnavailable' });
  });
});
