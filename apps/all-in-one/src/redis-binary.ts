// The one place that knows what a Redis server is called. Set-up and tests load this file alone, so it imports only Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that is a Redis server when it is started under the name `argv0`. */
export interface RedisBinary {
  readonly file: string;
  readonly argv0: string;
}

/** Debian's redis-tools carries the server under this name only. Source: Debian bookworm, package redis-tools. */
const DEBIAN_SERVER = '/usr/bin/redis-check-rdb';

/** Redis 7.0 writes its log in parts, so that rewriting it loses nothing; Valkey began at 7.2. */
const OLDEST_MAJOR = 7;

/**
 * Looks for Redis or Valkey in the folders of `searchPath`, then for Debian's server without a service.
 *
 * @returns undefined where there is none that is new enough.
 */
export function findRedisBinary(searchPath: string): RedisBinary | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const named = ['redis-server', 'valkey-server'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  const file = [...named, DEBIAN_SERVER].find((candidate) => majorVersion(candidate) >= OLDEST_MAJOR);
  return file === undefined ? undefined : { file, argv0: ARGV0 };
}

const ARGV0 = 'redis-server';

/** 0 where there is no program, or one that is not a Redis. */
function majorVersion(file: string): number {
  if (!existsSync(file)) return 0;
  const { stdout } = spawnSync(file, ['--version'], { argv0: ARGV0, encoding: 'utf8' });
  return Number(/ v=(\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
}
