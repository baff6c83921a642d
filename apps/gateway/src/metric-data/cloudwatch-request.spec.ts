import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Telemetry } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';
import { CborWriter } from '#lib/wire';
import { answerCloudWatch, cloudWatchRequestOf, type PostedRequest } from './cloudwatch-request.js';
import { ReportedMetrics } from './reported-metrics.js';

const QUERY = 'application/x-www-form-urlencoded; charset=utf-8';
const TARGET = 'GraniteServiceVersion20100801.PutMetricData';
const MINUTE_MS = 60_000;

let nowMs: number;
let telemetry: Telemetry;
let reported: ReportedMetrics;
let unexpected: unknown[];
let refusal: KinesisError | undefined;

beforeEach(() => {
  nowMs = 0;
  unexpected = [];
  refusal = undefined;
  telemetry = new Telemetry();
  reported = new ReportedMetrics(() => nowMs);
  telemetry.register(reported);
  telemetry.addSource(() => reported.metrics());
});

function answerTo(posted: Omit<PostedRequest, 'isRpc'> & { readonly isRpc?: boolean }) {
  const request = cloudWatchRequestOf({ isRpc: false, ...posted });
  return (
    request &&
    answerCloudWatch(request, {
      reported,
      requestId: 'an-id',
      admit: () => {
        if (refusal !== undefined) throw refusal;
      },
      onUnexpected: (error) => unexpected.push(error),
    })
  );
}

const query = (text: string) => answerTo({ contentType: QUERY, body: Buffer.from(text) });
const json = (value: unknown) =>
  answerTo({
    contentType: 'application/x-amz-json-1.0',
    target: TARGET,
    body: Buffer.from(JSON.stringify(value)),
  });
const cbor = (body: Uint8Array) => answerTo({ target: TARGET, isRpc: true, body: Buffer.from(body) });
const datum = (members: object) =>
  json({ Namespace: 'app', MetricData: [{ MetricName: 'Requests', ...members }] });

/** What /metrics shows of what was reported. */
async function seen(): Promise<readonly string[]> {
  const lines = (await telemetry.scrape()).split('\n');
  return lines.filter((line) => line.startsWith('cloudwatch_'));
}

describe('PutMetricData', () => {
  it('is taken as the KPL sends it: a form, with the version at its end', async () => {
    const body = [
      'Action=PutMetricData&Namespace=KinesisProducerLibrary',
      'MetricData.member.1.MetricName=UserRecordsReceived',
      'MetricData.member.1.Dimensions.member.1.Name=StreamName',
      'MetricData.member.1.Dimensions.member.1.Value=my%20stream',
      'MetricData.member.1.StatisticValues.SampleCount=3',
      'MetricData.member.1.StatisticValues.Sum=1.5E1',
      'MetricData.member.1.StatisticValues.Minimum=4&MetricData.member.1.StatisticValues.Maximum=6',
      'MetricData.member.1.Timestamp=2026-11-23T01%3A02%3A03Z&MetricData.member.1.Unit=Count',
      'Version=2010-08-01',
    ].join('&');

    expect(query(body)).toEqual({
      status: 200,
      contentType: 'text/xml',
      body:
        '<PutMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><ResponseMetadata>' +
        '<RequestId>an-id</RequestId></ResponseMetadata></PutMetricDataResponse>',
    });
    const labels = '{Namespace="KinesisProducerLibrary",Unit="Count",StreamName="my stream"}';
    expect(await seen()).toEqual([
      `cloudwatch_UserRecordsReceived_SampleCount_total${labels} 3`,
      `cloudwatch_UserRecordsReceived_Sum${labels} 15`,
      `cloudwatch_UserRecordsReceived_Minimum${labels} 4`,
      `cloudwatch_UserRecordsReceived_Maximum${labels} 6`,
    ]);
  });

  it('is taken as newer SDKs send it: JSON, and several metrics at once', async () => {
    const MetricData = [
      { MetricName: 'RecordsProcessed', Value: 7, Timestamp: 1_764_000_000 },
      { MetricName: 'Time', Values: [1, 10], Counts: [3, 1], Unit: 'Milliseconds' },
    ];
    expect(json({ Namespace: 'app', MetricData })).toEqual({
      status: 200,
      contentType: 'application/x-amz-json-1.0',
      body: '',
    });
    expect(await seen()).toEqual([
      'cloudwatch_RecordsProcessed_SampleCount_total{Namespace="app"} 1',
      'cloudwatch_RecordsProcessed_Sum{Namespace="app"} 7',
      'cloudwatch_RecordsProcessed_Minimum{Namespace="app"} 7',
      'cloudwatch_RecordsProcessed_Maximum{Namespace="app"} 7',
      'cloudwatch_Time_SampleCount_total{Namespace="app",Unit="Milliseconds"} 4',
      'cloudwatch_Time_Sum{Namespace="app",Unit="Milliseconds"} 13',
      'cloudwatch_Time_Minimum{Namespace="app",Unit="Milliseconds"} 1',
      'cloudwatch_Time_Maximum{Namespace="app",Unit="Milliseconds"} 10',
    ]);
  });

  it('is taken in CBOR', async () => {
    const writer = new CborWriter();
    writer.map(2);
    writer.text('Namespace');
    writer.text('app');
    writer.text('MetricData');
    writer.list(1);
    writer.map(2);
    writer.text('MetricName');
    writer.text('Requests');
    writer.text('Value');
    writer.integer(5);

    expect(cbor(writer.finish())).toEqual({
      status: 200,
      contentType: 'application/cbor',
      body: Buffer.from([0xa0]),
    });
    expect(await seen()).toContain('cloudwatch_Requests_Sum{Namespace="app"} 5');
  });

  it('pairs values and counts of a form by their numbers, in whatever order they stand', async () => {
    const values = 'MetricData.member.1.Values.member.2=10&MetricData.member.1.Values.member.1=1';
    const counts = 'MetricData.member.1.Counts.member.1=3&MetricData.member.1.Counts.member.2=1';
    query(
      `Action=PutMetricData&Namespace=app&MetricData.member.1.MetricName=Time&${values}&${counts}&Version=2010-08-01`,
    );
    expect(await seen()).toContain('cloudwatch_Time_Sum{Namespace="app"} 13');
  });

  it('adds up what comes for one metric, and shows the smallest and largest value of the last', async () => {
    datum({ Value: 5 });
    datum({ Values: [1, 2] });
    expect(await seen()).toEqual([
      'cloudwatch_Requests_SampleCount_total{Namespace="app"} 3',
      'cloudwatch_Requests_Sum{Namespace="app"} 8',
      'cloudwatch_Requests_Minimum{Namespace="app"} 1',
      'cloudwatch_Requests_Maximum{Namespace="app"} 2',
    ]);
  });

  it('takes data about entities too', async () => {
    const MetricData = [{ MetricName: 'Requests', Value: 1 }];
    json({ Namespace: 'app', EntityMetricData: [{ Entity: {}, MetricData }] });
    expect(await seen()).toContain('cloudwatch_Requests_Sum{Namespace="app"} 1');
  });

  it('keeps names apart that Prometheus would take for one', async () => {
    const Dimensions = ['1 a', '1.a', 'Namespace', '__name__'].map((Name, i) => ({ Name, Value: String(i) }));
    datum({ Value: 1, Dimensions });
    const labels = '{Namespace="app",_1_a="0",_1_a_2="1",Namespace_2="2",_name_="3"}';
    expect(await seen()).toContain(`cloudwatch_Requests_Sum${labels} 1`);
  });

  it('forgets what was not reported for a quarter of an hour', async () => {
    datum({ Value: 1 });
    nowMs = 15 * MINUTE_MS;
    expect(await seen()).toHaveLength(4);
    nowMs += 1;
    expect(await seen()).toEqual([]);
  });

  it('keeps 10,000 series, and counts what there is no room for', async () => {
    const put = (from: number, count: number): void => {
      const MetricData = Array.from({ length: count }, (_, i) => ({
        MetricName: 'Requests',
        Value: 1,
        Dimensions: [{ Name: 'n', Value: String(from + i) }],
      }));
      expect(json({ Namespace: 'app', MetricData })?.status).toBe(200);
    };
    for (let from = 0; from < 10_000; from += 1000) put(from, 1000);
    put(0, 10);
    put(20_000, 7);
    const lines = (await telemetry.scrape()).split('\n');
    expect(lines.filter((line) => line.startsWith('shardwell_metric_data'))).toEqual([
      'shardwell_metric_data_series 10000',
      'shardwell_metric_data_dropped_total 7',
    ]);
  });
});

describe('what PutMetricData refuses', () => {
  const required = 'MissingRequiredParameterException';
  const invalid = 'InvalidParameterValueException';
  const combination = 'InvalidParameterCombinationException';
  it.each([
    ['no namespace', { MetricData: [{ MetricName: 'a', Value: 1 }] }, required, 'Namespace is required'],
    ['no data', { Namespace: 'a' }, required, 'MetricData'],
    ['no name', { Namespace: 'a', MetricData: [{ Value: 1 }] }, required, 'member.1.MetricName is required'],
    [
      'AWS as a namespace',
      { Namespace: ':a', MetricData: [{ MetricName: 'a', Value: 1 }] },
      invalid,
      'colon',
    ],
    ['no value', { Namespace: 'a', MetricData: [{ MetricName: 'a' }] }, combination, 'one of Value, Values'],
    [
      'values without any',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Values: [] }] },
      invalid,
      'MetricData.member.1.Values',
    ],
    [
      'two kinds of values',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Value: 1, Values: [1] }] },
      combination,
      'no other of them',
    ],
    [
      'counts of other values',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Values: [1], Counts: [1, 2] }] },
      combination,
      'as many Counts as Values',
    ],
    [
      'a value that is no number',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Value: 'NaN' }] },
      invalid,
      'MetricData.member.1.Value',
    ],
    [
      'a value that is too large',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Value: 2 ** 361 }] },
      invalid,
      '2^360',
    ],
    [
      'a unit that is none',
      { Namespace: 'a', MetricData: [{ MetricName: 'a', Value: 1, Unit: 'Furlong' }] },
      invalid,
      'Unit',
    ],
    [
      'more than 1,000 data',
      { Namespace: 'a', MetricData: Array.from({ length: 1001 }, () => ({ MetricName: 'a', Value: 1 })) },
      invalid,
      'MetricData',
    ],
  ])('%s', (_, request, type, sentence) => {
    const { status, errorType, body } = json(request) ?? {};
    expect({ status, errorType }).toEqual({ status: 400, errorType: type });
    expect(JSON.parse(String(body))).toEqual({
      __type: `com.amazonaws.cloudwatch#${type}`,
      message: expect.stringContaining(sentence),
    });
  });

  it('in XML where it was asked in a form', () => {
    expect(query('Action=PutMetricData&Version=2010-08-01&Namespace=a%26b')).toEqual({
      status: 400,
      contentType: 'text/xml',
      body:
        '<ErrorResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><Error><Type>Sender</Type>' +
        '<Code>MissingParameter</Code><Message>The parameter MetricData is required.</Message></Error>' +
        '<RequestId>an-id</RequestId></ErrorResponse>',
    });
  });

  it('every other action of CloudWatch, and a body of more than 1 MiB', () => {
    expect(query('Action=GetMetricData&Version=2010-08-01')?.body).toContain('<Code>InvalidAction</Code>');
    const large = `Action=PutMetricData&Version=2010-08-01&Namespace=${'a'.repeat(1024 * 1024)}`;
    expect(query(large)).toMatchObject({ status: 413 });
  });

  it('whoever may not report, in the words of who asks', async () => {
    refusal = new KinesisError('AccessDeniedException', 'You may not.');
    expect(datum({ Value: 1 })).toMatchObject({ status: 400, errorType: 'AccessDeniedException' });
    expect(query('Action=PutMetricData&Version=2010-08-01')?.body).toContain(
      '<Code>AccessDeniedException</Code><Message>You may not.</Message>',
    );
    expect(await seen()).toEqual([]);
  });

  it('names that are nested too deeply to be any', () => {
    const name = 'a.'.repeat(100_000);
    const body = query(`Action=PutMetricData&Namespace=app&${name}=1&Version=2010-08-01`)?.body;
    expect(body).toContain('<Code>MissingParameter</Code>');
  });

  it('whatever it is, without being surprised', () => {
    const part = fc.constantFrom(
      'MetricData',
      'member',
      '1',
      '2',
      '',
      'Value',
      '__proto__',
      'Dimensions',
      'x',
    );
    const name = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('.'));
    const pairs = fc.array(fc.tuple(name, fc.string({ maxLength: 5 })), { maxLength: 30 });
    fc.assert(
      fc.property(pairs, (given) => {
        const parameters = new URLSearchParams([['Namespace', 'a'], ...given]);
        const { status } = query(`Action=PutMetricData&${parameters}&Version=2010-08-01`) ?? {};
        expect([200, 400]).toContain(status);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(json(value)?.status).toBe(400);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        expect(cbor(bytes)?.status).toBe(400);
      }),
    );
    expect(unexpected).toEqual([]);
  });
});

describe('requests that are for somebody else', () => {
  it.each<[string, Omit<PostedRequest, 'isRpc'>]>([
    ['no body', { contentType: QUERY }],
    ['a form without an action', { contentType: QUERY, body: Buffer.from('Version=2010-08-01') }],
    [
      'a form of another version',
      { contentType: QUERY, body: Buffer.from('Action=PutMetricData&Version=1') },
    ],
    [
      'a target of Kinesis',
      {
        contentType: 'application/x-amz-json-1.1',
        target: 'Kinesis_20131202.PutRecord',
        body: Buffer.from('{}'),
      },
    ],
  ])('%s', (_, posted) => {
    expect(cloudWatchRequestOf({ isRpc: false, ...posted })).toBeUndefined();
  });
});
