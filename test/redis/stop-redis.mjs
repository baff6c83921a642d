// Jest's globalTeardown: stops the Redis of start-redis.mjs and removes its folder.
import { once } from 'node:events';
import { rmSync } from 'node:fs';

export default async function stopRedis() {
  const { server, folder } = globalThis.shardwellTestRedis;
  if (server.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
}
