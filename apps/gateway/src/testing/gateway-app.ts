import { createHash } from 'node:crypto';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { createLogger, Health, parseConfig, startHttpApp, type HttpApp, type Logger } from '#lib/bootstrap';
import {
  KEY_PROVIDER,
  MemoryControlLog,
  MemoryKeyProvider,
  MemoryShardLog,
  SHARD_CLIENT,
  STORAGE,
  type Storage,
} from '#lib/ports';
import { EVENT_LOOP_TIMERS, LocalShardClient } from '#lib/shard';
import { createKinesisClient, type KinesisClient } from '#lib/wire';
import { CatalogueModule } from '../catalogue.module.js';
import { GatewayModule } from '../gateway.module.js';
import { ProducerModule } from '../grpc/producer.module.js';

export interface GatewayAppOptions {
  readonly grpcPort?: number;
  /** Settings of the process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Silent without it. */
  readonly logger?: Logger;
}

/** A record as a reader sees it. */
export interface StoredRecord {
  readonly text: string;
  readonly key: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

/** A gateway behind its real doors, on free ports, over storage in memory. */
export class GatewayApp {
  readonly health = new Health();
  readonly shardLog = new MemoryShardLog({ clock: { nowMs: Date.now } });
  private readonly shards = new LocalShardClient({
    shardLog: this.shardLog,
    clock: { nowMs: Date.now },
    timers: EVENT_LOOP_TIMERS,
    random: Math.random,
    owner: 'a test',
  });
  private app: HttpApp | undefined;
  private kinesisClient: KinesisClient | undefined;
  /** `host:port` of the gRPC door. */
  grpcTarget = '';

  static async start(options: GatewayAppOptions = {}): Promise<GatewayApp> {
    const gateway = new GatewayApp();
    try {
      await gateway.open(options);
      return gateway;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  get url(): string {
    return this.app?.url ?? '';
  }

  get nest(): INestApplication {
    if (!this.app) throw new Error('the application is not open');
    return this.app.nest;
  }

  /** A client of the Kinesis API. */
  get kinesis(): KinesisClient {
    this.kinesisClient ??= createKinesisClient({ endpoint: this.url });
    return this.kinesisClient;
  }

  /** What the Kinesis API gives of a stream, one shard after the other. */
  async recordsOf(stream: string): Promise<readonly StoredRecord[]> {
    const { Shards } = await this.kinesis.call('ListShards', { StreamName: stream });
    return (await Promise.all(Shards.map(({ ShardId }) => this.recordsOfShard(stream, ShardId)))).flat();
  }

  async close(): Promise<void> {
    this.kinesisClient?.close();
    await this.app?.close();
    await this.shards.drain(1000);
  }

  private async recordsOfShard(stream: string, shardId: string): Promise<readonly StoredRecord[]> {
    const start = { StreamName: stream, ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    const { ShardIterator } = await this.kinesis.call('GetShardIterator', start);
    const { Records } = await this.kinesis.call('GetRecords', { ShardIterator });
    return Records.map(({ Data, PartitionKey, SequenceNumber }) => ({
      text: Buffer.from(Data, 'base64').toString(),
      key: PartitionKey,
      shardId,
      sequenceNumber: SequenceNumber,
    }));
  }

  private async open({
    grpcPort = 0,
    environment = {},
    logger = createLogger({ app: 'test', level: 'silent' }),
  }: GatewayAppOptions): Promise<void> {
    const config = parseConfig({ SHARDWELL_HTTP_PORT: '0', ...environment });
    const frame = { config, logger, health: this.health };
    const storage = exporting(STORAGE, this.storage());
    const gateway = GatewayModule.with({
      storage,
      catalogue: CatalogueModule.with({ storage, scope: config, ...config }),
      keys: exporting(KEY_PROVIDER, new MemoryKeyProvider()),
      shards: exporting(SHARD_CLIENT, this.shards),
      scope: config,
      access: config,
      ...config,
    });
    this.app = await startHttpApp({ frame, modules: [gateway, ProducerModule.with({ gateway })] });
    const { nest, tlsFiles: tls } = this.app;
    const port = await ProducerModule.listen(nest, { host: config.host, port: grpcPort, tls });
    this.grpcTarget = `${config.host}:${port}`;
  }

  private storage(): Storage {
    const tokenKey = createHash('sha256').update('a test').digest();
    return {
      shardLog: this.shardLog,
      controlLog: new MemoryControlLog(),
      installation: { id: 'a test', tokenKey, durability: 'disk' },
      problems: () => [],
      close: async () => undefined,
    };
  }
}

class InMemory {}

function exporting(token: symbol, value: unknown): DynamicModule {
  const providers = [{ provide: token, useValue: value }];
  return { module: class extends InMemory {}, providers, exports: providers };
}
