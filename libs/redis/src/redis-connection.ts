import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { StorageError, type ClaimSession } from '#lib/ports';
import {
  RedisConnected,
  RedisConnectionLost,
  RedisConnectionRefused,
  type RedisEvent,
} from './redis-event.js';
import { parseInfo } from './redis-info.js';
import { RedisSession, type RedisServer } from './redis-session.js';
import { describeTarget, newClient, type RedisTarget } from './redis-target.js';

export interface RedisConnectionOptions {
  readonly target: RedisTarget;
  /** What the connection is for; shown in events and by CLIENT LIST. */
  readonly name: string;
  readonly onEvent: (event: RedisEvent) => void;
  /** Looks at a new session before anybody may use it; where it fails, the session is given up. */
  readonly prepare?: (session: RedisSession) => Promise<void>;
  /** A new session is there to be used. */
  readonly onReady?: () => void;
  /** No reply for so long is a lost connection. */
  readonly replyTimeoutMs?: number;
  /** How long the first session may take to come. */
  readonly firstSessionMs?: number;
}

/** Below the 3 s after which the owner of a shard refuses its callers: by then a silent Redis is known to be lost. */
export const REPLY_TIMEOUT_MS = 2500;
const FIRST_SESSION_MS = 5000;
const SHORTEST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1000;

/**
 * A connection to Redis that comes back: one session after the other, each with a number of its own, so that a claim
 * made over one of them is known to be worth nothing over the next.
 *
 * Invariants: at most one session at a time; the numbers grow; a session is there only after Redis has said that it is
 * a master and has loaded its data, and `prepare` has passed.
 */
export class RedisConnection {
  private session: RedisSession | undefined;
  private sessions = 0;
  private lastError: unknown;
  private readonly closing = new AbortController();
  private running: Promise<void> = Promise.resolve();

  private constructor(private readonly options: RedisConnectionOptions) {}

  /** @throws Error where there is no session in time (5 s, unless the options say otherwise). */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    const connection = new RedisConnection(options);
    const first = await connection.connectUntil(
      AbortSignal.timeout(options.firstSessionMs ?? FIRST_SESSION_MS),
    );
    if (!first) throw connection.notReached();
    connection.running = connection.keepConnected(first);
    return connection;
  }

  get isConnected(): boolean {
    return this.session?.isOpen === true;
  }

  /** The session to send over. @throws StorageError disconnected. */
  present(): RedisSession {
    if (!this.session) throw new StorageError('disconnected', 'no connection to Redis');
    return this.session;
  }

  /** The session that a claim was made over. @throws StorageError disconnected where it is lost. */
  presentFor(claimed: ClaimSession): RedisSession {
    const session = this.present();
    if (session.number !== claimed.connection) {
      throw new StorageError(
        'disconnected',
        `claimed over connection ${claimed.connection}, this is ${session.number}`,
      );
    }
    return session;
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.session?.drop('closed by this process');
    await this.running;
  }

  private async keepConnected(first: RedisSession): Promise<void> {
    const { signal } = this.closing;
    for (let next: RedisSession | undefined = first; next; next = await this.connectUntil(signal)) {
      await this.serve(next);
    }
  }

  private async serve(session: RedisSession): Promise<void> {
    const { name, onEvent, onReady } = this.options;
    this.session = session;
    onEvent(new RedisConnected(name, session.number, session.server));
    onReady?.();
    const reason = await session.lost;
    this.session = undefined;
    if (!this.closing.signal.aborted) onEvent(new RedisConnectionLost(name, session.number, reason));
  }

  /** Tries until there is a session; none where the signal said first that it is enough. */
  private async connectUntil(enough: AbortSignal): Promise<RedisSession | undefined> {
    for (let failures = 0; !enough.aborted; failures += 1) {
      await pause(failures, enough);
      try {
        const session = await this.connect();
        if (!enough.aborted) return session;
        session.drop('came too late');
      } catch (error) {
        this.lastError = error;
        if (failures === 0) this.options.onEvent(new RedisConnectionRefused(this.options.name, error));
      }
    }
    return undefined;
  }

  private async connect(): Promise<RedisSession> {
    const { target, name, prepare, replyTimeoutMs = REPLY_TIMEOUT_MS } = this.options;
    const client = newClient(target, { connectionName: name, replyTimeoutMs });
    let socketError: Error | undefined;
    client.on('error', (error: Error) => (socketError = error));
    try {
      await client.connect();
      const server = await askServer(client);
      this.sessions += 1;
      const session = new RedisSession(client, this.sessions, server);
      await prepare?.(session);
      return session;
    } catch (error) {
      client.disconnect();
      throw socketError ?? error;
    }
  }

  private notReached(): Error {
    const { lastError, options } = this;
    const place = describeTarget(options.target);
    return new Error(
      `Redis at ${place} does not answer: ${lastError instanceof Error ? lastError.message : String(lastError)}`,
      { cause: lastError },
    );
  }
}

async function askServer(client: Redis): Promise<RedisServer> {
  const info = parseInfo(await client.info());
  if (info.get('loading') === '1') throw new Error('Redis is loading its data');
  if (info.get('role') !== 'master') throw new Error(`Redis is a ${info.get('role')}, not the master`);
  return { version: info.get('redis_version') ?? '', runId: info.get('run_id') ?? '' };
}

/** Doubles with each failure, with jitter, so that many processes do not come back in step. Ends early by the signal. */
async function pause(failures: number, enough: AbortSignal): Promise<void> {
  const longest = Math.min(SHORTEST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
  await delay(longest * (0.5 + Math.random() / 2), undefined, { signal: enough }).catch(() => undefined);
}
