// The private Redis: a child on a Unix socket whose files lie in the data directory, for as long as the server runs.
//
// Invariants
// - At most one Redis runs on the directory: before one is started, the one on record has ended.
// - It leads a process group of its own, so that Ctrl-C reaches the server first and Redis outlives a killed server.
// - Its safety settings are those of the durability that was asked for, also when it was adopted.
// A crash of the server leaves Redis running, with its pid in `redis.json`; the next start adopts it.
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  openRedisProcess,
  stopRedisProcess,
  type RedisProcess,
  type RedisProcessOptions,
} from './redis-process.js';

const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** After a Redis that ran this long, the pauses between restarts begin anew. */
const HEALTHY_AFTER_MS = 30_000;

/** A running Redis, started again when it ends by itself. */
export class PrivateRedis {
  #process: RedisProcess;
  #whyNotReady: string | undefined;
  readonly #stopping = new AbortController();
  readonly #watching: Promise<void>;

  private constructor(
    private readonly options: RedisProcessOptions,
    running: RedisProcess,
  ) {
    this.#process = running;
    this.#watching = this.#watchLoop();
  }

  /** Adopts the Redis that lives on this directory, or starts one. @throws StartError with the reason. */
  static async start(options: RedisProcessOptions): Promise<PrivateRedis> {
    return new PrivateRedis(options, await openRedisProcess(options));
  }

  get socketPath(): string {
    return this.#process.socketPath;
  }

  get pid(): number {
    return this.#process.identity.pid;
  }

  /** A readiness check. */
  readonly whyNotReady = (): string | undefined => this.#whyNotReady;

  /** Stops Redis, which writes what it holds to disk before, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await stopRedisProcess(this.#process, this.options.logger);
  }

  async #watchLoop(): Promise<void> {
    const { signal } = this.#stopping;
    let pauseMs = SHORTEST_PAUSE_MS;
    for (;;) {
      const since = performance.now();
      await connectionEnd(this.socketPath, signal);
      if (performance.now() - since > HEALTHY_AFTER_MS) pauseMs = SHORTEST_PAUSE_MS;
      if (!signal.aborted) this.#sayEnded(pauseMs);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#startAgain();
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  #sayEnded(pauseMs: number): void {
    this.#whyNotReady ??= 'the private Redis ended and is being started again';
    this.options.logger.error({ pid: this.pid, pauseMs }, 'the private Redis ended; starting it again');
  }

  async #startAgain(): Promise<void> {
    const { logger } = this.options;
    try {
      this.#process = await openRedisProcess(this.options);
      this.#whyNotReady = undefined;
      logger.warn({ pid: this.pid }, 'the private Redis answers again');
    } catch (error) {
      this.#whyNotReady = 'the private Redis cannot be started (the log says why)';
      logger.error({ err: error }, 'the private Redis cannot be started');
    }
  }
}

/** Resolves when a connection to Redis ends, at once where none comes about, or on the signal. */
async function connectionEnd(socketPath: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const socket = connect({ path: socketPath, signal }).resume();
  socket.on('error', () => undefined); // Followed by close, like every other end.
  await new Promise((ended) => socket.once('close', ended));
}
