import type { AccountScope, TokenSeal } from '#lib/kinesis';
import type { Clock, KeyProvider, ShardClient } from '#lib/ports';
import type { StreamCatalogue } from '#lib/shard';
import type { ReportedMetrics } from './metric-data/reported-metrics.js';
import type { KinesisMetrics } from './metrics/kinesis-metrics.js';
import type { ShardSubscriptions } from './push/shard-subscriptions.js';

/** What the operations work with; the same for every request and every door. */
export interface OperationContext {
  readonly catalogue: Pick<
    StreamCatalogue,
    'account' | 'stream' | 'onChanged' | 'createStream' | 'deleteStream' | 'updateStream' | 'updateAccount'
  >;
  /** Finds the owner of a shard. */
  readonly router: ShardClient;
  /** Who gets which shard pushed. */
  readonly subscriptions: Pick<ShardSubscriptions, 'subscribe'>;
  /** Wraps the data keys of encrypted streams. */
  readonly keys: Pick<KeyProvider, 'generateDataKey'>;
  readonly scope: AccountScope;
  /** Open shards that the account may have. */
  readonly shardQuota: number;
  /** Seals shard iterators and page tokens. */
  readonly seal: TokenSeal;
  readonly clock: Clock;
  /** Hears of every call that puts or reads records. */
  readonly metrics: KinesisMetrics;
  /** What producers and consumers measured themselves. */
  readonly reported: ReportedMetrics;
  /** Hears of failures that no operation foresaw, where the answer cannot tell of them. Must not throw. */
  readonly onUnexpected: (error: unknown) => void;
}

/** What Nest's modules ask for an `OperationContext` by. */
export const OPERATION_CONTEXT = Symbol('OperationContext');

/**
 * One operation of the Kinesis API. Its input has passed the service model's types and constraints; what depends on the
 * state of a stream is the operation's to check.
 *
 * @throws KinesisError by the codes that the service model lists for it; ShardError where a shard could not serve.
 */
export type Operation<Input, Output> = (input: Input, context: OperationContext) => Output | Promise<Output>;
