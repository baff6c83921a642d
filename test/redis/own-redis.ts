import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisBinary } from '../../apps/all-in-one/src/redis-binary.js';
import { eventually } from '../eventually.js';

const SAFE: Readonly<Record<string, string>> = {
  appendonly: 'yes',
  appendfsync: 'always',
  'no-appendfsync-on-rewrite': 'no',
  'maxmemory-policy': 'noeviction',
  save: '',
};

/** A Redis that one test may configure, kill and start again; its files stay until `remove`. */
export class OwnRedis {
  private server: ChildProcess | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'own-redis-'));
  readonly socketPath = join(this.folder, 'redis.sock');

  private constructor(private readonly settings: Readonly<Record<string, string>>) {}

  /** @param settings besides, or instead of, those that Shardwell asks for at durability `disk`. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<OwnRedis> {
    const redis = new OwnRedis({ ...SAFE, ...settings });
    await redis.startAgain();
    return redis;
  }

  async startAgain(): Promise<void> {
    const binary = findRedisBinary(process.env.PATH ?? '');
    if (!binary) throw new Error('No Redis found: run `node bin/setup.mjs test` once.');
    const settings = { port: '0', unixsocket: this.socketPath, dir: this.folder, ...this.settings };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    this.server = spawn(binary.file, args, { argv0: binary.argv0, stdio: 'ignore' });
    await eventually(() => this.ask(async (redis) => (await redis.ping()) === 'PONG'));
  }

  /** Runs a few commands over a connection of their own. */
  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.socketPath, { retryStrategy: () => null, lazyConnect: true });
    redis.on('error', () => undefined);
    await redis.connect();
    try {
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }

  /** SIGSTOP makes it hang with its connections open, SIGCONT lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.server?.kill(signal);
  }

  /** As a power failure would, as far as a process can. */
  async kill(): Promise<void> {
    const { server } = this;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
