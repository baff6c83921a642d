import { openShardCount, streamNamed, type Account } from './account.js';
import { invalidArgument, limitExceeded, resourceInUse } from './errors.js';
import { LIMITS } from './limits.js';
import { checkOnDemandQuota, onlyOnDemand } from './on-demand-mode.js';
import type { AccountScope } from './stream-arn.js';
import type { StreamId } from './stream-id.js';
import type { RecordDistributionStrategy, StreamMode } from './stream-settings.js';
import type { StreamEvent, StreamName } from './stream.js';
import { checkTags, type Tags } from './tags.js';
import { checkWarmThroughput } from './warm-throughput.js';

/** CreateStream as a request says it; each member has passed the service model. */
export interface CreateStream {
  readonly name: StreamName;
  readonly shardCount?: number | undefined;
  readonly mode?: StreamMode | undefined;
  readonly tags?: Tags | undefined;
  readonly maxRecordSizeKiB?: number | undefined;
  readonly recordDistribution?: RecordDistributionStrategy | undefined;
  readonly warmThroughputMiBps?: number | undefined;
}

export interface CreateStreamContext {
  readonly nowMs: number;
  /** A new one. */
  readonly streamId: StreamId;
  /** Open shards that the account may have. */
  readonly shardQuota: number;
  readonly scope: AccountScope;
}

/**
 * Decides what a new stream is. Without mode and ShardCount it is ON_DEMAND.
 *
 * Source: the API reference of CreateStream; sentences recorded against AWS where it has been seen to refuse.
 *
 * @throws KinesisError InvalidArgumentException: members that do not go together, tags; ResourceInUseException: the name
 *   is used; LimitExceededException: shards of the account, streams on demand, five streams CREATING, warm throughput.
 */
export function decideCreateStream(
  account: Account,
  command: CreateStream,
  context: CreateStreamContext,
): readonly StreamEvent[] {
  const { name, warmThroughputMiBps } = command;
  const { nowMs, streamId, scope } = context;
  const mode = modeOf(command);
  const shardCount = shardCountOf(command, mode);
  checkOnDemandMembers(command, mode);
  if (warmThroughputMiBps !== undefined) checkWarmThroughput(warmThroughputMiBps, { account, nowMs });
  const tags = checkTags(command.tags ?? {});
  if (streamNamed(account, name))
    throw resourceInUse(`Stream ${name} under account ${scope.accountId} already exists.`);
  checkQuotas(account, { ...context, mode, shardCount });
  return [
    {
      type: 'StreamCreated',
      streamId,
      name,
      atMs: nowMs,
      shardsCreatedAtSecond: Math.max(Math.floor(nowMs / 1000), (account.lastLives.get(name) ?? -1) + 1),
      shardCount,
      mode,
      retentionHours: LIMITS.retentionHours,
      maxRecordSizeKiB: command.maxRecordSizeKiB ?? LIMITS.recordSizeKiB,
      recordDistribution: command.recordDistribution ?? 'USER_PARTITION_KEY',
      ...(warmThroughputMiBps === undefined ? {} : { warmThroughputMiBps }),
      tags,
    },
  ];
}

function modeOf({ mode, shardCount }: CreateStream): StreamMode {
  return mode ?? (shardCount === undefined ? 'ON_DEMAND' : 'PROVISIONED');
}

function shardCountOf({ shardCount }: CreateStream, mode: StreamMode): number {
  if (mode === 'ON_DEMAND') {
    if (shardCount === undefined) return LIMITS.onDemandShards;
    throw invalidArgument(`ShardCount ${shardCount} cannot be specified for a stream in mode ON_DEMAND.`);
  }
  if (shardCount === undefined)
    throw invalidArgument('ShardCount must be specified for a stream in mode PROVISIONED.');
  return shardCount;
}

function checkOnDemandMembers(command: CreateStream, mode: StreamMode): void {
  if (mode === 'ON_DEMAND') return;
  const { recordDistribution, warmThroughputMiBps } = command;
  if (warmThroughputMiBps !== undefined) throw onlyOnDemand(`WarmThroughputMiBps ${warmThroughputMiBps}`);
  if (recordDistribution === 'AUTO') throw onlyOnDemand('RecordDistributionStrategy AUTO');
}

interface WantedCapacity extends Pick<CreateStreamContext, 'shardQuota' | 'scope'> {
  readonly mode: StreamMode;
  readonly shardCount: number;
}

function checkQuotas(account: Account, { mode, shardCount, shardQuota, scope }: WantedCapacity): void {
  const openShards = openShardCount(account);
  if (openShards + shardCount > shardQuota) {
    throw limitExceeded(
      `This request would exceed the shard limit for the account ${scope.accountId} in ${scope.region}. ` +
        `Current shard count for the account: ${openShards}. Limit: ${shardQuota}. Number of additional shards that ` +
        `would have resulted from this request: ${shardCount}. Refer to SHARDWELL_SHARD_QUOTA to raise the limit.`,
    );
  }
  if (mode === 'ON_DEMAND') checkOnDemandQuota(account, scope);
  const creating = [...account.streams.values()].filter(({ status }) => status === 'CREATING').length;
  if (creating >= LIMITS.streamsCreating) {
    throw limitExceeded(
      `${creating} streams of the account ${scope.accountId} in ${scope.region} are CREATING. Limit: ` +
        `${LIMITS.streamsCreating}. Try again when one of them is ACTIVE.`,
    );
  }
}

/** What ends CREATING, once all shard logs are open; nothing where the stream is not CREATING any more. */
export function decideActivation(
  account: Account,
  streamId: StreamId,
  nowMs: number,
): readonly StreamEvent[] {
  const isCreating = account.streams.get(streamId)?.status === 'CREATING';
  return isCreating ? [{ type: 'StreamActivated', streamId, atMs: nowMs }] : [];
}
