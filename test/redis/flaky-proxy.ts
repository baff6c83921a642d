import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What happens to the next bytes of a client that match. */
interface Trap {
  readonly pattern: RegExp;
  readonly isForwarded: boolean;
  readonly isCut: boolean;
}

/**
 * A network between a client and Redis that fails when a test says so: it can lose a command, or the reply to it, and it
 * can fall silent. It listens on a Unix socket of its own.
 */
export class FlakyProxy {
  private readonly pairs = new Set<Pair>();
  private trap: Trap | undefined;
  private isRefusing = false;

  private constructor(
    private readonly server: net.Server,
    private readonly folder: string,
    readonly socketPath: string,
  ) {}

  static async before(redisSocket: string): Promise<FlakyProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'flaky-'));
    const server = net.createServer();
    const proxy = new FlakyProxy(server, folder, join(folder, 'proxy.sock'));
    server.on('connection', (client) => proxy.join(client, net.connect(redisSocket)));
    server.listen(proxy.socketPath);
    await once(server, 'listening');
    return proxy;
  }

  /** Cuts the connection that sends the next command that matches: after Redis has executed it, or before. */
  loseNext(pattern: RegExp, { executed }: { readonly executed: boolean }): void {
    this.trap = { pattern, isForwarded: executed, isCut: true };
  }

  /** Forwards the next command that matches and keeps silent from then on, with the connection open. */
  silenceNext(pattern: RegExp): void {
    this.trap = { pattern, isForwarded: true, isCut: false };
  }

  /** Cuts all connections. */
  cut(): void {
    for (const pair of this.pairs) pair.cut();
  }

  /** Cuts all connections and takes no new ones until the returned function is called. */
  refuse(): () => void {
    this.isRefusing = true;
    this.cut();
    return () => {
      this.isRefusing = false;
    };
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private join(client: net.Socket, redis: net.Socket): void {
    const pair = new Pair(client, redis, (bytes) => this.takeTrap(bytes));
    if (this.isRefusing) return pair.cut();
    this.pairs.add(pair);
    client.once('close', () => this.pairs.delete(pair));
  }

  private takeTrap(bytes: Buffer): Trap | undefined {
    const { trap } = this;
    if (!trap?.pattern.test(bytes.toString('latin1'))) return undefined;
    this.trap = undefined;
    return trap;
  }
}

/** One client and its connection to Redis. */
class Pair {
  private sprung: Trap | undefined;

  constructor(
    private readonly client: net.Socket,
    private readonly redis: net.Socket,
    takeTrap: (bytes: Buffer) => Trap | undefined,
  ) {
    client.on('data', (bytes) => {
      this.sprung ??= takeTrap(bytes);
      if (this.sprung?.isForwarded === false) this.cut();
      else redis.write(bytes);
    });
    redis.on('data', (bytes) => {
      if (!this.sprung) client.write(bytes);
      else if (this.sprung.isCut) this.cut();
    });
    for (const socket of [client, redis]) socket.on('error', () => this.cut()).on('close', () => this.cut());
  }

  cut(): void {
    this.client.destroy();
    this.redis.destroy();
  }
}
