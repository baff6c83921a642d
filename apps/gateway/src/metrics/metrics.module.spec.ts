import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { signedBySdk } from '../../../../libs/wire/src/sigv4/testing/sdk-signer.js';
import { GatewayApp } from '../testing/gateway-app.js';

const FORM_TYPE = 'application/x-www-form-urlencoded; charset=utf-8';
const FORM =
  'Action=PutMetricData&Namespace=app&MetricData.member.1.MetricName=Requests&MetricData.member.1.Value=2&Version=2010-08-01';
const ROOT = { accessKeyId: 'AKROOT', secretAccessKey: 'a-secret-of-a-test' };

let gateway: GatewayApp;

afterEach(() => gateway.close());

async function metrics(beginning: string): Promise<readonly string[]> {
  const answer = await fetch(`${gateway.url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return (await answer.text()).split('\n').filter((line) => line.startsWith(beginning));
}

/** As the SDK signs a report for a service. */
async function signedHeaders(headers: Readonly<Record<string, string>>, service: string) {
  const request = { headers: { ...headers, host: new URL(gateway.url).host }, body: Buffer.from(FORM) };
  const { rawHeaders } = await signedBySdk(request, { credentials: ROOT, nowMs: Date.now(), service });
  const names = rawHeaders.filter((_, i) => i % 2 === 0);
  return Object.fromEntries(names.map((name, i) => [name, rawHeaders[2 * i + 1] as string]));
}

describe('/metrics', () => {
  it('shows what was put and read, over the Kinesis API', async () => {
    gateway = await GatewayApp.start();
    await gateway.kinesis.call('CreateStream', { StreamName: 'orders', ShardCount: 1 });
    const Records = [{ Data: Buffer.from('abc').toString('base64'), PartitionKey: 'k' }];
    await gateway.kinesis.call('PutRecords', { StreamName: 'orders', Records });
    await gateway.recordsOf('orders');

    expect(await metrics('IncomingBytes_total')).toEqual(['IncomingBytes_total{StreamName="orders"} 4']);
    expect(await metrics('GetRecords_Records_total')).toEqual([
      'GetRecords_Records_total{StreamName="orders"} 1',
    ]);
    expect(await metrics('PutRecords_Latency_count')).toHaveLength(1);
    expect(await metrics('nodejs_eventloop_utilization')).toHaveLength(1);
  });

  it('shows what was sent to PutMetricData in any of the ways that there are', async () => {
    gateway = await GatewayApp.start();
    const request = { Namespace: 'app', MetricData: [{ MetricName: 'Requests', Value: 3 }] };
    const asForm = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': FORM_TYPE },
      body: FORM,
    });
    expect(asForm.status).toBe(200);
    expect(await asForm.text()).toContain(`<RequestId>${asForm.headers.get('x-amzn-requestid')}</RequestId>`);
    const asJson = await fetch(gateway.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'content-encoding': 'gzip',
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
      },
      body: gzipSync(JSON.stringify(request)),
    });
    expect(asJson.status).toBe(200);
    const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
    const asCbor = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      // {"Namespace": "app", "MetricData": [{"MetricName": "Requests", "Value": 5}]}
      body: Buffer.from(
        'a2694e616d65737061636563617070' +
          '6a4d657472696344617461' +
          '81a26a4d65747269634e616d65685265717565737473' +
          '6556616c756505',
        'hex',
      ),
    });
    expect(asCbor.status).toBe(200);
    expect(asCbor.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');

    expect(await metrics('cloudwatch_Requests_Sum{')).toEqual([
      'cloudwatch_Requests_Sum{Namespace="app"} 10',
    ]);
  });

  it('takes reports, and is shown, only where callers say who they are if they must', async () => {
    gateway = await GatewayApp.start({
      environment: {
        SHARDWELL_AUTH: 'strict',
        SHARDWELL_ROOT_ACCESS_KEY_ID: ROOT.accessKeyId,
        SHARDWELL_ROOT_SECRET_ACCESS_KEY: ROOT.secretAccessKey,
      },
    });
    const report = async (service: string | undefined) => {
      const headers = { 'content-type': FORM_TYPE };
      const signed = service === undefined ? headers : await signedHeaders(headers, service);
      return fetch(gateway.url, { method: 'POST', headers: signed, body: FORM });
    };

    expect(await (await report(undefined)).text()).toContain('<Code>MissingAuthenticationToken');
    expect(await (await report('kinesis')).text()).toContain("correct service: 'monitoring'");
    expect((await report('monitoring')).status).toBe(200);
    const readers = await fetch(`${gateway.url}/metrics`);
    expect({ status: readers.status, asked: readers.headers.get('www-authenticate') }).toEqual({
      status: 401,
      asked: 'Bearer',
    });
  });
});
