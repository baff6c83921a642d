// The Kinesis API as AWS's SDK for JavaScript reaches it, over each of the ways there are.
import { readFileSync } from 'node:fs';
import {
  Kinesis,
  waitUntilStreamExists,
  type _Record,
  type CreateStreamInput,
} from '@aws-sdk/client-kinesis';
import { afterAll, afterEach, describe, expect } from '@jest/globals';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { checkAnswersOf } from './answers/checked-answers.js';

const ADDRESS = process.env['SHARDWELL_TEST_SERVER'] ?? '';
const ca = readFileSync(process.env['SHARDWELL_TEST_CA'] ?? '');

/** The SDK tries again what is throttled or broken; here nothing is to go wrong unseen. */
const maxAttempts = 1;

/** The clients of a program that uses AWS, with another endpoint. */
const TRANSPORTS = {
  h2c: () => new Kinesis({ maxAttempts, endpoint: `http://${ADDRESS}` }),
  'HTTP/1.1': () =>
    new Kinesis({ maxAttempts, endpoint: `http://${ADDRESS}`, requestHandler: new NodeHttpHandler() }),
  // The handler is the client's own, which trusts the authority of the tests.
  TLS: () =>
    new Kinesis({
      maxAttempts,
      endpoint: `https://${ADDRESS}`,
      requestHandler: new NodeHttp2Handler({ nodeHttp2ConnectOptions: { ca } }),
    }),
} as const;

type Transport = keyof typeof TRANSPORTS;

/** The account and region of the server. */
export const ARN_PREFIX = 'arn:aws:kinesis:us-east-1:000000000000:stream/';

/** A stream of one test. */
export interface TestStream {
  readonly StreamName: string;
  readonly StreamARN: string;
}

/** The API over one transport, for the tests of one operation. */
export class KinesisApi {
  private static streams = 0;
  private readonly violations: string[];

  constructor(
    readonly client: Kinesis,
    private readonly prefix: string,
  ) {
    this.violations = checkAnswersOf(client);
  }

  /** A name that no other test uses. */
  freeName(): string {
    KinesisApi.streams += 1;
    return `${this.prefix}-${KinesisApi.streams}`;
  }

  /** A new stream that is ACTIVE; of one shard unless the input says otherwise. */
  async newStream(input: Partial<CreateStreamInput> = { ShardCount: 1 }): Promise<TestStream> {
    const StreamName = this.freeName();
    await this.client.createStream({ StreamName, ...input });
    await this.untilActive(StreamName);
    return { StreamName, StreamARN: ARN_PREFIX + StreamName };
  }

  async untilActive(StreamName: string): Promise<void> {
    const { client } = this;
    const wait = { client, maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.02 };
    await waitUntilStreamExists(wait, { StreamName });
  }

  /** Whatever was answered is as AWS's model says. */
  expectNoViolations(): void {
    expect(this.violations.splice(0)).toEqual([]);
  }

  close(): void {
    this.client.destroy();
  }

  /** All records of a stream, shard by shard, each in its order. */
  async recordsOf({ StreamName }: Pick<TestStream, 'StreamName'>): Promise<readonly _Record[]> {
    const { Shards = [] } = await this.client.listShards({ StreamName });
    const records: _Record[] = [];
    for (const { ShardId } of Shards) {
      const position = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      let { ShardIterator } = await this.client.getShardIterator(position);
      for (let isBehind = true; isBehind;) {
        const read = await this.client.getRecords({ ShardIterator });
        records.push(...(read.Records ?? []));
        ShardIterator = read.NextShardIterator;
        isBehind = (read.MillisBehindLatest ?? 0) > 0;
      }
    }
    return records;
  }
}

/** The API over each transport, for the tests of one operation. */
export function apisOverAll(operation: string): readonly KinesisApi[] {
  return transports.map((transport) => apiOver(transport, operation));
}

/** Describes an operation of the API over each transport; whatever is answered must be as AWS's model says. */
export function describeOperation(operation: string, tests: (api: KinesisApi) => void): void {
  describe.each(transports)(`${operation} over %s`, (transport) => {
    const api = apiOver(transport, operation);
    afterEach(() => api.expectNoViolations());
    tests(api);
    afterAll(() => api.close());
  });
}

const transports = Object.keys(TRANSPORTS) as Transport[];

function apiOver(transport: Transport, operation: string): KinesisApi {
  return new KinesisApi(TRANSPORTS[transport](), `${operation}-${transport}`.replaceAll(/\W/g, '-'));
}
