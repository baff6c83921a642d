// Jest's globalSetup: one Redis on a Unix socket in a folder of its own, as safe as production's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findRedisBinary } from '../../apps/all-in-one/src/redis-binary.ts';

const START_DEADLINE_MS = 10_000;

export default async function startRedis() {
  const binary = findRedisBinary(process.env.PATH ?? '');
  if (!binary) throw new Error('No Redis found: run `node bin/setup.mjs test` once.');
  const folder = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
  const socket = join(folder, 'redis.sock');
  const options = {
    port: '0',
    unixsocket: socket,
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'no-appendfsync-on-rewrite': 'no',
    'maxmemory-policy': 'noeviction',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(binary.file, args, { argv0: binary.argv0, stdio: 'ignore' });
  globalThis.shardwellTestRedis = { server, folder };
  await answers(socket, Date.now() + START_DEADLINE_MS);
  process.env.SHARDWELL_TEST_REDIS_SOCKET = socket;
}

async function answers(socket, deadline) {
  for (;;) {
    const connection = net.connect(socket);
    try {
      await once(connection, 'connect');
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`Redis did not start within ${START_DEADLINE_MS} ms`, { cause: error });
      await delay(10);
    } finally {
      connection.destroy();
    }
  }
}
