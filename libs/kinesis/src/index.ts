export { accessDenied, decideAccess, type AccessDecision } from './access-policy.js';
export {
  evolveAccount,
  NO_STREAMS,
  openShardCount,
  streamNamed,
  streamsByName,
  type Account,
  type AccountEvent,
} from './account.js';
export {
  commitmentAt,
  decideAccountSettings,
  isCommitted,
  type AccountSettings,
  type AccountSettingsChanged,
  type ThroughputCommitment,
} from './account-settings.js';
export {
  dataKeyNumberOf,
  decryptBody,
  encryptBody,
  NONCE_BYTES,
  UnwrappedDataKey,
  type BatchPlace,
} from './batch-encryption.js';
export {
  consumerArnOf,
  isOfArn,
  parseConsumerArn,
  type ConsumerArn,
  type NamedConsumer,
} from './consumer-arn.js';
export {
  consumerNotFound,
  resolveConsumer,
  type ConsumerOfStream,
  type ConsumerReference,
} from './consumer-reference.js';
export { decideDeregisterConsumer } from './deregister-consumer.js';
export { decideRegisterConsumer, type RegisterConsumer } from './register-consumer.js';
export {
  decideDeleteResourcePolicy,
  decidePutResourcePolicy,
  NO_RESOURCE_POLICY,
  resourcePolicyOf,
} from './resource-policy.js';
export { resolveResource, type NamedResource, type ResourceReference } from './resource-reference.js';
export { decideTagResource, decideUntagResource, tagsOf, type ResourceDecision } from './resource-tags.js';
export {
  decideActivation,
  decideCreateStream,
  type CreateStream,
  type CreateStreamContext,
} from './create-stream.js';
export { decideDeleteStream, decideDeletionFinished, type DeleteStream } from './delete-stream.js';
export type { Durability } from './durability.js';
export {
  invalidArgument,
  KINESIS_ERROR_CODES,
  KinesisError,
  kinesisErrorOf,
  limitExceeded,
  resourceInUse,
  resourceNotFound,
  type KinesisErrorCode,
} from './errors.js';
export {
  decideMonitoring,
  disabledMonitoring,
  enabledMonitoring,
  type MonitoringChange,
  type NamedMetric,
} from './enhanced-monitoring.js';
export {
  hashKeyToWords,
  hashPartitionKeyInto,
  LAST_HASH_KEY,
  parseExplicitHashKey,
  type HashKey,
  type HashKeyWords,
} from './hash-key.js';
export { equalRanges, type HashKeyRange } from './hash-key-range.js';
export { LIMITS } from './limits.js';
export {
  after,
  comparePositions,
  entryIdOf,
  FIRST_EPOCH,
  LAST_EPOCH,
  LAST_INDEX,
  LAST_SECOND,
  LOG_START,
  positionOf,
  SEALED_ENTRY_ID,
  type EntryId,
  type LogPosition,
} from './log-position.js';
export { onDemandStreamCount } from './on-demand-mode.js';
export { openPageToken, sealPageToken, type PageToken } from './page-token.js';
export type { AccessConditions } from './policy-condition.js';
export { parsePolicyDocument, parsePolicyText, PolicyError, type PolicyDocument } from './policy-document.js';
export { repeatedJsonName } from './repeated-json-name.js';
export { ANYONE, rootPrincipal, userPrincipal, type Principal } from './principal.js';
export type { RationedChange, RationedChangeMade } from './rationed-change.js';
export { decideRecordDistribution } from './record-distribution.js';
export { decideMaxRecordSize } from './record-size.js';
export {
  decideDecreaseRetention,
  decideIncreaseRetention,
  isExpired,
  trimHorizonMs,
} from './retention-period.js';
export type { TokenSeal } from './sealed-token.js';
export { decideSequenceNumberForOrdering, type OrderingContext } from './sequence-number-for-ordering.js';
export {
  endingSequenceNumber,
  parseSequenceNumber,
  sequenceNumberOf,
  startingSequenceNumber,
  type SequenceNumber,
  type SequenceNumberFields,
  type ShardOfNumber,
} from './sequence-number.js';
export { SequenceNumberRun, sequenceNumbersFrom } from './sequence-number-run.js';
export { shardIdOf, type Shard, type ShardId, type ShardRef } from './shard.js';
export {
  DEFAULT_SHARD_FILTER,
  listShards,
  parseShardFilter,
  type ListShardsQuery,
  type ShardFilter,
  type ShardFilterRequest,
  type ShardPage,
} from './shard-filter.js';
export { openShardIterator, sealShardIterator, type ShardIterator } from './shard-iterator.js';
export { ancestorsOf, childrenOf } from './shard-lineage.js';
export { ShardMap } from './shard-map.js';
export {
  checkSubscriptionCall,
  decideShardSubscription,
  subscriptionInUse,
  type SubscriptionCall,
  type SubscriptionCalls,
} from './shard-subscription.js';
export {
  decideStartingPosition,
  type StartingPlace,
  type StartingPosition,
  type StartingPositionContext,
  type StartingPositionRequest,
  type StartingPositionType,
} from './starting-position.js';
export {
  openShards,
  type Stream,
  type StreamActivated,
  type StreamCreated,
  type StreamDeleted,
  type StreamDeletionStarted,
  type StreamEvent,
  type StreamName,
  type StreamStatus,
} from './stream.js';
export type { StreamConsumer, StreamConsumerEvent, StreamConsumerStatus } from './stream-consumer.js';
export {
  SHARD_LEVEL_METRICS,
  type DataKey,
  type RecordDistributionStrategy,
  type ShardLevelMetric,
  type StreamEncryption,
  type StreamMode,
  type StreamSettings,
  type StreamSettingsEvent,
  type WarmThroughput,
} from './stream-settings.js';
export {
  checkActive,
  decideDueTransitions,
  isInTransition,
  notActive,
  transitionLeftMs,
  type TransitionTime,
} from './stream-transition.js';
export type { StreamDecisionContext } from './stream-decision-context.js';
export {
  checkEncryptionStart,
  checkEncryptionType,
  decideEncryptionStart,
  decideEncryptionStop,
  DEFAULT_KEY_ID,
} from './stream-encryption.js';
export { decideStreamMode, type UpdateStreamMode } from './stream-mode.js';
export { parseStreamArn, streamArnOf, type AccountScope, type StreamArn } from './stream-arn.js';
export { newStreamId, type StreamId } from './stream-id.js';
export { resolveShard, resolveStream, streamNotFound, type StreamReference } from './stream-reference.js';
export { tagsByKey, type Tags } from './tags.js';
export {
  areReadTanksFull,
  areWriteTanksFull,
  chargedRead,
  decidePace,
  decideRead,
  decideWrite,
  fullReadTanks,
  fullTank,
  fullWriteTanks,
  refilledReadTanks,
  refilledWriteTanks,
  SHARD_LIMITS,
  type Pace,
  type ReadTanks,
  type Tank,
  type ThroughputLimit,
  type WriteDemand,
  type WriteTanks,
} from './throughput-limit.js';
export { unreachable } from './unreachable.js';
export { decideWarmThroughput } from './warm-throughput.js';
