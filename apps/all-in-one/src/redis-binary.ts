// The one place that knows what a Redis server is called. Set-up and tests load this file alone, so it imports only Node.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that is a Redis server when it is started under the name `argv0`. */
export interface RedisBinary {
  readonly file: string;
  readonly argv0: string;
}

/** Debian's redis-tools carries the server under this name only. Source: Debian bookworm, package redis-tools. */
const debianServer = '/usr/bin/redis-check-rdb';

/**
 * Looks for Redis or Valkey in the folders of `searchPath`, then for Debian's server without a service.
 * Returns undefined where there is none.
 */
export function findRedisBinary(searchPath: string): RedisBinary | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const named = ['redis-server', 'valkey-server'].flatMap((name) => folders.map((folder) => join(folder, name)));
  const file = [...named, debianServer].find(isProgram);
  return file === undefined ? undefined : { file, argv0: 'redis-server' };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // Absent or not ours to run: either way not a program to start.
  }
}
