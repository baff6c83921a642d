import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Health, LOGGER, StartError, writeLogLine, type Config, type Logger } from '#lib/bootstrap';
import { STORAGE, type Storage } from '#lib/ports';
import { openRedisStorage } from '#lib/redis';

export interface StorageOptions {
  /** A `redis:`, `rediss:` or `unix:` URL, or the path of a Unix socket. */
  readonly redisAddress: string;
  readonly durability: Config['durability'];
}

/** The Redis of the record path. It is ready while writing to it is safe. */
@Module({})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  static with({ redisAddress, durability }: StorageOptions): DynamicModule {
    const provider = {
      provide: STORAGE,
      inject: [LOGGER, Health],
      async useFactory(logger: Logger, health: Health): Promise<Storage> {
        const storage = await opened({
          ...addressOf(redisAddress),
          durability,
          owner: `all-in-one ${process.pid}`,
          onEvent: ({ logLine }) => writeLogLine(logger, logLine),
        });
        health.register('storage', () => storage.problems().join('; ') || undefined);
        return storage;
      },
    };
    return { module: StorageModule, providers: [provider], exports: [STORAGE] };
  }

  /** After every module has finished what it had to write. */
  async onApplicationShutdown(): Promise<void> {
    await this.storage.close();
  }
}

/** @throws StartError: what is wrong with a Redis is for whoever started the process, in plain words. */
async function opened(options: Parameters<typeof openRedisStorage>[0]): Promise<Storage> {
  try {
    return await openRedisStorage(options);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function addressOf(redisAddress: string): { readonly url: string } | { readonly socketPath: string } {
  if (redisAddress.startsWith('/')) return { socketPath: redisAddress };
  const { protocol, pathname } = new URL(redisAddress);
  return protocol === 'unix:' ? { socketPath: pathname } : { url: redisAddress };
}
