import { Redis, type RedisOptions } from 'ioredis';

/** Where Redis is: a URL (`redis://`, `rediss://` for TLS, with user, password and database) or a Unix socket. */
export type RedisTarget = { readonly url: string } | { readonly socketPath: string };

export interface ClientOptions {
  /** Shown by Redis's CLIENT LIST. */
  readonly connectionName: string;
  /** The socket is destroyed when commands wait and nothing came for so long. */
  readonly replyTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 2000;

/**
 * A client for one socket: it never connects again, resends nothing, queues nothing and follows no redirect. When its
 * socket closes, everything that waits for a reply fails and the client has ended.
 */
export function newClient(target: RedisTarget, { connectionName, replyTimeoutMs }: ClientOptions): Redis {
  const options = {
    // CLIENT SETNAME takes no spaces and nothing outside ASCII.
    connectionName: connectionName.replace(/[^!-~]/g, '_'),
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: replyTimeoutMs,
    // A client that is given up ends at once: ioredis would wait 2 s for the server's end of the socket.
    disconnectTimeout: 0,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableReadyCheck: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    enableAutoPipelining: false,
  } satisfies RedisOptions;
  return 'url' in target
    ? new Redis(target.url, options)
    : new Redis({ ...options, path: target.socketPath });
}

/** For people: without the password. */
export function describeTarget(target: RedisTarget): string {
  if ('socketPath' in target) return target.socketPath;
  const url = new URL(target.url);
  url.password = '';
  return url.href;
}
