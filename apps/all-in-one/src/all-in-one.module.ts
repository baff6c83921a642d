import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '#lib/bootstrap';
import { CatalogueModule } from '../../gateway/src/catalogue.module.js';
import { GatewayModule } from '../../gateway/src/gateway.module.js';
import { ProducerModule } from '../../gateway/src/grpc/producer.module.js';
import { LogAnalysisModule, type LogAnalysisOptions } from '../../log-analysis/src/log-analysis.module.js';
import { KeyProviderModule } from '../../shard-host/src/key-provider.module.js';
import { ShardHostModule } from '../../shard-host/src/shard-host.module.js';
import { StorageModule } from './storage.module.js';

export interface AllInOneOptions {
  readonly config: Config;
  /** The Redis of the record path: a URL, or the path of a Unix socket. */
  readonly redisAddress: string;
  /** The data directory, where consumers keep their positions and the master keys are. */
  readonly stateDirectory: string;
  /** Where this process's Kinesis API is, once its door is open. */
  readonly endpoint: LogAnalysisOptions['endpoint'];
}

/** The modules of every app, composed into one process. */
@Module({})
export class AllInOneModule {
  static with({ config, redisAddress, stateDirectory, endpoint }: AllInOneOptions): DynamicModule {
    const storage = StorageModule.with({ redisAddress, durability: config.durability });
    // Not the configuration itself: whoever tells the scope would tell its secrets.
    const scope = { accountId: config.accountId, region: config.region };
    const catalogue = CatalogueModule.with({ storage, ...config, scope });
    const keyFile = config.keyFile ?? join(stateDirectory, 'keys', 'master-keys.json');
    const keys = KeyProviderModule.with({ catalogue, keyFile });
    const shards = ShardHostModule.with({ storage, catalogue, keys, ...config });
    const internalKey = newInternalKey();
    const gateway = GatewayModule.with({
      storage,
      shards,
      catalogue,
      keys,
      scope,
      access: config,
      internalKey,
      ...config,
    });
    const producer = ProducerModule.with({ gateway });
    const logAnalysis = LogAnalysisModule.with({
      endpoint,
      streams: config.logStreams,
      stateDirectory,
      credentials: internalKey,
      region: config.region,
    });
    return { module: AllInOneModule, imports: [gateway, producer, logAnalysis] };
  }
}

/** By which the server's own consumers sign. It is of this process: nobody else ever sees it. */
function newInternalKey(): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return { accessKeyId: `internal-${randomUUID()}`, secretAccessKey: randomBytes(32).toString('base64url') };
}
