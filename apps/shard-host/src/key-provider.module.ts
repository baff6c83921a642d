import { Module, type DynamicModule } from '@nestjs/common';
import { LOGGER, type Logger } from '#lib/bootstrap';
import { KEY_PROVIDER } from '#lib/ports';
import { StreamCatalogue } from '#lib/shard';
import { FileKeyProvider } from './file-key-provider.js';
import { KeyFile } from './key-file.js';

export interface KeyProviderOptions {
  /** The module that exports the StreamCatalogue. */
  readonly catalogue: DynamicModule;
  /** Path of the file with the master keys; it may be missing until a stream is encrypted. */
  readonly keyFile: string;
}

/** The master keys that data keys are wrapped by. Whoever wants them asks for KEY_PROVIDER. */
@Module({})
export class KeyProviderModule {
  static with({ catalogue, keyFile: path }: KeyProviderOptions): DynamicModule {
    const provider = {
      provide: KEY_PROVIDER,
      inject: [StreamCatalogue, LOGGER],
      useFactory: (streams: StreamCatalogue, logger: Logger) =>
        new FileKeyProvider(
          new KeyFile({
            path,
            mayMake: () => !hasDataKeys(streams),
            onMade: (made) => logger.info({ path: made }, 'master keys were made: keep a copy of the file'),
          }),
        ),
    };
    return {
      module: KeyProviderModule,
      imports: [catalogue],
      providers: [provider],
      exports: [KEY_PROVIDER],
    };
  }
}

/** Something was encrypted already, by keys that must be somewhere. */
function hasDataKeys(catalogue: StreamCatalogue): boolean {
  for (const { dataKeys } of catalogue.account().streams.values()) if (dataKeys.length > 0) return true;
  return false;
}
