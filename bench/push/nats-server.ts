import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ended, freePort } from '../running-server.js';

export interface NatsServer extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
}

export interface NatsServerOptions {
  /** The program. */
  readonly file: string;
  /**
   * `every 2 minutes` is what it does by itself: an acknowledged message is in the system's memory. `each write` has the
   * file system write everything through, by the attribute S of its folder, which all its files inherit: version 2.9 knows
   * no setting for that.
   */
  readonly syncs: 'every 2 minutes' | 'each write';
}

const START_DEADLINE_MS = 10_000;

/** JetStream on a free port, with a folder of its own. @throws Error where the file system has no attribute S. */
export async function startNatsServer({ file, syncs }: NatsServerOptions): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'nats-bench-'));
  if (syncs === 'each write') writeThrough(folder);
  const port = await freePort();
  const args = ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', folder];
  const child = spawn(file, args, { stdio: 'ignore' });
  await listens(port);
  return {
    name: `JetStream, syncs ${syncs}`,
    port,
    async [Symbol.asyncDispose]() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Source: chattr(1), "S". */
function writeThrough(folder: string): void {
  const { status, error, stderr } = spawnSync('chattr', ['+S', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`chattr +S ${folder}: ${error?.message ?? stderr.trim()}`);
}

async function listens(port: number): Promise<void> {
  const giveUpAt = performance.now() + START_DEADLINE_MS;
  while (performance.now() < giveUpAt) {
    const socket = connect({ port, host: '127.0.0.1' });
    const isThere = await once(socket, 'data').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await delay(50);
  }
  throw new Error(`nats-server did not answer on port ${port} within ${START_DEADLINE_MS} ms`);
}
