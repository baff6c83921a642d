// AWS's command line against a server that verifies every signature.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { describeWhere } from './describe-where.js';
import { firstLineOf, runProgram } from './run-program.js';
import { startStrictServer, type StrictServer } from './strict-server.js';

jest.setTimeout(120_000);

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
    const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
    let strict: StrictServer;

    beforeAll(async () => {
      strict = await startStrictServer();
      writeFileSync(join(folder, 'config'), '[default]\ncli_binary_format = raw-in-base64-out\n');
    });
    afterAll(async () => {
      await strict.remove();
      rmSync(folder, { recursive: true });
    });

    /** One command as it is typed. */
    function run(words: readonly string[], settings: Readonly<Record<string, string>> = {}) {
      const url = strict.urls.TLS;
      const endpoint = knowsEndpointVariable() ? [] : ['--endpoint-url', url];
      const env = {
        ...strict.env,
        AWS_ENDPOINT_URL_KINESIS: url,
        AWS_CONFIG_FILE: join(folder, 'config'),
        AWS_DEFAULT_OUTPUT: 'json',
        AWS_PAGER: '',
        ...settings,
      };
      return runProgram(['aws', 'kinesis', ...words, ...endpoint], { env });
    }

    /** The JSON that a command prints. */
    async function kinesis(command: string, ...args: readonly string[]): Promise<Printed> {
      const { code, stdout, stderr } = await run([...command.split(' '), ...args]);
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
      // As people write it who paste it from JSON.
      const { Records } = await kinesis('get-records --shard-iterator', `"${ShardIterator}"`);
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

    it('changes what can be changed of a stream', async () => {
      await kinesis('create-stream --stream-name second --shard-count 1');
      await kinesis('increase-stream-retention-period --stream-name second --retention-period-hours 48');
      await kinesis('enable-enhanced-monitoring --stream-name second --shard-level-metrics ALL');
      const key = '--encryption-type KMS --key-id alias/aws/kinesis';
      await kinesis(`start-stream-encryption --stream-name second ${key}`);
      const { StreamDescriptionSummary: summary } = await kinesis(
        'describe-stream-summary --stream-name second',
      );
      expect(summary).toMatchObject({
        RetentionPeriodHours: 48,
        EncryptionType: 'KMS',
        EnhancedMonitoring: [{ ShardLevelMetrics: expect.arrayContaining(['IncomingBytes']) }],
      });
      const arn = summary?.StreamARN;
      const { Consumer } = await kinesis(
        `register-stream-consumer --consumer-name reader --stream-arn ${arn}`,
      );
      expect(Consumer?.ConsumerARN).toContain(`${arn}/consumer/reader:`);
      await kinesis('delete-stream --stream-name second --enforce-consumer-deletion');
    });

    it('is refused with a wrong secret, with an unknown key and without a signature', async () => {
      const refusals = await Promise.all([
        run(['list-streams'], { AWS_SECRET_ACCESS_KEY: 'another' }),
        run(['list-streams'], { AWS_ACCESS_KEY_ID: 'AKIDNOBODY' }),
        run(['list-streams', '--no-sign-request']),
      ]);
      const said = (code: string, sentence: string) =>
        expect.stringContaining(`(${code}) when calling the ListStreams operation: ${sentence}`);
      expect(refusals.map(({ stderr }) => stderr)).toEqual([
        said('InvalidSignatureException', 'The request signature we calculated does not match'),
        said('UnrecognizedClientException', 'The security token included in the request is invalid.'),
        said('MissingAuthenticationTokenException', 'Missing Authentication Token'),
      ]);
      for (const { code, stdout } of refusals) expect([code === 0, stdout]).toEqual([false, '']);
    });
  },
);

interface Printed {
  readonly SequenceNumber?: string;
  readonly ShardIterator?: string;
  readonly Shards?: readonly { readonly ShardId: string }[];
  readonly Records?: readonly { readonly SequenceNumber: string }[];
  readonly StreamDescriptionSummary?: { readonly StreamARN: string };
  readonly Consumer?: { readonly ConsumerARN: string };
}
