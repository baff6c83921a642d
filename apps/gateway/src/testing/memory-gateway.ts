import { createSecretKey, randomBytes } from 'node:crypto';
import { VirtualTimers } from '#lib/actor';
import {
  newStreamId,
  type AccountScope,
  type CreateStream,
  type Stream,
  type StreamName,
} from '#lib/kinesis';
import { MemoryControlLog, MemoryKeyProvider, MemoryShardLog } from '#lib/ports';
import {
  EncryptedShardLog,
  EVENT_LOOP_TIMERS,
  LocalShardClient,
  ShardRouter,
  StreamCatalogue,
  StreamKeys,
} from '#lib/shard';
import { ReportedMetrics } from '../metric-data/reported-metrics.js';
import { KinesisMetrics } from '../metrics/kinesis-metrics.js';
import type { OperationContext } from '../operation-context.js';
import { ShardSubscriptions } from '../push/shard-subscriptions.js';

/** 2026-11-22T10:00:00Z, where the clock of tests stands. */
const START_MS = Date.UTC(2026, 10, 22, 10);

export interface MemoryGatewayOptions {
  readonly transitionMs: number;
  readonly shardQuota: number;
  /** With limits the time of the shards stands still too, so nothing may fail that is tried again after a while. */
  readonly shardLimits: 'off' | 'aws';
}

/** A gateway and its shards on the in-memory storage. Its clock and its streams' transitions stand still until a test moves them. */
export class MemoryGateway {
  static readonly SCOPE: AccountScope = { accountId: '000000000000', region: 'us-east-1' };
  nowMs = START_MS;
  readonly controlLog = new MemoryControlLog();
  readonly shardLog: MemoryShardLog;
  readonly keys = new MemoryKeyProvider();
  readonly unexpected: unknown[] = [];
  /** Of streams' and consumers' transitions, and of subscriptions. */
  readonly timers = new VirtualTimers();
  readonly metrics = new KinesisMetrics({
    now: () => this.nowMs,
    account: () => this.catalogue.account(),
  });
  readonly context: OperationContext;
  readonly subscriptions: ShardSubscriptions;
  private readonly catalogue: StreamCatalogue;
  private readonly shards: LocalShardClient;

  private constructor(private readonly options: MemoryGatewayOptions) {
    const clock = { nowMs: () => this.nowMs };
    const scope = MemoryGateway.SCOPE;
    const own = { clock, timers: EVENT_LOOP_TIMERS, random: () => 0.5 };
    this.shardLog = new MemoryShardLog({ clock });
    this.catalogue = new StreamCatalogue({
      ...own,
      controlLog: this.controlLog,
      shardLog: this.shardLog,
      newStreamId: () => newStreamId(randomBytes),
      scope,
      timers: this.timers,
      ...options,
    });
    this.shards = this.newShardClient();
    const router = new ShardRouter({ ...own, clientFor: () => this.shards, deadlineMs: 0 });
    const { catalogue, timers } = this;
    this.subscriptions = new ShardSubscriptions({
      catalogue,
      router,
      scope,
      clock,
      timers,
      metrics: this.metrics,
    });
    this.context = {
      catalogue,
      router,
      subscriptions: this.subscriptions,
      keys: this.keys,
      scope,
      shardQuota: options.shardQuota,
      seal: { key: createSecretKey(Buffer.alloc(32, 'a test')), randomBytes },
      clock,
      metrics: this.metrics,
      reported: new ReportedMetrics(() => this.nowMs),
      onUnexpected: (error) => this.unexpected.push(error),
    };
  }

  static async open(options: Partial<MemoryGatewayOptions> = {}): Promise<MemoryGateway> {
    const gateway = new MemoryGateway({ transitionMs: 0, shardQuota: 100, shardLimits: 'off', ...options });
    await gateway.catalogue.start();
    return gateway;
  }

  async close(): Promise<void> {
    this.subscriptions.stop();
    await this.catalogue.stop();
    await this.shards.drain(1000);
  }

  /** The shards as a process sees them that wrote nothing itself: without a tail, straight from the log. */
  newShardClient(): LocalShardClient {
    const { shardLimits } = this.options;
    const now = (): number => this.nowMs;
    return new LocalShardClient({
      clock: { nowMs: now },
      timers: shardLimits === 'aws' ? { ...EVENT_LOOP_TIMERS, now } : EVENT_LOOP_TIMERS,
      shardLimits,
      random: () => 0.5,
      shardLog: new EncryptedShardLog({
        log: this.shardLog,
        keys: new StreamKeys({ catalogue: this.catalogue, provider: this.keys }),
        randomBytes,
      }),
      owner: 'a test',
    });
  }

  /** Lets time pass, for the clock and for what waits. */
  async advance(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.timers.advance(ms);
  }

  /** A stream that is ACTIVE already, also where transitions take time. */
  async createActiveStream(name: string, command?: Partial<CreateStream>): Promise<Stream> {
    await this.createStream(name, command);
    await this.advance(this.options.transitionMs);
    return this.catalogue.stream({ streamName: name });
  }

  /** A stream in mode PROVISIONED, unless the command says otherwise. */
  createStream(name: string, command: Partial<CreateStream> = { shardCount: 1 }): Promise<Stream> {
    return this.catalogue.createStream({ name: name as StreamName, ...command });
  }
}
