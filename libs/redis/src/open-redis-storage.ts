import type { Durability } from '#lib/kinesis';
import type { Clock, Storage } from '#lib/ports';
import { ControlLogTail, TAIL_WAIT_MS } from './control-log-tail.js';
import { RedisConnection, REPLY_TIMEOUT_MS, type RedisConnectionOptions } from './redis-connection.js';
import { RedisControlLog } from './redis-control-log.js';
import type { RedisEvent } from './redis-event.js';
import { openInstallation } from './redis-installation.js';
import { RedisSafety } from './redis-safety.js';
import { RedisShardLog } from './redis-shard-log.js';
import { describeTarget, type RedisTarget } from './redis-target.js';

/** Where Redis is: `url` or `socketPath`, one of them. */
export interface RedisStorageOptions {
  /** `redis://user:password@host:port/database`; `rediss://` for TLS. */
  readonly url?: string;
  readonly socketPath?: string;
  /** After what a put is acknowledged. A Redis that cannot give it is refused. */
  readonly durability: Durability;
  /** This process, for people who look at Redis's CLIENT LIST. */
  readonly owner: string;
  readonly onEvent?: (event: RedisEvent) => void;
  readonly clock?: Clock;
}

/**
 * Opens everything that lies in one Redis: three connections (writing, reading, following the control log), the
 * installation's identity, and the watch over Redis's settings.
 *
 * @throws Error where Redis does not answer, cannot give the durability, or holds data of a newer Shardwell.
 */
export async function openRedisStorage(options: RedisStorageOptions): Promise<Storage> {
  const { durability, owner, onEvent = () => undefined, clock = { nowMs: () => Date.now() } } = options;
  const target = targetOf(options);
  const safety = new RedisSafety({ durability, clock, onEvent });
  const tail = new ControlLogTail();
  const connections: RedisConnection[] = [];
  const connect = async (purpose: string, hooks: Hooks = {}): Promise<RedisConnection> => {
    const name = `shardwell:${owner}:${purpose}`;
    const connection = await RedisConnection.open({ target, name, onEvent, ...hooks });
    connections.push(connection);
    return connection;
  };
  const close = async (): Promise<void> => {
    safety.stop();
    await Promise.all(connections.map((connection) => connection.close()));
  };
  try {
    const writing = await connect('writing', {
      prepare: (session) => safety.check(session),
      // The control log is read over this connection: who was told before it was back could not read.
      onReady: () => tail.tell(),
    });
    refuseUnsafe(target, safety.problems());
    const installation = await openInstallation(writing.present(), durability);
    const reading = await connect('reading');
    await connect('following', {
      prepare: (session) => tail.begin(session),
      replyTimeoutMs: TAIL_WAIT_MS + REPLY_TIMEOUT_MS,
    });
    safety.watch(writing);
    return {
      shardLog: new RedisShardLog({ writing, reading, safety, durability }),
      controlLog: new RedisControlLog({ connection: writing, safety, tail }),
      installation,
      problems: () => [...outages(target, connections), ...safety.problems()],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Hooks = Pick<RedisConnectionOptions, 'prepare' | 'onReady' | 'replyTimeoutMs'>;

function targetOf({ url, socketPath }: RedisStorageOptions): RedisTarget {
  if (socketPath !== undefined && url === undefined) return { socketPath };
  if (url !== undefined && socketPath === undefined) return { url };
  throw new TypeError('Redis is named by a URL or by a socket path, by one of them');
}

function refuseUnsafe(target: RedisTarget, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Error([`Redis at ${describeTarget(target)} is not safe to write to:`, ...problems].join('\n- '));
}

function outages(target: RedisTarget, connections: readonly RedisConnection[]): readonly string[] {
  const areConnected = connections.every((connection) => connection.isConnected);
  return areConnected ? [] : [`no connection to Redis at ${describeTarget(target)}, trying on`];
}
