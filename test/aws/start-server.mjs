// Jest's globalSetup: one all-in-one for all specs of this folder, as strict as it can be: signatures are verified, and
// TLS is spoken beside plain HTTP on the one port.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDevelopmentCertificates } from '../../dist/apps/cli/src/development-certificates.js';

const START_DEADLINE_MS = 60_000;
const READY = /AWS_ENDPOINT_URL_KINESIS=https?:\/\/([^\s/]+)/;
const ACCESS_KEY = {
  AWS_ACCESS_KEY_ID: 'AKIASHARDWELLTESTS',
  AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-tests',
};

export default async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
  const tls = await writeCertificates(folder);
  const server = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/all-in-one/src/main.js'], {
    env: {
      ...withoutSettings(process.env),
      SHARDWELL_HTTP_PORT: '0',
      SHARDWELL_GRPC_PORT: '0',
      SHARDWELL_DATA_DIR: join(folder, 'data'),
      SHARDWELL_LOG_STREAMS: '',
      SHARDWELL_STREAM_TRANSITION_MS: '20',
      SHARDWELL_SHARD_QUOTA: '500',
      SHARDWELL_TLS_CERT: tls.cert,
      SHARDWELL_TLS_KEY: tls.key,
      SHARDWELL_AUTH: 'strict',
      SHARDWELL_ROOT_ACCESS_KEY_ID: ACCESS_KEY.AWS_ACCESS_KEY_ID,
      SHARDWELL_ROOT_SECRET_ACCESS_KEY: ACCESS_KEY.AWS_SECRET_ACCESS_KEY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  globalThis.shardwellTestServer = { server, remove: () => rmSync(folder, { recursive: true, force: true }) };
  Object.assign(process.env, ACCESS_KEY, {
    AWS_REGION: 'us-east-1',
    SHARDWELL_TEST_SERVER: await addressOf(server),
    SHARDWELL_TEST_CA: tls.ca,
  });
}

async function writeCertificates(folder) {
  const made = await makeDevelopmentCertificates({ hosts: [], nowMs: Date.now() });
  const files = { ca: made.authority, cert: made.certificate, key: made.key };
  return Object.fromEntries(
    Object.entries(files).map(([name, pem]) => {
      const path = join(folder, `${name}.pem`);
      writeFileSync(path, pem, { mode: 0o600 });
      return [name, path];
    }),
  );
}

const withoutSettings = (env) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SHARDWELL_')));

/** Host and port, once the server has said them. */
function addressOf(server) {
  let said = '';
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(`The server did not become ready. It said:\n${said}`));
    const deadline = setTimeout(fail, START_DEADLINE_MS);
    server.once('exit', fail);
    const hear = (chunk) => {
      said += String(chunk);
      const address = READY.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(deadline);
      server.off('exit', fail);
      resolve(address);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
  });
}
