// The Kinesis API as AWS's SDK for JavaScript reaches it, over each of the ways there are.
import { readFileSync } from 'node:fs';
import {
  Kinesis,
  waitUntilStreamExists,
  type _Record,
  type CreateStreamInput,
} from '@aws-sdk/client-kinesis';
import { afterAll, describe } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent } from 'node:https';

const ADDRESS = process.env['SHARDWELL_TEST_SERVER'] ?? '';
const ca = readFileSync(process.env['SHARDWELL_TEST_CA'] ?? '');

/** What a program that uses AWS changes, and nothing else. */
const TRANSPORTS = {
  h2c: () => new Kinesis({ endpoint: `http://${ADDRESS}` }),
  'HTTP/1.1': () => new Kinesis({ endpoint: `http://${ADDRESS}`, requestHandler: new NodeHttpHandler() }),
  TLS: () =>
    new Kinesis({
      endpoint: `https://${ADDRESS}`,
      requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca }) }),
    }),
} as const;

export type Transport = keyof typeof TRANSPORTS;

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

  constructor(
    readonly client: Kinesis,
    private readonly prefix: string,
  ) {}

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

/** Describes an operation of the API over each transport. */
export function describeOperation(operation: string, tests: (api: KinesisApi) => void): void {
  describe.each(Object.keys(TRANSPORTS) as Transport[])(`${operation} over %s`, (transport) => {
    const client = TRANSPORTS[transport]();
    tests(new KinesisApi(client, `${operation}-${transport}`.replaceAll(/\W/g, '-')));
    afterAll(() => client.destroy());
  });
}
