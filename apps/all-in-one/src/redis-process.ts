// One Redis process on the data directory: found, adopted, started, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError, type Config, type Logger } from '#lib/bootstrap';
import { identityOf, livenessOf, type ProcessIdentity } from './process-identity.js';
import type { RedisBinary } from './redis-binary.js';
import { askRedis, RedisRefusal } from './ask-redis.js';
import { redisSocketPath } from './redis-socket-path.js';

export interface RedisProcessOptions {
  /** A data directory that this process owns, as an absolute path. */
  readonly directory: string;
  readonly durability: Config['durability'];
  readonly binary: RedisBinary;
  readonly logger: Logger;
}

/** A Redis process as it stands on record in `redis.json`. */
export interface RedisProcess {
  readonly identity: ProcessIdentity;
  readonly socketPath: string;
}

/** Source: redis.conf, appendfsync. */
const APPENDFSYNC = { memory: 'no', interval: 'everysec', disk: 'always' } as const;

/** How long a Redis that does not say it is loading may take to answer. */
const ANSWER_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 3000;
const POLL_MS = 10;

/** Adopts the Redis that lives on this directory, or starts one. @throws StartError with the reason. */
export async function openRedisProcess(options: RedisProcessOptions): Promise<RedisProcess> {
  const folder = redisFolder(options);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const survivor = await findSurvivor(options);
  if (survivor === undefined || (await answerOrEnd(survivor, options)) === 'ended')
    return startRedis(options);
  await adopt(survivor, options);
  return survivor;
}

function redisFolder({ directory }: RedisProcessOptions): string {
  return join(directory, 'redis');
}

function recordFile({ directory }: RedisProcessOptions): string {
  return join(directory, 'redis.json');
}

/** The Redis on record if it lives, else whoever answers on the socket (a crash may have come before the record). */
async function findSurvivor(options: RedisProcessOptions): Promise<RedisProcess | undefined> {
  const recorded = readRecord(options);
  if (recorded !== undefined && livenessOf(recorded.identity) === 'alive') return recorded;
  const socketPath = redisSocketPath(options.directory);
  const pid = await askForPid(socketPath);
  const identity = pid === undefined ? undefined : identityOf(pid);
  return identity === undefined ? undefined : { identity, socketPath };
}

function readRecord(options: RedisProcessOptions): RedisProcess | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(options), 'utf8')) as RedisProcess;
  } catch {
    return undefined; // Absent or never completed: the socket is asked next.
  }
}

/** Whether a Redis answers for this data directory, whoever started it. */
export async function isRedisServing(directory: string): Promise<boolean> {
  return (await askForPid(redisSocketPath(directory))) !== undefined;
}

async function askForPid(socketPath: string): Promise<number | undefined> {
  try {
    const [info = ''] = await askRedis({
      socketPath,
      command: ['INFO', 'server'],
      timeoutMs: ANSWER_TIMEOUT_MS,
    });
    return Number(/^process_id:(\d+)/m.exec(info)?.[1]);
  } catch {
    return undefined; // Nobody listens there.
  }
}

/** Makes sure that the survivor is ours, and as safe as was asked for now. */
async function adopt({ identity, socketPath }: RedisProcess, options: RedisProcessOptions): Promise<void> {
  const ask = (...command: readonly string[]): Promise<readonly string[]> =>
    askRedis({ socketPath, command, timeoutMs: ANSWER_TIMEOUT_MS });
  const [, folder] = await ask('CONFIG', 'GET', 'dir');
  if (folder !== redisFolder(options)) {
    throw new StartError(
      `The Redis on ${socketPath} (pid ${identity.pid}) keeps its files in ${folder}: stop it first.`,
    );
  }
  const changed: string[] = [];
  for (const [name, wanted] of Object.entries(safetySettings(options))) {
    const [, found] = await ask('CONFIG', 'GET', name);
    if (found === wanted) continue;
    await ask('CONFIG', 'SET', name, wanted);
    changed.push(`${name}: ${found} -> ${wanted}`);
  }
  writeRecord({ identity, socketPath }, options);
  options.logger.warn({ pid: identity.pid, changed }, 'adopted the Redis that an earlier server left behind');
}

function safetySettings({ durability }: RedisProcessOptions): Readonly<Record<string, string>> {
  return {
    appendonly: 'yes',
    appendfsync: APPENDFSYNC[durability],
    'no-appendfsync-on-rewrite': 'no',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
}

async function startRedis(options: RedisProcessOptions): Promise<RedisProcess> {
  const socketPath = redisSocketPath(options.directory);
  const settings = {
    port: '0',
    unixsocket: socketPath,
    unixsocketperm: '700',
    dir: redisFolder(options),
    loglevel: 'warning',
    ...safetySettings(options),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = await spawnDetached(options, args);
  const identity = child.pid === undefined ? undefined : identityOf(child.pid);
  if (identity === undefined) throw new StartError(`Redis ended at once. ${lastWords(options)}`);
  const started = { identity, socketPath };
  writeRecord(started, options);
  if ((await answerOrEnd(started, options)) === 'answers') return started;
  throw new StartError(`Redis ended at once. ${lastWords(options)}`);
}

async function spawnDetached(options: RedisProcessOptions, args: readonly string[]): Promise<ChildProcess> {
  const { file, argv0 } = options.binary;
  const log = openSync(logFile(options), 'a', 0o600);
  try {
    const child = spawn(file, args, { argv0, detached: true, stdio: ['ignore', log, log] });
    await once(child, 'spawn');
    return child;
  } catch (error) {
    throw new StartError(`${file} cannot be started: ${(error as Error).message}`, { cause: error });
  } finally {
    closeSync(log);
  }
}

function logFile({ directory }: RedisProcessOptions): string {
  return join(directory, 'redis.log');
}

const LAST_LINES = 5;

function lastWords(options: RedisProcessOptions): string {
  const lines = readFileSync(logFile(options), 'utf8').trim().split('\n').slice(-LAST_LINES);
  return `Its last words (${logFile(options)}):\n${lines.join('\n')}`;
}

function writeRecord(record: RedisProcess, options: RedisProcessOptions): void {
  const file = recordFile(options);
  writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Waits until Redis answers or ends. While it loads its files it may take as long as it needs. */
async function answerOrEnd(
  { identity, socketPath }: RedisProcess,
  { logger }: RedisProcessOptions,
): Promise<'answers' | 'ended'> {
  let deadline = performance.now() + ANSWER_TIMEOUT_MS;
  let isLoading = false;
  while (performance.now() < deadline) {
    try {
      await askRedis({ socketPath, command: ['PING'], timeoutMs: ANSWER_TIMEOUT_MS });
      return 'answers';
    } catch (error) {
      if (livenessOf(identity) === 'dead') return 'ended';
      if (error instanceof RedisRefusal && error.code === 'LOADING') {
        deadline = performance.now() + ANSWER_TIMEOUT_MS;
        if (!isLoading) logger.warn({ pid: identity.pid }, 'Redis is loading its files');
        isLoading = true;
      }
      await delay(POLL_MS);
    }
  }
  throw new StartError(`The Redis with pid ${identity.pid} does not answer on ${socketPath}: stop it first.`);
}

/** Stops Redis, which writes what it holds to disk before, and waits for its end. */
export async function stopRedisProcess(
  { identity, socketPath }: RedisProcess,
  logger: Logger,
): Promise<void> {
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  try {
    await askRedis({ socketPath, command: ['SHUTDOWN'], timeoutMs: STOP_TIMEOUT_MS });
  } catch (error) {
    // The answer to a granted SHUTDOWN is the end of the connection.
    if (error instanceof RedisRefusal) logger.error({ err: error }, 'the private Redis refuses to stop');
  }
  while (livenessOf(identity) === 'alive') {
    if (performance.now() > deadline) {
      logger.error({ pid: identity.pid }, 'the private Redis still runs; the next start adopts it');
      return;
    }
    await delay(POLL_MS);
  }
}
