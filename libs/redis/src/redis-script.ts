import { createHash } from 'node:crypto';
import { StorageError } from '#lib/ports';
import { isUnknownScript } from './refusals.js';
import type { Argument, RedisSession } from './redis-session.js';

/** A Lua script and the digest that Redis knows it by once it has run. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

export function redisScript(text: string): RedisScript {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}

/** Runs a script over one key. The text travels only where the server does not know it yet: then nothing was executed. */
export async function runScript(
  session: RedisSession,
  script: RedisScript,
  { key, args }: { readonly key: string; readonly args: readonly Argument[] },
): Promise<unknown> {
  try {
    return await session.sendForText('evalsha', [script.sha1, 1, key, ...args]);
  } catch (error) {
    if (!(error instanceof StorageError && isUnknownScript(error.message))) throw error;
    return session.sendForText('eval', [script.text, 1, key, ...args]);
  }
}
