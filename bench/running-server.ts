import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BENCH_CREDENTIALS } from './signed-request.js';

/** A server under load, in a process of its own. */
export interface RunningServer extends AsyncDisposable {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  /** The Redis behind it, if it has one. */
  readonly redisPid?: number;
  readonly redisSocket?: string;
}

export interface ShardwellOptions {
  readonly durability: 'interval' | 'disk';
  /** Default `strict`: signatures are verified, as the requests of the bench are signed. */
  readonly auth?: 'strict' | 'off';
  readonly name?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the process leaves a CPU profile when it ends. */
  readonly profileDir?: string | undefined;
}

/** As `npm start` has them. */
export const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=32'];

const START_DEADLINE_MS = 30_000;

/** All-in-one as users start it, on free ports, with a data directory of its own. */
export async function startShardwell(options: ShardwellOptions): Promise<RunningServer> {
  const { durability, auth = 'strict', name = `shardwell ${durability}`, environment, profileDir } = options;
  const folder = mkdtempSync(join(tmpdir(), 'shardwell-bench-'));
  const port = await freePort();
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profileDir)}`];
  const args = [...NODE_OPTIONS, ...profiling, resolve('dist/apps/all-in-one/src/main.js')];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      SHARDWELL_HTTP_PORT: String(port),
      SHARDWELL_GRPC_PORT: '0',
      SHARDWELL_DATA_DIR: folder,
      SHARDWELL_DURABILITY: durability,
      SHARDWELL_LOG_STREAMS: '',
      SHARDWELL_LOG_LEVEL: 'warn',
      SHARDWELL_AUTH: auth,
      SHARDWELL_ROOT_ACCESS_KEY_ID: BENCH_CREDENTIALS.accessKeyId,
      SHARDWELL_ROOT_SECRET_ACCESS_KEY: BENCH_CREDENTIALS.secretAccessKey,
      ...environment,
    },
  });
  await answers(child, port, '/readyz');
  const redis = JSON.parse(readFileSync(join(folder, 'redis.json'), 'utf8')) as {
    identity: { pid: number };
    socketPath: string;
  };
  return {
    name,
    port,
    pid: child.pid as number,
    redisPid: redis.identity.pid,
    redisSocket: redis.socketPath,
    async [Symbol.asyncDispose]() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** kinesalite as its users start it: everything in memory, which is its fastest form. */
export async function startKinesalite(): Promise<RunningServer> {
  const port = await freePort();
  const options = ['--port', String(port), '--shardLimit', '1000', '--createStreamMs', '0'];
  const child = spawn(process.execPath, [resolve('node_modules/kinesalite/cli.js'), ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answers(child, port, '/');
  return {
    name: 'kinesalite',
    port,
    pid: child.pid as number,
    [Symbol.asyncDispose]: () => ended(child),
  };
}

/** Ends a process in order. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function answers(child: ChildProcess, port: number, path: string): Promise<void> {
  const giveUpAt = performance.now() + START_DEADLINE_MS;
  while (performance.now() < giveUpAt && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    if (answer && answer.status < 500) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the server on port ${port} did not answer within ${START_DEADLINE_MS} ms`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
