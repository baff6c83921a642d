// A server as strict as it can be, for clients in other languages: signatures are verified, and TLS is spoken beside plain HTTP.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeServers, Server } from '../server.js';
import { makeCertificates } from './development-certificates.js';

export interface StrictServer {
  readonly server: Server;
  /** The two ways to its one port. */
  readonly urls: { readonly 'plain HTTP': string; readonly TLS: string };
  /** What configures AWS's clients: the root key, whom to trust, and nothing of this machine's own settings. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

const ROOT_KEY = { id: 'AKIASHARDWELLROOT', secret: 'the-secret-of-root' };

export async function startStrictServer(): Promise<StrictServer> {
  const folder = mkdtempSync(join(tmpdir(), 'shardwell-strict-'));
  const {
    SHARDWELL_TLS_CERT = '',
    SHARDWELL_TLS_KEY = '',
    AWS_CA_BUNDLE = '',
  } = await makeCertificates(folder);
  const server = await Server.start({
    env: {
      SHARDWELL_AUTH: 'strict',
      SHARDWELL_ROOT_ACCESS_KEY_ID: ROOT_KEY.id,
      SHARDWELL_ROOT_SECRET_ACCESS_KEY: ROOT_KEY.secret,
      SHARDWELL_TLS_CERT,
      SHARDWELL_TLS_KEY,
      SHARDWELL_STREAM_TRANSITION_MS: '20',
      SHARDWELL_LOG_STREAMS: '',
    },
  });
  const { port } = new URL(server.url);
  return {
    server,
    urls: { 'plain HTTP': `http://127.0.0.1:${port}`, TLS: `https://localhost:${port}` },
    env: {
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: ROOT_KEY.id,
      AWS_SECRET_ACCESS_KEY: ROOT_KEY.secret,
      AWS_CA_BUNDLE,
      AWS_CONFIG_FILE: join(folder, 'no-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      LC_ALL: 'C.UTF-8',
    },
    async remove() {
      await removeServers();
      rmSync(folder, { recursive: true });
    },
  };
}
