import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { removeServers, Server } from '../server.js';
import { describeWhere } from './describe-where.js';
import { firstLineOf, runProgram } from './run-program.js';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
let server: Server;

beforeAll(async () => {
  server = await Server.start({ env: { SHARDWELL_LOG_STREAMS: '' } });
  writeFileSync(join(folder, 'config'), '[default]\ncli_binary_format = raw-in-base64-out\n');
});
afterAll(async () => {
  await removeServers();
  rmSync(folder, { recursive: true });
});

const SETTINGS = {
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'shardwell',
  AWS_SECRET_ACCESS_KEY: 'shardwell',
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  AWS_DEFAULT_OUTPUT: 'json',
  AWS_PAGER: '',
  LC_ALL: 'C.UTF-8',
};

const cli = /^aws-cli\/(\d+)\.(\d+)/.exec(firstLineOf(['aws', '--version']) ?? '');

/** From 2.13 and 1.29 on the CLI takes the endpoint from the environment; an older one needs the option. */
function knowsEndpointVariable(): boolean {
  const [, major, minor] = cli ?? [];
  return Number(minor) >= (major === '1' ? 29 : 13);
}

describeWhere(
  { isThere: cli !== null, otherwise: 'the AWS CLI is not installed, `apt-get install awscli` does that' },
  `the AWS CLI (${cli?.[0]})`,
  () => {
    /** One command as it is typed, and the JSON that it prints. */
    async function kinesis(command: string, ...args: readonly string[]): Promise<Printed> {
      const endpoint = knowsEndpointVariable() ? [] : ['--endpoint-url', server.url];
      const env = { ...SETTINGS, AWS_ENDPOINT_URL_KINESIS: server.url };
      const words = [...command.split(' '), ...args, ...endpoint];
      const { code, stdout, stderr } = await runProgram(['aws', 'kinesis', ...words], { env });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return stdout === '' ? {} : (JSON.parse(stdout) as Printed);
    }

    it('makes a stream, puts records, reads every one of them back and deletes the stream', async () => {
      const bytes = randomBytes(5000);
      const binary = join(folder, 'record.bin');
      writeFileSync(binary, bytes);
      const texts = Array.from({ length: 20 }, (_, i) => ({ PartitionKey: 'ключ', Data: `π ≈ ${i}` }));
      const json = join(folder, 'records.json');
      writeFileSync(json, JSON.stringify(texts));

      await kinesis('create-stream --stream-name first --shard-count 1');
      await kinesis('wait stream-exists --stream-name first');
      const one = await kinesis(
        'put-record --stream-name first --partition-key a --data',
        `fileb://${binary}`,
      );
      const many = await kinesis('put-records --stream-name first --records', `file://${json}`);
      expect(many).toMatchObject({ FailedRecordCount: 0 });

      const { Shards: [shard] = [] } = await kinesis('list-shards --stream-name first');
      const start = `--shard-id ${shard?.ShardId} --shard-iterator-type TRIM_HORIZON`;
      const { ShardIterator = '' } = await kinesis(`get-shard-iterator --stream-name first ${start}`);
      const { Records } = await kinesis('get-records --shard-iterator', ShardIterator);
      const put = [{ PartitionKey: 'a', Data: bytes }, ...texts];
      expect(Records).toEqual(
        put.map(({ PartitionKey, Data }, i) =>
          expect.objectContaining({
            PartitionKey,
            Data: Buffer.from(Data).toString('base64'),
            SequenceNumber: [one, ...(many.Records ?? [])][i]?.SequenceNumber,
          }),
        ),
      );
      await kinesis('delete-stream --stream-name first');
    });
  },
);

interface Printed {
  readonly SequenceNumber?: string;
  readonly ShardIterator?: string;
  readonly Shards?: readonly { readonly ShardId: string }[];
  readonly Records?: readonly { readonly SequenceNumber: string }[];
}

const boto3 = firstLineOf(['python3', '-c', 'import boto3; print(boto3.__version__)']);

describeWhere(
  {
    isThere: boto3 !== undefined,
    otherwise: 'boto3 is not installed, `apt-get install python3-boto3` does that',
  },
  `boto3 (${boto3})`,
  () => {
    it('reads back what it put, from every starting position, also by a subscription, and knows the errors', async () => {
      const program = ['python3', 'test/e2e/boto3_round_trip.py', server.url] as const;
      expect(await runProgram(program, { env: SETTINGS })).toEqual({
        code: 0,
        stdout: '501 records came back\n',
        stderr: '',
      });
    });
  },
);
