import { randomBytes } from 'node:crypto';
import type { Durability } from '#lib/kinesis';
import type { Installation } from '#lib/ports';
import { REDIS_KEYS } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** Version of everything that lies in Redis; raised when an older Shardwell cannot read it any more. */
const SCHEMA_VERSION = 1;
const ID_BYTES = 16;
const TOKEN_KEY_BYTES = 32;

/**
 * Reads what all processes of an installation share, or makes it: of several that start at once, the first to set a
 * field wins, and all of them read the same.
 *
 * @throws Error where the data was written by a newer Shardwell.
 */
export async function openInstallation(session: RedisSession, durability: Durability): Promise<Installation> {
  const key = REDIS_KEYS.installation;
  const made: Readonly<Record<string, string | Buffer>> = {
    schema: String(SCHEMA_VERSION),
    id: randomBytes(ID_BYTES).toString('hex'),
    tokenKey: randomBytes(TOKEN_KEY_BYTES),
  };
  await Promise.all(
    Object.entries(made).map(([field, value]) => session.send('hsetnx', [key, field, value])),
  );
  const [schema, id, tokenKey] = (await session.send('hmget', [
    key,
    ...Object.keys(made),
  ])) as readonly Buffer[];
  if (Number(schema) !== SCHEMA_VERSION || !tokenKey) {
    throw new Error(
      `the data in Redis has schema ${String(schema)}, this Shardwell reads schema ${SCHEMA_VERSION}: start the newer one.`,
    );
  }
  return { id: String(id), tokenKey, durability };
}
