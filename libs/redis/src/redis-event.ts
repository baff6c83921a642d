import type { LogLine } from '#lib/ports';

/** What happens between this process and Redis. Every event knows its own log line. */
export type RedisEvent =
  RedisConnected | RedisConnectionLost | RedisConnectionRefused | RedisUnsafe | RedisSafe | RedisUnverified;

export class RedisConnected {
  readonly type = 'redis-connected';

  constructor(
    readonly connection: string,
    readonly number: number,
    readonly server: { readonly version: string; readonly runId: string },
  ) {}

  /** The first connection is normal; a later one ends what `RedisConnectionLost` told. */
  get logLine(): LogLine {
    const { connection, number, server } = this;
    const fields = { connection, number, ...server };
    return { level: number === 1 ? 'debug' : 'info', message: 'connected to Redis', fields };
  }
}

export class RedisConnectionLost {
  readonly type = 'redis-connection-lost';

  constructor(
    readonly connection: string,
    readonly number: number,
    readonly reason: string,
  ) {}

  get logLine(): LogLine {
    const { connection, number, reason } = this;
    return { level: 'warn', message: 'connection to Redis lost', fields: { connection, number, reason } };
  }
}

/** The first failed attempt of an outage; the attempts that follow are silent. */
export class RedisConnectionRefused {
  readonly type = 'redis-connection-refused';

  constructor(
    readonly connection: string,
    readonly error: unknown,
  ) {}

  get logLine(): LogLine {
    const { connection, error } = this;
    return { level: 'warn', message: 'no connection to Redis, trying on', fields: { connection, error } };
  }
}

/** Redis cannot keep what it is asked to keep: writes are refused until it can. */
export class RedisUnsafe {
  readonly type = 'redis-unsafe';

  constructor(readonly problems: readonly string[]) {}

  get logLine(): LogLine {
    return {
      level: 'error',
      message: 'Redis is not safe: writes are refused',
      fields: { problems: this.problems },
    };
  }
}

export class RedisSafe {
  readonly type = 'redis-safe';

  get logLine(): LogLine {
    return { level: 'info', message: 'Redis is safe again: writes go on', fields: {} };
  }
}

/** Some settings cannot be read, so they are not known to be safe. */
export class RedisUnverified {
  readonly type = 'redis-unverified';

  constructor(readonly settings: readonly string[]) {}

  get logLine(): LogLine {
    const message = 'CONFIG GET is forbidden on this Redis: check these settings by hand';
    return { level: 'warn', message, fields: { settings: this.settings } };
  }
}
