// Jest's globalTeardown: ends what start-server.mjs started, its Redis with it.
import { once } from 'node:events';

export default async function stopServer() {
  const { server, remove } = globalThis.shardwellTestServer;
  if (server.exitCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  }
  remove();
}
