// AWS's SDK for Python against a server that verifies every signature.
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { SERVICE_MODEL } from '#lib/wire';
import { describeWhere } from './describe-where.js';
import { firstLineOf, runProgram } from './run-program.js';
import { startStrictServer, type StrictServer } from './strict-server.js';

jest.setTimeout(120_000);

const ABOUT = `
import boto3
names = boto3.client("kinesis", region_name="us-east-1").meta.service_model.operation_names
print(boto3.__version__, *names)`;
const [version, ...operations] = firstLineOf(['python3', '-c', ABOUT])?.split(' ') ?? [];
const unknown = Object.keys(SERVICE_MODEL.operations).filter((name) => !operations.includes(name));

describeWhere(
  {
    isThere: version !== undefined,
    otherwise: 'boto3 is not installed, `apt-get install python3-boto3` does that',
  },
  `boto3 (${version}, which does not know ${unknown.join(', ') || 'nothing less than the model'})`,
  () => {
    let strict: StrictServer;
    beforeAll(async () => {
      strict = await startStrictServer();
    });
    afterAll(() => strict.remove());

    const run = (program: string, url: string) =>
      runProgram(['python3', `test/e2e/${program}`, url], {
        env: { ...strict.env, PYTHONDONTWRITEBYTECODE: '1' },
      });

    it('reads back what it put, from every starting position, and knows the errors', async () => {
      const stdout = '501 records came back\n';
      expect(await run('boto3_round_trip.py', strict.urls.TLS)).toEqual({ code: 0, stdout, stderr: '' });
    });

    it.each(['plain HTTP', 'TLS'] as const)(
      'over %s calls every operation that it has, and is refused with a wrong key or secret',
      async (way) => {
        const { code, stdout, stderr } = await run('boto3_operations.py', strict.urls[way]);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout).toMatch(/^\d\d operations were called\n$/);
      },
    );

    it.each(['plain HTTP', 'TLS'] as const)(
      'over %s gets the events of a shard from all five starting positions, until it closes or its consumer is gone',
      async (way) => {
        const { code, stdout, stderr } = await run('boto3_subscription.py', strict.urls[way]);
        expect([code, stderr]).toEqual([0, '']);
        expect(stdout).toMatch(/^\d+ events came\n$/);
      },
    );

    it('leaves nothing in the log that went wrong', () => {
      const lines = strict.server.log.split('\n').filter(Boolean);
      expect(lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)).toEqual([]);
    });
  },
);
