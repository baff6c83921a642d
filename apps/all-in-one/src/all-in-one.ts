// Every app in one process, with a private Redis unless there is another one to use.
import { StartError, startHttpApp, type Frame, type HttpApp, type Running } from '#lib/bootstrap';
import { ProducerModule } from '../../gateway/src/grpc/producer.module.js';
import { AllInOneModule } from './all-in-one.module.js';
import { banner } from './banner.js';
import { DataDirectory } from './data-directory.js';
import { PrivateRedis } from './private-redis.js';
import { findRedisBinary } from './redis-binary.js';
import { isRedisServing } from './redis-process.js';

/** Starts Redis, then the doors. What was started is stopped in the reverse order, also when the start fails. */
export async function startAllInOne(frame: Frame): Promise<Running> {
  const { config } = frame;
  const stack = new AsyncDisposableStack();
  try {
    const directory = await DataDirectory.claim({ path: config.dataDir, isServed: isRedisServing });
    stack.defer(() => directory.release());
    const redisAddress = config.redisUrl ?? (await startPrivateRedis(directory, { frame, stack }));
    const door = Promise.withResolvers<HttpApp>();
    const all = AllInOneModule.with({
      config,
      redisAddress,
      stateDirectory: directory.path,
      endpoint: async () => endpointOf(await door.promise),
    });
    const app = await startHttpApp({ frame, modules: [all] });
    stack.defer(() => app.close());
    const { host, grpcPort: port } = config;
    const grpcPort = await ProducerModule.listen(app.nest, { host, port, tls: app.tlsFiles });
    door.resolve(app);
    const storage = config.redisUrl === undefined ? `a Redis of its own in ${directory.path}` : 'your Redis';
    process.stdout.write(
      banner({
        url: app.url,
        config,
        storage,
        endpoints: furtherEndpoints(app, grpcPort),
      }),
    );
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
  return { stop: () => stack.disposeAsync() };
}

/** For the process's own consumers: they come through the same door, and know its certificate. */
function endpointOf({ url: endpoint, tlsFiles }: HttpApp) {
  return { endpoint, trust: tlsFiles ? { certificate: () => tlsFiles.pair.cert } : {} };
}

function furtherEndpoints({ url, tlsFiles }: HttpApp, grpcPort: number): Record<string, string> {
  const grpc = `${new URL(url).hostname}:${grpcPort}`;
  if (tlsFiles === undefined) return { gRPC: grpc };
  const beside = url.startsWith('http:') ? { 'over TLS': url.replace('http:', 'https:') } : {};
  return { ...beside, gRPC: `${grpc}, over TLS` };
}

interface Start {
  readonly frame: Frame;
  readonly stack: AsyncDisposableStack;
}

/** Resolves with the path of its socket. */
async function startPrivateRedis({ path }: DataDirectory, { frame, stack }: Start): Promise<string> {
  const binary = findRedisBinary(process.env['PATH'] ?? '');
  if (binary === undefined) {
    throw new StartError(
      'There is no Redis 7 or Valkey on this machine. `node bin/setup.mjs start` finds out how to install it; ' +
        'or set SHARDWELL_REDIS_URL to a Redis that runs elsewhere.',
    );
  }
  const { config, logger, health } = frame;
  const redis = await PrivateRedis.start({ directory: path, durability: config.durability, binary, logger });
  stack.defer(() => redis.stop());
  health.register('private-redis', redis.whyNotReady);
  return redis.socketPath;
}
