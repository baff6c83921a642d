// The way of the README: `shardwell cert`, a server that speaks TLS alone, and clients that trust it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { eventually } from '../eventually.js';
import { removeServers, Server } from '../server.js';
import { makeCertificates } from './development-certificates.js';
import { runProgram } from './run-program.js';

jest.setTimeout(60_000);

const CLI = ['node', 'dist/apps/cli/src/main.js'] as const;
const CREDENTIALS = { accessKeyId: 'shardwell', secretAccessKey: 'shardwell' };
const directory = mkdtempSync(join(tmpdir(), 'shardwell-tls-'));
const trusted = getCACertificates('default');
/** What `shardwell cert` said is to be exported. */
let exported: Readonly<Record<string, string>>;
let server: Server;

beforeAll(async () => {
  exported = await makeCertificates(directory);
  const { SHARDWELL_TLS_CERT = '', SHARDWELL_TLS_KEY = '', NODE_EXTRA_CA_CERTS = '' } = exported;
  server = await Server.start({
    env: { SHARDWELL_TLS_CERT, SHARDWELL_TLS_KEY, SHARDWELL_PLAINTEXT: 'off' },
  });
  // As Node itself does it at its start where NODE_EXTRA_CA_CERTS is set.
  setDefaultCACertificates([...trusted, readFileSync(NODE_EXTRA_CA_CERTS, 'utf8')]);
});

afterAll(async () => {
  setDefaultCACertificates(trusted);
  await removeServers();
  rmSync(directory, { recursive: true });
});

describe('a server that speaks TLS alone', () => {
  it.each([
    ['its default handler, HTTP/2', {}],
    ['NodeHttpHandler, HTTP/1.1', { requestHandler: new NodeHttpHandler() }],
  ])("serves AWS's SDK with %s", async (_, config) => {
    const client = new Kinesis({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: CREDENTIALS,
      ...config,
    });
    expect((await client.listStreams({})).HasMoreStreams).toBe(false);
    client.destroy();
  });

  it("serves a program with AWS's SDK that is told the endpoint and the authority by its environment", async () => {
    const { NODE_EXTRA_CA_CERTS = '' } = exported;
    const env = {
      NODE_EXTRA_CA_CERTS,
      AWS_ENDPOINT_URL_KINESIS: server.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    };
    const finished = await runProgram(['node', 'test/e2e/sdk-program.mjs'], { env });
    expect(finished).toEqual({ code: 0, stdout: 'h2: 0 1 2 3 4 5 6 7 8 9\n', stderr: '' });
  });

  it('serves the command line, and reads logs through its own door', async () => {
    const { AWS_CA_BUNDLE = '' } = exported;
    const env = { AWS_CA_BUNDLE, AWS_ENDPOINT_URL_KINESIS: server.url };
    const input = Buffer.from('user 1 came\nuser 2 came\n');
    const put = await runProgram([...CLI, 'put', 'logs', '--create', '--lines', '-'], { env, input });
    expect(put).toMatchObject({ code: 0 });
    await eventually(async () => {
      const answer = await fetch(`${server.url}/templates`);
      expect(await answer.json()).toMatchObject({ lines: 2 });
    });
  });

  it('is not trusted by a client that was told nothing', async () => {
    const env = { AWS_ENDPOINT_URL_KINESIS: server.url };
    const { code, stderr } = await runProgram([...CLI, 'put', 'logs', '--lines', 'package.json'], { env });
    expect(code).toBe(1);
    expect(stderr).toContain('ConnectionFailure');
    expect(stderr).not.toContain('waiting');
  });
});
