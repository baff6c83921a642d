// A Shardwell of its own for a test: the built all-in-one as a process, on free ports and a data directory of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askRedis } from '../apps/all-in-one/src/ask-redis.js';

export interface ServerOptions {
  /** A fresh one where it is not given. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a process said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const READY = /Shardwell is ready[^]*AWS_ENDPOINT_URL_KINESIS=(\S+)[^]*\n$/;
const START_DEADLINE_MS = 60_000;

/** A process that was started; it may become ready, or end before. */
export class Server {
  #stdout = '';
  #stderr = '';
  readonly #ended: Promise<number | null>;

  private constructor(
    readonly dataDir: string,
    private readonly process: ChildProcess,
  ) {
    process.stdout?.on('data', (chunk) => (this.#stdout += String(chunk)));
    process.stderr?.on('data', (chunk) => (this.#stderr += String(chunk)));
    this.#ended = once(process, 'close').then(([code]) => code as number | null);
  }

  /** Spawns it and does not wait for anything. `npm start`'s own arguments. */
  static spawn({
    dataDir = mkdtempSync(join(tmpdir(), 'shardwell-test-')),
    env = {},
  }: ServerOptions = {}): Server {
    const process = spawn(
      globalThis.process.execPath,
      ['--enable-source-maps', '--max-semi-space-size=32', 'dist/apps/all-in-one/src/main.js'],
      {
        env: {
          ...inherited(),
          SHARDWELL_HTTP_PORT: '0',
          SHARDWELL_GRPC_PORT: '0',
          SHARDWELL_DATA_DIR: dataDir,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const server = new Server(dataDir, process);
    SPAWNED.push(server);
    return server;
  }

  /** Spawns it and waits until it is ready. Throws what it said where it ends before. */
  static async start(options: ServerOptions = {}): Promise<Server> {
    const server = Server.spawn(options);
    await server.ready();
    return server;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Everything it said on standard error, its log. */
  get log(): string {
    return this.#stderr;
  }

  /** Where the Kinesis API is, e.g. `http://127.0.0.1:4567`. Throws while the server is not ready. */
  get url(): string {
    const url = READY.exec(this.#stdout)?.[1];
    if (url === undefined)
      throw new Error(`The server is not ready. It said:\n${this.#stdout}${this.#stderr}`);
    return url;
  }

  async ready(): Promise<void> {
    const deadline = AbortSignal.timeout(START_DEADLINE_MS);
    while (!READY.test(this.#stdout)) {
      const event = await Promise.race([
        once(this.process.stdout ?? this.process, 'data', { signal: deadline }),
        this.#ended,
      ]);
      if (!Array.isArray(event)) break;
    }
    void this.url;
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async ended(): Promise<Ended> {
    return { code: await this.#ended, stdout: this.#stdout, stderr: this.#stderr };
  }

  /** Stops it in order. */
  async stop(): Promise<Ended> {
    this.signal('SIGTERM');
    return this.ended();
  }

  /** `kill -9`; its Redis goes on. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#ended;
  }

  /** The private Redis as it stands on record. */
  get redis(): { readonly pid: number; readonly socketPath: string } {
    const record = JSON.parse(readFileSync(join(this.dataDir, 'redis.json'), 'utf8')) as {
      identity: { pid: number };
      socketPath: string;
    };
    return { pid: record.identity.pid, socketPath: record.socketPath };
  }
}

/** The environment without what would configure a Shardwell. */
function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SHARDWELL_')));
}

const SPAWNED: Server[] = [];

/** Ends every server of this suite with its Redis and removes their data directories. */
export async function removeServers(): Promise<void> {
  for (const server of SPAWNED.splice(0)) {
    await server.kill();
    await stopRedis(server);
    rmSync(server.dataDir, { recursive: true, force: true });
  }
}

async function stopRedis(server: Server): Promise<void> {
  if (!existsSync(join(server.dataDir, 'redis.json'))) return;
  const { socketPath } = server.redis;
  // Nobody listens, or the connection ends without an answer: either way it is over.
  await askRedis({ socketPath, command: ['SHUTDOWN', 'NOSAVE'], timeoutMs: 5000 }).catch(() => undefined);
}
