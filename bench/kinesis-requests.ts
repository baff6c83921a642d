import { randomBytes } from 'node:crypto';

export const STREAM = 'bench';
export const SHARDS = 4;
export const RECORD_BYTES = 100;
export const KEY_BYTES = 12;

/** Different requests of a kind, so that nothing is measured that a cache of one answer would give. */
const VARIANTS = 64;

/** The headers that both servers want; neither checks the signature. */
function httpRequest(operation: string, body: string): Buffer {
  const head = [
    'POST / HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/x-amz-json-1.1',
    `x-amz-target: Kinesis_20131202.${operation}`,
    'x-amz-date: 20260101T000000Z',
    'authorization: AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/kinesis/aws4_request, ' +
      `SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${'0'.repeat(64)}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const randomKey = (): string => randomBytes(KEY_BYTES / 2).toString('hex');
const randomData = (): string => randomBytes(RECORD_BYTES).toString('base64');

export function putRecordRequests(): readonly Buffer[] {
  return Array.from({ length: VARIANTS }, () =>
    httpRequest(
      'PutRecord',
      JSON.stringify({ StreamName: STREAM, PartitionKey: randomKey(), Data: randomData() }),
    ),
  );
}

export function putRecordsRequests(records: number): readonly Buffer[] {
  return Array.from({ length: VARIANTS }, () => {
    const Records = Array.from({ length: records }, () => ({
      Data: randomData(),
      PartitionKey: randomKey(),
    }));
    return httpRequest('PutRecords', JSON.stringify({ StreamName: STREAM, Records }));
  });
}

/** One request for each shard iterator: both servers let an iterator be used again for five minutes. */
export function getRecordsRequests(iterators: readonly string[], limit: number): readonly Buffer[] {
  return iterators.map((ShardIterator) =>
    httpRequest('GetRecords', JSON.stringify({ ShardIterator, Limit: limit })),
  );
}

/** One call, outside of what is measured. */
export async function callOnce<Output>(port: number, operation: string, input: object): Promise<Output> {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${operation}: HTTP ${answer.status}: ${text}`);
  return (text ? JSON.parse(text) : {}) as Output;
}
