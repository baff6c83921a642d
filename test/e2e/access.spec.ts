// Who may come in, at the doors of the whole server: by AWS's own SDK, over both protocols.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NodeHttp2Handler, NodeHttpHandler } from '@smithy/node-http-handler';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';

jest.setTimeout(60_000);

const ROOT = { accessKeyId: 'root-key', secretAccessKey: 'the-secret-of-root' };
const ORDERS = { accessKeyId: 'AKIAORDERS', secretAccessKey: 'the-secret-of-orders' };
const TOKEN = 'the-token-of-orders';
const PUTS = {
  Effect: 'Allow',
  Action: 'kinesis:Put*',
  Resource: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
};
const READS_LOGS = {
  Effect: 'Allow',
  Action: 'kinesis:GetRecords',
  Resource: 'arn:aws:kinesis:us-east-1:000000000000:stream/logs',
};
const READER_TOKEN = 'the-token-of-the-reader';
const FILE = {
  principals: [
    {
      name: 'orders',
      accessKeys: [{ id: ORDERS.accessKeyId, secret: ORDERS.secretAccessKey }],
      tokens: [TOKEN],
      policies: [{ Statement: PUTS }],
    },
    { name: 'reader', tokens: [READER_TOKEN], policies: [{ Statement: READS_LOGS }] },
  ],
};

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shardwell-access-'));
  server = await Server.start({ env: strict({ accessFile: JSON.stringify(FILE) }) });
});
afterAll(async () => {
  await removeServers();
  rmSync(folder, { recursive: true });
});

function strict({ accessFile }: { readonly accessFile: string }): Record<string, string> {
  const files = { access: accessFile, id: ROOT.accessKeyId, secret: `${ROOT.secretAccessKey}\n` };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return {
    SHARDWELL_AUTH: 'strict',
    SHARDWELL_ACCESS_FILE: join(folder, 'access'),
    SHARDWELL_ROOT_ACCESS_KEY_ID_FILE: join(folder, 'id'),
    SHARDWELL_ROOT_SECRET_ACCESS_KEY_FILE: join(folder, 'secret'),
  };
}

const HANDLERS = { 'HTTP/2': NodeHttp2Handler, 'HTTP/1.1': NodeHttpHandler } as const;

async function withClient<Output>(
  credentials: typeof ROOT,
  protocol: keyof typeof HANDLERS,
  use: (client: Kinesis) => Promise<Output>,
): Promise<Output> {
  const requestHandler = new HANDLERS[protocol]();
  const { url: endpoint } = server;
  const client = new Kinesis({ endpoint, region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 });
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

describe('with SHARDWELL_AUTH=strict', () => {
  beforeAll(async () => {
    await withClient(ROOT, 'HTTP/2', async (kinesis) => {
      for (const StreamName of ['orders', 'logs']) await kinesis.createStream({ StreamName, ShardCount: 1 });
    });
  });

  const put = (StreamName: string) => ({ StreamName, PartitionKey: 'k', Data: Buffer.from('a line') });

  it.each(['HTTP/2', 'HTTP/1.1'] as const)('AWS’s SDK may over %s what its key may', async (protocol) => {
    const stored = await withClient(ORDERS, protocol, (kinesis) => kinesis.putRecord(put('orders')));
    expect(stored.ShardId).toBe('shardId-000000000000');
    await expect(
      withClient(ORDERS, protocol, (kinesis) => kinesis.putRecord(put('logs'))),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('user/orders is not authorized to perform: kinesis:PutRecord'),
    });
    const wrong = { ...ORDERS, secretAccessKey: 'another-secret' };
    await expect(
      withClient(wrong, protocol, (kinesis) => kinesis.putRecord(put('orders'))),
    ).rejects.toMatchObject({ name: 'InvalidSignatureException' });
  });

  it('the server’s own log analysis reads, and its pages are for who may read the logs', async () => {
    await withClient(ROOT, 'HTTP/2', (kinesis) => kinesis.putRecord(put('logs')));
    const templates = (token?: string) =>
      fetch(
        `${server.url}/templates`,
        token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
      );
    expect((await templates()).status).toBe(401);
    expect((await templates(TOKEN)).status).toBe(403);
    await eventually(async () =>
      expect(await (await templates(READER_TOKEN)).json()).toMatchObject({ lines: 1 }),
    );
  });

  it('the log says who did what, and nobody’s secret', async () => {
    const lines = server.log.split('\n').filter((line) => line.includes('"audit":true'));
    expect(lines.join('\n')).toContain('"action":"kinesis:CreateStream"');
    expect(lines.join('\n')).toContain('"result":"InvalidSignatureException"');
    expect(server.log).not.toMatch(/the-(secret|token)-of|another-secret|"accessKeyId":"internal-/);
  });
});

describe('the start', () => {
  it.each<readonly [string, () => Readonly<Record<string, string>>, string]>([
    [
      'opens the doors to other machines without a word about it',
      () => ({ SHARDWELL_HOST: '0.0.0.0' }),
      'Set SHARDWELL_AUTH=strict and name principals, or SHARDWELL_OPEN_ACCESS=yes if they may.',
    ],
    [
      'has a broken access file',
      () => strict({ accessFile: JSON.stringify(FILE).replace('Effect', 'NotAction') }),
      'Policy 1 of orders: Statement 1: NotAction is not supported here',
    ],
  ])('is refused where it %s', async (_, env, sentence) => {
    const { code, stdout, stderr } = await Server.spawn({ env: env() }).ended();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/the-(secret|token)-of/);
  });

  it('says loudly that whoever reaches the server may do everything', async () => {
    const open = await Server.start({ env: { SHARDWELL_HOST: '0.0.0.0', SHARDWELL_OPEN_ACCESS: 'yes' } });
    expect(open.log).toContain('whoever reaches this server may do everything');
    expect((await open.stop()).stdout).toContain('OFF: WHOEVER REACHES 0.0.0.0 MAY DO EVERYTHING');
  });
});
