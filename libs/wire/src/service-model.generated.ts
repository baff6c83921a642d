// Made by libs/wire/generate-service-model.mjs: do not edit. See libs/wire/LICENSE-service-model.
import type { ServiceModel } from './service-model.js';

/** The operations of the Kinesis API, and the shapes of what they take and answer. */
export const SERVICE_MODEL: ServiceModel = {
  targetPrefix: 'Kinesis_20131202',
  operations: {
    AddTagsToStream: { input: 'AddTagsToStreamInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    CreateChannel: { input: 'CreateChannelInput', output: 'CreateChannelOutput', errors: ['ValidationException', 'ResourceInUseException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'KMSDisabledException', 'KMSInvalidStateException', 'KMSAccessDeniedException', 'KMSNotFoundException', 'KMSOptInRequired', 'KMSThrottlingException', 'AccessDeniedException'] },
    CreateStream: { input: 'CreateStreamInput', errors: ['ResourceInUseException', 'LimitExceededException', 'InvalidArgumentException', 'ValidationException'] },
    DecreaseStreamRetentionPeriod: { input: 'DecreaseStreamRetentionPeriodInput', errors: ['ResourceInUseException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DeleteChannel: { input: 'DeleteChannelInput', errors: ['ValidationException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DeleteResourcePolicy: { input: 'DeleteResourcePolicyInput', errors: ['AccessDeniedException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'ResourceInUseException'] },
    DeleteStream: { input: 'DeleteStreamInput', errors: ['ResourceNotFoundException', 'LimitExceededException', 'ResourceInUseException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DeregisterStreamConsumer: { input: 'DeregisterStreamConsumerInput', errors: ['LimitExceededException', 'ResourceNotFoundException', 'InvalidArgumentException'] },
    DescribeAccountSettings: { input: 'DescribeAccountSettingsInput', output: 'DescribeAccountSettingsOutput', errors: ['LimitExceededException'] },
    DescribeChannel: { input: 'DescribeChannelInput', output: 'DescribeChannelOutput', errors: ['ValidationException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DescribeLimits: { input: 'DescribeLimitsInput', output: 'DescribeLimitsOutput', errors: ['LimitExceededException'] },
    DescribeStream: { input: 'DescribeStreamInput', output: 'DescribeStreamOutput', errors: ['ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DescribeStreamConsumer: { input: 'DescribeStreamConsumerInput', output: 'DescribeStreamConsumerOutput', errors: ['LimitExceededException', 'ResourceNotFoundException', 'InvalidArgumentException'] },
    DescribeStreamSummary: { input: 'DescribeStreamSummaryInput', output: 'DescribeStreamSummaryOutput', errors: ['ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    DisableEnhancedMonitoring: { input: 'DisableEnhancedMonitoringInput', output: 'EnhancedMonitoringOutput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'AccessDeniedException'] },
    EnableEnhancedMonitoring: { input: 'EnableEnhancedMonitoringInput', output: 'EnhancedMonitoringOutput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'AccessDeniedException'] },
    GetRecords: { input: 'GetRecordsInput', output: 'GetRecordsOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ProvisionedThroughputExceededException', 'ExpiredIteratorException', 'KMSDisabledException', 'KMSInvalidStateException', 'KMSAccessDeniedException', 'KMSNotFoundException', 'KMSOptInRequired', 'KMSThrottlingException', 'AccessDeniedException', 'InternalFailureException', 'DryRunOperationException'] },
    GetResourcePolicy: { input: 'GetResourcePolicyInput', output: 'GetResourcePolicyOutput', errors: ['AccessDeniedException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'ResourceInUseException'] },
    GetShardIterator: { input: 'GetShardIteratorInput', output: 'GetShardIteratorOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ProvisionedThroughputExceededException', 'AccessDeniedException', 'InternalFailureException', 'DryRunOperationException'] },
    IncreaseStreamRetentionPeriod: { input: 'IncreaseStreamRetentionPeriodInput', errors: ['ResourceInUseException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    ListChannels: { input: 'ListChannelsInput', output: 'ListChannelsOutput', errors: ['ValidationException', 'ExpiredNextTokenException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    ListShards: { input: 'ListShardsInput', output: 'ListShardsOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'LimitExceededException', 'ExpiredNextTokenException', 'ResourceInUseException', 'AccessDeniedException'] },
    ListStreamConsumers: { input: 'ListStreamConsumersInput', output: 'ListStreamConsumersOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'LimitExceededException', 'ExpiredNextTokenException', 'ResourceInUseException'] },
    ListStreams: { input: 'ListStreamsInput', output: 'ListStreamsOutput', errors: ['LimitExceededException', 'ExpiredNextTokenException', 'InvalidArgumentException'] },
    ListTagsForResource: { input: 'ListTagsForResourceInput', output: 'ListTagsForResourceOutput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    ListTagsForStream: { input: 'ListTagsForStreamInput', output: 'ListTagsForStreamOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    MergeShards: { input: 'MergeShardsInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'ValidationException', 'AccessDeniedException'] },
    PutRecord: { input: 'PutRecordInput', output: 'PutRecordOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ProvisionedThroughputExceededException', 'KMSDisabledException', 'KMSInvalidStateException', 'KMSAccessDeniedException', 'KMSNotFoundException', 'KMSOptInRequired', 'KMSThrottlingException', 'AccessDeniedException', 'InternalFailureException', 'DryRunOperationException'] },
    PutRecords: { input: 'PutRecordsInput', output: 'PutRecordsOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ProvisionedThroughputExceededException', 'KMSDisabledException', 'KMSInvalidStateException', 'KMSAccessDeniedException', 'KMSNotFoundException', 'KMSOptInRequired', 'KMSThrottlingException', 'AccessDeniedException', 'InternalFailureException', 'DryRunOperationException'] },
    PutResourcePolicy: { input: 'PutResourcePolicyInput', errors: ['AccessDeniedException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'ResourceInUseException'] },
    RegisterStreamConsumer: { input: 'RegisterStreamConsumerInput', output: 'RegisterStreamConsumerOutput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException'] },
    RemoveTagsFromStream: { input: 'RemoveTagsFromStreamInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    SplitShard: { input: 'SplitShardInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'ValidationException', 'AccessDeniedException'] },
    StartStreamEncryption: { input: 'StartStreamEncryptionInput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'KMSDisabledException', 'KMSInvalidStateException', 'KMSAccessDeniedException', 'KMSNotFoundException', 'KMSOptInRequired', 'KMSThrottlingException', 'AccessDeniedException'] },
    StopStreamEncryption: { input: 'StopStreamEncryptionInput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'AccessDeniedException'] },
    SubscribeToShard: { input: 'SubscribeToShardInput', output: 'SubscribeToShardOutput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ResourceInUseException', 'LimitExceededException', 'AccessDeniedException', 'DryRunOperationException'] },
    TagResource: { input: 'TagResourceInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    UntagResource: { input: 'UntagResourceInput', errors: ['ResourceNotFoundException', 'ResourceInUseException', 'InvalidArgumentException', 'LimitExceededException', 'AccessDeniedException'] },
    UpdateAccountSettings: { input: 'UpdateAccountSettingsInput', output: 'UpdateAccountSettingsOutput', errors: ['InvalidArgumentException', 'ValidationException', 'LimitExceededException'] },
    UpdateChannel: { input: 'UpdateChannelInput', output: 'UpdateChannelOutput', errors: ['ValidationException', 'ResourceInUseException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException'] },
    UpdateMaxRecordSize: { input: 'UpdateMaxRecordSizeInput', errors: ['ResourceInUseException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'AccessDeniedException', 'ValidationException'] },
    UpdateShardCount: { input: 'UpdateShardCountInput', output: 'UpdateShardCountOutput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'ValidationException', 'AccessDeniedException'] },
    UpdateStreamMode: { input: 'UpdateStreamModeInput', errors: ['InvalidArgumentException', 'LimitExceededException', 'ResourceInUseException', 'ResourceNotFoundException', 'ValidationException'] },
    UpdateStreamRecordDistributionStrategy: { input: 'UpdateStreamRecordDistributionStrategyInput', errors: ['ResourceNotFoundException', 'InvalidArgumentException', 'ResourceInUseException', 'LimitExceededException', 'AccessDeniedException', 'ValidationException'] },
    UpdateStreamWarmThroughput: { input: 'UpdateStreamWarmThroughputInput', output: 'UpdateStreamWarmThroughputOutput', errors: ['AccessDeniedException', 'ResourceNotFoundException', 'LimitExceededException', 'InvalidArgumentException', 'ResourceInUseException', 'ValidationException'] },
  },
  shapes: {
    AddTagsToStreamInput: { type: 'structure', required: ['Tags'], members: { StreamName: 'StreamName', Tags: 'TagMap', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    BooleanObject: { type: 'boolean' },
    BucketARN: { type: 'string', min: 1, max: 2048, pattern: 'arn:aws[-a-z0-9]*:s3:::[a-z0-9._-]{3,63}' },
    ChannelARN: { type: 'string', min: 1, max: 2048, pattern: 'arn:aws.*:kinesis:.*:\\d{12}:channel/\\S+' },
    ChannelCountObject: { type: 'integer', min: 0, max: 1000000 },
    ChannelDescription: { type: 'structure', required: ['ChannelName', 'ChannelARN', 'ChannelId', 'ChannelStatus', 'ChannelCreationTimestamp', 'ServiceExecutionRoleARN', 'StreamConfigurationList', 'LoggingConfiguration'], members: { ChannelName: 'ChannelName', ChannelARN: 'ChannelARN', ChannelId: 'ChannelId', ChannelStatus: 'ChannelStatus', ChannelStatusReason: 'ChannelStatusReason', ChannelCreationTimestamp: 'Timestamp', ServiceExecutionRoleARN: 'RoleARN', StreamConfigurationList: 'ChannelStreamDescriptionList', S3DestinationConfiguration: 'S3DestinationDescription', S3TablesDestinationConfiguration: 'S3TablesDestinationDescription', EncryptionConfiguration: 'ChannelEncryptionConfiguration', LoggingConfiguration: 'ChannelLoggingConfiguration' } },
    ChannelDestinationType: { type: 'string', enum: ['S3', 'S3_TABLES'] },
    ChannelEncryptionConfiguration: { type: 'structure', required: ['EncryptionType', 'KeyId'], members: { EncryptionType: 'ChannelEncryptionType', KeyId: 'KeyId' } },
    ChannelEncryptionType: { type: 'string', enum: ['KMS'] },
    ChannelId: { type: 'string', min: 1, max: 64 },
    ChannelLoggingConfiguration: { type: 'structure', required: ['CloudWatchLogs'], members: { CloudWatchLogs: 'CloudWatchLogs' } },
    ChannelLoggingUpdateInput: { type: 'structure', required: ['CloudWatchLogs'], members: { CloudWatchLogs: 'CloudWatchLogsUpdateInput' } },
    ChannelName: { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' },
    ChannelStatus: { type: 'string', enum: ['CREATING', 'ACTIVE', 'UPDATING', 'DELETING', 'FAILED'] },
    ChannelStatusReason: { type: 'string', min: 1, max: 2048 },
    ChannelStreamConfiguration: { type: 'structure', required: ['StreamARN', 'RecordConfiguration'], members: { StreamARN: 'StreamARN', RecordConfiguration: 'RecordConfiguration' } },
    ChannelStreamConfigurationList: { type: 'list', member: 'ChannelStreamConfiguration', min: 1, max: 10000 },
    ChannelStreamDescription: { type: 'structure', required: ['StreamARN', 'StreamCreationTimestamp', 'RecordConfiguration'], members: { StreamARN: 'StreamARN', StreamCreationTimestamp: 'Timestamp', RecordConfiguration: 'RecordConfiguration' } },
    ChannelStreamDescriptionList: { type: 'list', member: 'ChannelStreamDescription', min: 1, max: 10000 },
    ChannelStreamIdentifier: { type: 'structure', required: ['StreamARN', 'StreamCreationTimestamp'], members: { StreamARN: 'StreamARN', StreamCreationTimestamp: 'Timestamp' } },
    ChannelStreamIdentifierList: { type: 'list', member: 'ChannelStreamIdentifier', min: 1, max: 10000 },
    ChannelSummary: { type: 'structure', required: ['ChannelName', 'ChannelARN', 'ChannelId', 'ChannelStatus', 'ChannelCreationTimestamp', 'ChannelDestinationType', 'Streams'], members: { ChannelName: 'ChannelName', ChannelARN: 'ChannelARN', ChannelId: 'ChannelId', ChannelStatus: 'ChannelStatus', ChannelStatusReason: 'ChannelStatusReason', ChannelCreationTimestamp: 'Timestamp', ChannelDestinationType: 'ChannelDestinationType', Streams: 'ChannelStreamIdentifierList' } },
    ChannelSummaryList: { type: 'list', member: 'ChannelSummary' },
    ChildShard: { type: 'structure', required: ['ShardId', 'ParentShards', 'HashKeyRange'], members: { ShardId: 'ShardId', ParentShards: 'ShardIdList', HashKeyRange: 'HashKeyRange' } },
    ChildShardList: { type: 'list', member: 'ChildShard' },
    CloudWatchLogGroupName: { type: 'string', min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' },
    CloudWatchLogStreamName: { type: 'string', min: 1, max: 512, pattern: '[^:*]*' },
    CloudWatchLogs: { type: 'structure', required: ['Enabled'], members: { Enabled: 'BooleanObject', LogGroupName: 'CloudWatchLogGroupName', LogStreamName: 'CloudWatchLogStreamName' } },
    CloudWatchLogsUpdateInput: { type: 'structure', required: ['Enabled'], members: { Enabled: 'BooleanObject', LogGroupName: 'CloudWatchLogGroupName', LogStreamName: 'CloudWatchLogStreamName' } },
    Consumer: { type: 'structure', required: ['ConsumerName', 'ConsumerARN', 'ConsumerStatus', 'ConsumerCreationTimestamp'], members: { ConsumerName: 'ConsumerName', ConsumerARN: 'ConsumerARN', ConsumerStatus: 'ConsumerStatus', ConsumerCreationTimestamp: 'Timestamp' } },
    ConsumerARN: { type: 'string', min: 1, max: 2048, pattern: '^(arn):aws.*:kinesis:.*:\\d{12}:.*stream\\/[a-zA-Z0-9_.-]+\\/consumer\\/[a-zA-Z0-9_.-]+:[0-9]+' },
    ConsumerCountObject: { type: 'integer', min: 0, max: 1000000 },
    ConsumerDescription: { type: 'structure', required: ['ConsumerName', 'ConsumerARN', 'ConsumerStatus', 'ConsumerCreationTimestamp', 'StreamARN'], members: { ConsumerName: 'ConsumerName', ConsumerARN: 'ConsumerARN', ConsumerStatus: 'ConsumerStatus', ConsumerCreationTimestamp: 'Timestamp', StreamARN: 'StreamARN' } },
    ConsumerList: { type: 'list', member: 'Consumer' },
    ConsumerName: { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' },
    ConsumerStatus: { type: 'string', enum: ['CREATING', 'DELETING', 'ACTIVE'] },
    CreateChannelInput: { type: 'structure', required: ['ChannelName', 'ServiceExecutionRoleARN', 'StreamConfigurationList'], members: { ChannelName: 'ChannelName', ServiceExecutionRoleARN: 'RoleARN', StreamConfigurationList: 'ChannelStreamConfigurationList', S3DestinationConfiguration: 'S3DestinationConfiguration', S3TablesDestinationConfiguration: 'S3TablesDestinationConfiguration', EncryptionConfiguration: 'ChannelEncryptionConfiguration', Tags: 'TagMap', LoggingConfiguration: 'ChannelLoggingConfiguration' } },
    CreateChannelOutput: { type: 'structure', required: ['ChannelDescription'], members: { ChannelDescription: 'ChannelDescription' } },
    CreateStreamInput: { type: 'structure', required: ['StreamName'], members: { StreamName: 'StreamName', ShardCount: 'PositiveIntegerObject', StreamModeDetails: 'StreamModeDetails', Tags: 'TagMap', WarmThroughputMiBps: 'NaturalIntegerObject', MaxRecordSizeInKiB: 'MaxRecordSizeInKiB', RecordDistributionStrategy: 'RecordDistributionStrategy' } },
    Data: { type: 'blob', min: 0, max: 10485760 },
    DataFreshnessInSeconds: { type: 'integer' },
    DeadLetterQueueS3Configuration: { type: 'structure', required: ['BucketARN', 'ExpectedBucketOwner'], members: { BucketARN: 'BucketARN', ExpectedBucketOwner: 'ExpectedBucketOwner', ErrorOutputPrefix: 'S3ErrorOutputPrefix' } },
    DecreaseStreamRetentionPeriodInput: { type: 'structure', required: ['RetentionPeriodHours'], members: { StreamName: 'StreamName', RetentionPeriodHours: 'RetentionPeriodHours', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    DeleteChannelInput: { type: 'structure', required: ['ChannelARN'], members: { ChannelARN: 'ChannelARN' } },
    DeleteResourcePolicyInput: { type: 'structure', required: ['ResourceARN'], members: { ResourceARN: 'ResourceARN', StreamId: 'StreamId' } },
    DeleteStreamInput: { type: 'structure', members: { StreamName: 'StreamName', EnforceConsumerDeletion: 'BooleanObject', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    DeregisterStreamConsumerInput: { type: 'structure', members: { StreamARN: 'StreamARN', ConsumerName: 'ConsumerName', ConsumerARN: 'ConsumerARN', StreamId: 'StreamId' } },
    DescribeAccountSettingsInput: { type: 'structure', members: {} },
    DescribeAccountSettingsOutput: { type: 'structure', members: { MinimumThroughputBillingCommitment: 'MinimumThroughputBillingCommitmentOutput' } },
    DescribeChannelInput: { type: 'structure', required: ['ChannelARN'], members: { ChannelARN: 'ChannelARN' } },
    DescribeChannelOutput: { type: 'structure', required: ['ChannelDescription'], members: { ChannelDescription: 'ChannelDescription' } },
    DescribeLimitsInput: { type: 'structure', members: {} },
    DescribeLimitsOutput: { type: 'structure', required: ['ShardLimit', 'OpenShardCount', 'OnDemandStreamCount', 'OnDemandStreamCountLimit'], members: { ShardLimit: 'ShardCountObject', OpenShardCount: 'ShardCountObject', OnDemandStreamCount: 'OnDemandStreamCountObject', OnDemandStreamCountLimit: 'OnDemandStreamCountLimitObject', ChannelCount: 'ChannelCountObject', ChannelCountLimit: 'ChannelCountObject' } },
    DescribeStreamConsumerInput: { type: 'structure', members: { StreamARN: 'StreamARN', ConsumerName: 'ConsumerName', ConsumerARN: 'ConsumerARN', StreamId: 'StreamId' } },
    DescribeStreamConsumerOutput: { type: 'structure', required: ['ConsumerDescription'], members: { ConsumerDescription: 'ConsumerDescription' } },
    DescribeStreamInput: { type: 'structure', members: { StreamName: 'StreamName', Limit: 'DescribeStreamInputLimit', ExclusiveStartShardId: 'ShardId', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    DescribeStreamInputLimit: { type: 'integer', min: 1, max: 10000 },
    DescribeStreamOutput: { type: 'structure', required: ['StreamDescription'], members: { StreamDescription: 'StreamDescription' } },
    DescribeStreamSummaryInput: { type: 'structure', members: { StreamName: 'StreamName', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    DescribeStreamSummaryOutput: { type: 'structure', required: ['StreamDescriptionSummary'], members: { StreamDescriptionSummary: 'StreamDescriptionSummary' } },
    DisableEnhancedMonitoringInput: { type: 'structure', required: ['ShardLevelMetrics'], members: { StreamName: 'StreamName', ShardLevelMetrics: 'MetricsNameList', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    EnableEnhancedMonitoringInput: { type: 'structure', required: ['ShardLevelMetrics'], members: { StreamName: 'StreamName', ShardLevelMetrics: 'MetricsNameList', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    EncryptionType: { type: 'string', enum: ['NONE', 'KMS'] },
    EnhancedMetrics: { type: 'structure', members: { ShardLevelMetrics: 'MetricsNameList' } },
    EnhancedMonitoringList: { type: 'list', member: 'EnhancedMetrics' },
    EnhancedMonitoringOutput: { type: 'structure', members: { StreamName: 'StreamName', CurrentShardLevelMetrics: 'MetricsNameList', DesiredShardLevelMetrics: 'MetricsNameList', StreamARN: 'StreamARN' } },
    ErrorCode: { type: 'string' },
    ErrorMessage: { type: 'string' },
    ExpectedBucketOwner: { type: 'string', min: 12, max: 12, pattern: '\\d{12}' },
    GSRSchemaARN: { type: 'string', min: 1, max: 512, pattern: 'arn:aws[-a-z0-9]*:glue:[-a-z0-9]+:\\d{12}:schema/[-a-zA-Z0-9_$#.]+/[-a-zA-Z0-9_$#.]+' },
    GetRecordsInput: { type: 'structure', required: ['ShardIterator'], members: { ShardIterator: 'ShardIterator', Limit: 'GetRecordsInputLimit', StreamARN: 'StreamARN', StreamId: 'StreamId', DryRun: 'BooleanObject' } },
    GetRecordsInputLimit: { type: 'integer', min: 1, max: 10000 },
    GetRecordsOutput: { type: 'structure', required: ['Records'], members: { Records: 'RecordList', NextShardIterator: 'ShardIterator', MillisBehindLatest: 'MillisBehindLatest', ChildShards: 'ChildShardList' } },
    GetResourcePolicyInput: { type: 'structure', required: ['ResourceARN'], members: { ResourceARN: 'ResourceARN', StreamId: 'StreamId' } },
    GetResourcePolicyOutput: { type: 'structure', required: ['Policy'], members: { Policy: 'Policy' } },
    GetShardIteratorInput: { type: 'structure', required: ['ShardId', 'ShardIteratorType'], members: { StreamName: 'StreamName', ShardId: 'ShardId', ShardIteratorType: 'ShardIteratorType', StartingSequenceNumber: 'SequenceNumber', Timestamp: 'Timestamp', StreamARN: 'StreamARN', StreamId: 'StreamId', DryRun: 'BooleanObject' } },
    GetShardIteratorOutput: { type: 'structure', members: { ShardIterator: 'ShardIterator' } },
    HashKey: { type: 'string', pattern: '^(0|([1-9]\\d{0,38}))$' },
    HashKeyRange: { type: 'structure', required: ['StartingHashKey', 'EndingHashKey'], members: { StartingHashKey: 'HashKey', EndingHashKey: 'HashKey' } },
    IncreaseStreamRetentionPeriodInput: { type: 'structure', required: ['RetentionPeriodHours'], members: { StreamName: 'StreamName', RetentionPeriodHours: 'RetentionPeriodHours', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    KeyId: { type: 'string', min: 1, max: 2048 },
    ListChannelsInput: { type: 'structure', members: { StreamFilter: 'StreamFilterList', MaxResults: 'ListChannelsInputLimit', NextToken: 'NextToken' } },
    ListChannelsInputLimit: { type: 'integer', min: 1, max: 10000 },
    ListChannelsOutput: { type: 'structure', required: ['ChannelSummaries'], members: { ChannelSummaries: 'ChannelSummaryList', NextToken: 'NextToken' } },
    ListShardsInput: { type: 'structure', members: { StreamName: 'StreamName', NextToken: 'NextToken', ExclusiveStartShardId: 'ShardId', MaxResults: 'ListShardsInputLimit', StreamCreationTimestamp: 'Timestamp', ShardFilter: 'ShardFilter', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    ListShardsInputLimit: { type: 'integer', min: 1, max: 10000 },
    ListShardsOutput: { type: 'structure', members: { Shards: 'ShardList', NextToken: 'NextToken' } },
    ListStreamConsumersInput: { type: 'structure', required: ['StreamARN'], members: { StreamARN: 'StreamARN', NextToken: 'NextToken', MaxResults: 'ListStreamConsumersInputLimit', StreamCreationTimestamp: 'Timestamp', StreamId: 'StreamId' } },
    ListStreamConsumersInputLimit: { type: 'integer', min: 1, max: 10000 },
    ListStreamConsumersOutput: { type: 'structure', members: { Consumers: 'ConsumerList', NextToken: 'NextToken' } },
    ListStreamsInput: { type: 'structure', members: { Limit: 'ListStreamsInputLimit', ExclusiveStartStreamName: 'StreamName', NextToken: 'NextToken' } },
    ListStreamsInputLimit: { type: 'integer', min: 1, max: 10000 },
    ListStreamsOutput: { type: 'structure', required: ['StreamNames', 'HasMoreStreams'], members: { StreamNames: 'StreamNameList', HasMoreStreams: 'BooleanObject', NextToken: 'NextToken', StreamSummaries: 'StreamSummaryList' } },
    ListTagsForResourceInput: { type: 'structure', required: ['ResourceARN'], members: { ResourceARN: 'ResourceARN', StreamId: 'StreamId' } },
    ListTagsForResourceOutput: { type: 'structure', members: { Tags: 'TagList' } },
    ListTagsForStreamInput: { type: 'structure', members: { StreamName: 'StreamName', ExclusiveStartTagKey: 'TagKey', Limit: 'ListTagsForStreamInputLimit', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    ListTagsForStreamInputLimit: { type: 'integer', min: 1, max: 50 },
    ListTagsForStreamOutput: { type: 'structure', required: ['Tags', 'HasMoreTags'], members: { Tags: 'TagList', HasMoreTags: 'BooleanObject' } },
    MaxRecordSizeInKiB: { type: 'integer', min: 1024, max: 10240 },
    MergeShardsInput: { type: 'structure', required: ['ShardToMerge', 'AdjacentShardToMerge'], members: { StreamName: 'StreamName', ShardToMerge: 'ShardId', AdjacentShardToMerge: 'ShardId', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    MetricsName: { type: 'string', enum: ['IncomingBytes', 'IncomingRecords', 'OutgoingBytes', 'OutgoingRecords', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded', 'IteratorAgeMilliseconds', 'ALL'] },
    MetricsNameList: { type: 'list', member: 'MetricsName', min: 1, max: 7 },
    MillisBehindLatest: { type: 'long', min: 0 },
    MinimumThroughputBillingCommitmentInput: { type: 'structure', required: ['Status'], members: { Status: 'MinimumThroughputBillingCommitmentInputStatus' } },
    MinimumThroughputBillingCommitmentInputStatus: { type: 'string', enum: ['ENABLED', 'DISABLED'] },
    MinimumThroughputBillingCommitmentOutput: { type: 'structure', required: ['Status'], members: { Status: 'MinimumThroughputBillingCommitmentOutputStatus', StartedAt: 'Timestamp', EndedAt: 'Timestamp', EarliestAllowedEndAt: 'Timestamp' } },
    MinimumThroughputBillingCommitmentOutputStatus: { type: 'string', enum: ['ENABLED', 'DISABLED', 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'] },
    NaturalIntegerObject: { type: 'integer', min: 0 },
    NextToken: { type: 'string', min: 1, max: 1048576 },
    OnDemandStreamCountLimitObject: { type: 'integer', min: 0, max: 1000000 },
    OnDemandStreamCountObject: { type: 'integer', min: 0, max: 1000000 },
    PartitionField: { type: 'structure', required: ['Transform', 'SourceName'], members: { Transform: 'PartitionTransform', SourceName: 'PartitionSourceName' } },
    PartitionFieldList: { type: 'list', member: 'PartitionField', min: 1, max: 10 },
    PartitionKey: { type: 'string', min: 1, max: 256 },
    PartitionSourceName: { type: 'string', min: 1, max: 255, pattern: '[a-zA-Z0-9\\.\\_]+' },
    PartitionSpec: { type: 'structure', required: ['PartitionFields'], members: { PartitionFields: 'PartitionFieldList' } },
    PartitionTransform: { type: 'string', enum: ['TIME_HOUR'] },
    Policy: { type: 'string' },
    PositiveIntegerObject: { type: 'integer', min: 1 },
    PutRecordInput: { type: 'structure', required: ['Data'], members: { StreamName: 'StreamName', Data: 'Data', PartitionKey: 'PartitionKey', ExplicitHashKey: 'HashKey', SequenceNumberForOrdering: 'SequenceNumber', StreamARN: 'StreamARN', StreamId: 'StreamId', DryRun: 'BooleanObject' } },
    PutRecordOutput: { type: 'structure', required: ['ShardId', 'SequenceNumber'], members: { ShardId: 'ShardId', SequenceNumber: 'SequenceNumber', EncryptionType: 'EncryptionType' } },
    PutRecordsInput: { type: 'structure', required: ['Records'], members: { Records: 'PutRecordsRequestEntryList', StreamName: 'StreamName', StreamARN: 'StreamARN', StreamId: 'StreamId', DryRun: 'BooleanObject' } },
    PutRecordsOutput: { type: 'structure', required: ['Records'], members: { FailedRecordCount: 'PositiveIntegerObject', Records: 'PutRecordsResultEntryList', EncryptionType: 'EncryptionType' } },
    PutRecordsRequestEntry: { type: 'structure', required: ['Data'], members: { Data: 'Data', ExplicitHashKey: 'HashKey', PartitionKey: 'PartitionKey' } },
    PutRecordsRequestEntryList: { type: 'list', member: 'PutRecordsRequestEntry', min: 1, max: 500 },
    PutRecordsResultEntry: { type: 'structure', members: { SequenceNumber: 'SequenceNumber', ShardId: 'ShardId', ErrorCode: 'ErrorCode', ErrorMessage: 'ErrorMessage' } },
    PutRecordsResultEntryList: { type: 'list', member: 'PutRecordsResultEntry', min: 1, max: 500 },
    PutResourcePolicyInput: { type: 'structure', required: ['ResourceARN', 'Policy'], members: { ResourceARN: 'ResourceARN', StreamId: 'StreamId', Policy: 'Policy' } },
    Record: { type: 'structure', required: ['SequenceNumber', 'Data'], members: { SequenceNumber: 'SequenceNumber', ApproximateArrivalTimestamp: 'Timestamp', Data: 'Data', PartitionKey: 'PartitionKey', EncryptionType: 'EncryptionType' } },
    RecordConfiguration: { type: 'structure', required: ['RecordFormatType'], members: { RecordFormatType: 'RecordFormatType', GSRSchemaARN: 'GSRSchemaARN' } },
    RecordDistributionStrategy: { type: 'string', enum: ['AUTO', 'USER_PARTITION_KEY'] },
    RecordFormatType: { type: 'string', enum: ['GSR_JSON', 'JSON', 'STRING', 'BYTE_ARRAY'] },
    RecordList: { type: 'list', member: 'Record' },
    RegisterStreamConsumerInput: { type: 'structure', required: ['StreamARN', 'ConsumerName'], members: { StreamARN: 'StreamARN', ConsumerName: 'ConsumerName', StreamId: 'StreamId', Tags: 'TagMap' } },
    RegisterStreamConsumerOutput: { type: 'structure', required: ['Consumer'], members: { Consumer: 'Consumer' } },
    RemoveTagsFromStreamInput: { type: 'structure', required: ['TagKeys'], members: { StreamName: 'StreamName', TagKeys: 'TagKeyList', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    ResourceARN: { type: 'string', min: 1, max: 2048, pattern: 'arn:aws.*:kinesis:.*:\\d{12}:.*(stream|channel)/\\S+' },
    RetentionPeriodHours: { type: 'integer' },
    RoleARN: { type: 'string', min: 1, max: 512, pattern: 'arn:aws[-a-z0-9]*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+' },
    S3CompressionType: { type: 'string', enum: ['NONE', 'GZIP', 'ZSTD'] },
    S3DestinationConfiguration: { type: 'structure', required: ['StorageConfiguration'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds', DeadLetterQueueS3Configuration: 'DeadLetterQueueS3Configuration', StorageConfiguration: 'S3StorageConfiguration' } },
    S3DestinationDescription: { type: 'structure', required: ['DataFreshnessInSeconds', 'DeadLetterQueueS3Configuration', 'StorageConfiguration'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds', DeadLetterQueueS3Configuration: 'DeadLetterQueueS3Configuration', StorageConfiguration: 'S3StorageConfiguration' } },
    S3DestinationUpdateInput: { type: 'structure', required: ['DataFreshnessInSeconds'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds' } },
    S3ErrorOutputPrefix: { type: 'string', min: 1, max: 512, pattern: '[0-9A-Za-z!\\-_\'.*()\\/]+' },
    S3OutputKeyTemplate: { type: 'string', min: 1, max: 1024, pattern: '[0-9A-Za-z!\\-_\'.*()\\/=:{}]+' },
    S3StorageClass: { type: 'string', enum: ['STANDARD', 'INTELLIGENT_TIERING', 'GLACIER_IR'] },
    S3StorageConfiguration: { type: 'structure', required: ['BucketARN', 'ExpectedBucketOwner', 'CompressionType'], members: { BucketARN: 'BucketARN', ExpectedBucketOwner: 'ExpectedBucketOwner', OutputKeyTemplate: 'S3OutputKeyTemplate', StorageClass: 'S3StorageClass', CompressionType: 'S3CompressionType' } },
    S3TablesCompressionType: { type: 'string', enum: ['NONE', 'ZSTD', 'SNAPPY'] },
    S3TablesConfiguration: { type: 'structure', required: ['TableBucketARN', 'Namespace', 'TableName', 'CompressionType'], members: { TableBucketARN: 'TableBucketARN', Namespace: 'S3TablesNamespace', TableName: 'S3TablesTableName', CompressionType: 'S3TablesCompressionType', PartitionSpec: 'PartitionSpec' } },
    S3TablesConfigurationList: { type: 'list', member: 'S3TablesConfiguration', min: 1, max: 10000 },
    S3TablesDestinationConfiguration: { type: 'structure', required: ['DeadLetterQueueS3Configuration', 'S3TablesConfigurationList'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds', DeadLetterQueueS3Configuration: 'DeadLetterQueueS3Configuration', S3TablesConfigurationList: 'S3TablesConfigurationList' } },
    S3TablesDestinationDescription: { type: 'structure', required: ['DataFreshnessInSeconds', 'DeadLetterQueueS3Configuration', 'S3TablesConfigurationList'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds', DeadLetterQueueS3Configuration: 'DeadLetterQueueS3Configuration', S3TablesConfigurationList: 'S3TablesConfigurationList' } },
    S3TablesDestinationUpdateInput: { type: 'structure', required: ['DataFreshnessInSeconds'], members: { DataFreshnessInSeconds: 'DataFreshnessInSeconds' } },
    S3TablesNamespace: { type: 'string', min: 1, max: 255, pattern: '[0-9a-z_]+' },
    S3TablesTableName: { type: 'string', min: 1, max: 255, pattern: '[0-9a-z_]+' },
    ScalingType: { type: 'string', enum: ['UNIFORM_SCALING'] },
    SequenceNumber: { type: 'string', pattern: '^(0|([1-9]\\d{0,128}))$' },
    SequenceNumberRange: { type: 'structure', required: ['StartingSequenceNumber'], members: { StartingSequenceNumber: 'SequenceNumber', EndingSequenceNumber: 'SequenceNumber' } },
    Shard: { type: 'structure', required: ['ShardId', 'HashKeyRange', 'SequenceNumberRange'], members: { ShardId: 'ShardId', ParentShardId: 'ShardId', AdjacentParentShardId: 'ShardId', HashKeyRange: 'HashKeyRange', SequenceNumberRange: 'SequenceNumberRange' } },
    ShardCountObject: { type: 'integer', min: 0, max: 1000000 },
    ShardFilter: { type: 'structure', required: ['Type'], members: { Type: 'ShardFilterType', ShardId: 'ShardId', Timestamp: 'Timestamp' } },
    ShardFilterType: { type: 'string', enum: ['AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP'] },
    ShardId: { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' },
    ShardIdList: { type: 'list', member: 'ShardId' },
    ShardIterator: { type: 'string', min: 1, max: 512 },
    ShardIteratorType: { type: 'string', enum: ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] },
    ShardList: { type: 'list', member: 'Shard' },
    SplitShardInput: { type: 'structure', required: ['ShardToSplit', 'NewStartingHashKey'], members: { StreamName: 'StreamName', ShardToSplit: 'ShardId', NewStartingHashKey: 'HashKey', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    StartStreamEncryptionInput: { type: 'structure', required: ['EncryptionType', 'KeyId'], members: { StreamName: 'StreamName', EncryptionType: 'EncryptionType', KeyId: 'KeyId', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    StartingPosition: { type: 'structure', required: ['Type'], members: { Type: 'ShardIteratorType', SequenceNumber: 'SequenceNumber', Timestamp: 'Timestamp' } },
    StopStreamEncryptionInput: { type: 'structure', required: ['EncryptionType', 'KeyId'], members: { StreamName: 'StreamName', EncryptionType: 'EncryptionType', KeyId: 'KeyId', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    StreamARN: { type: 'string', min: 1, max: 2048, pattern: 'arn:aws.*:kinesis:.*:\\d{12}:stream/\\S+' },
    StreamDescription: { type: 'structure', required: ['StreamName', 'StreamARN', 'StreamStatus', 'Shards', 'HasMoreShards', 'RetentionPeriodHours', 'StreamCreationTimestamp', 'EnhancedMonitoring'], members: { StreamName: 'StreamName', StreamARN: 'StreamARN', StreamStatus: 'StreamStatus', StreamModeDetails: 'StreamModeDetails', Shards: 'ShardList', HasMoreShards: 'BooleanObject', RetentionPeriodHours: 'RetentionPeriodHours', StreamCreationTimestamp: 'Timestamp', EnhancedMonitoring: 'EnhancedMonitoringList', EncryptionType: 'EncryptionType', KeyId: 'KeyId' } },
    StreamDescriptionSummary: { type: 'structure', required: ['StreamName', 'StreamARN', 'StreamStatus', 'RetentionPeriodHours', 'StreamCreationTimestamp', 'EnhancedMonitoring', 'OpenShardCount'], members: { StreamName: 'StreamName', StreamARN: 'StreamARN', StreamId: 'StreamId', StreamStatus: 'StreamStatus', StreamModeDetails: 'StreamModeDetails', RetentionPeriodHours: 'RetentionPeriodHours', StreamCreationTimestamp: 'Timestamp', EnhancedMonitoring: 'EnhancedMonitoringList', EncryptionType: 'EncryptionType', KeyId: 'KeyId', OpenShardCount: 'ShardCountObject', ConsumerCount: 'ConsumerCountObject', WarmThroughput: 'WarmThroughputObject', MaxRecordSizeInKiB: 'MaxRecordSizeInKiB', ChannelCount: 'ChannelCountObject', RecordDistributionStrategy: 'RecordDistributionStrategy' } },
    StreamFilter: { type: 'structure', required: ['StreamARN'], members: { StreamARN: 'StreamARN', StreamCreationTimestamp: 'Timestamp' } },
    StreamFilterList: { type: 'list', member: 'StreamFilter', min: 1, max: 10000 },
    StreamId: { type: 'string', min: 1, max: 24, pattern: '[a-z0-9]{20}-[a-z0-9]{3}' },
    StreamMode: { type: 'string', enum: ['PROVISIONED', 'ON_DEMAND'] },
    StreamModeDetails: { type: 'structure', required: ['StreamMode'], members: { StreamMode: 'StreamMode' } },
    StreamName: { type: 'string', min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' },
    StreamNameList: { type: 'list', member: 'StreamName' },
    StreamStatus: { type: 'string', enum: ['CREATING', 'DELETING', 'ACTIVE', 'UPDATING'] },
    StreamSummary: { type: 'structure', required: ['StreamName', 'StreamARN', 'StreamStatus'], members: { StreamName: 'StreamName', StreamARN: 'StreamARN', StreamStatus: 'StreamStatus', StreamModeDetails: 'StreamModeDetails', StreamCreationTimestamp: 'Timestamp' } },
    StreamSummaryList: { type: 'list', member: 'StreamSummary' },
    SubscribeToShardEvent: { type: 'structure', required: ['Records', 'ContinuationSequenceNumber', 'MillisBehindLatest'], members: { Records: 'RecordList', ContinuationSequenceNumber: 'SequenceNumber', MillisBehindLatest: 'MillisBehindLatest', ChildShards: 'ChildShardList' } },
    SubscribeToShardEventStream: { type: 'structure', required: ['SubscribeToShardEvent'], members: { SubscribeToShardEvent: 'SubscribeToShardEvent' } },
    SubscribeToShardInput: { type: 'structure', required: ['ConsumerARN', 'ShardId', 'StartingPosition'], members: { ConsumerARN: 'ConsumerARN', StreamId: 'StreamId', ShardId: 'ShardId', StartingPosition: 'StartingPosition', DryRun: 'BooleanObject' } },
    SubscribeToShardOutput: { type: 'structure', required: ['EventStream'], members: { EventStream: 'SubscribeToShardEventStream' } },
    TableBucketARN: { type: 'string', min: 1, max: 2048, pattern: 'arn:aws[-a-z0-9]*:s3tables:[-a-z0-9]+:\\d{12}:bucket/[a-z0-9_-]{3,63}' },
    Tag: { type: 'structure', required: ['Key'], members: { Key: 'TagKey', Value: 'TagValue' } },
    TagKey: { type: 'string', min: 1, max: 128 },
    TagKeyList: { type: 'list', member: 'TagKey', min: 1, max: 50 },
    TagList: { type: 'list', member: 'Tag', min: 0, max: 200 },
    TagMap: { type: 'map', key: 'TagKey', value: 'TagValue', min: 1, max: 200 },
    TagResourceInput: { type: 'structure', required: ['Tags', 'ResourceARN'], members: { Tags: 'TagMap', ResourceARN: 'ResourceARN', StreamId: 'StreamId' } },
    TagValue: { type: 'string', min: 0, max: 256 },
    Timestamp: { type: 'timestamp' },
    UntagResourceInput: { type: 'structure', required: ['TagKeys', 'ResourceARN'], members: { TagKeys: 'TagKeyList', ResourceARN: 'ResourceARN', StreamId: 'StreamId' } },
    UpdateAccountSettingsInput: { type: 'structure', required: ['MinimumThroughputBillingCommitment'], members: { MinimumThroughputBillingCommitment: 'MinimumThroughputBillingCommitmentInput' } },
    UpdateAccountSettingsOutput: { type: 'structure', members: { MinimumThroughputBillingCommitment: 'MinimumThroughputBillingCommitmentOutput' } },
    UpdateChannelInput: { type: 'structure', required: ['ChannelARN'], members: { ChannelARN: 'ChannelARN', S3DestinationConfiguration: 'S3DestinationUpdateInput', S3TablesDestinationConfiguration: 'S3TablesDestinationUpdateInput', LoggingConfiguration: 'ChannelLoggingUpdateInput' } },
    UpdateChannelOutput: { type: 'structure', required: ['ChannelDescription'], members: { ChannelDescription: 'ChannelDescription' } },
    UpdateMaxRecordSizeInput: { type: 'structure', required: ['MaxRecordSizeInKiB'], members: { StreamARN: 'StreamARN', StreamId: 'StreamId', MaxRecordSizeInKiB: 'MaxRecordSizeInKiB' } },
    UpdateShardCountInput: { type: 'structure', required: ['TargetShardCount', 'ScalingType'], members: { StreamName: 'StreamName', TargetShardCount: 'PositiveIntegerObject', ScalingType: 'ScalingType', StreamARN: 'StreamARN', StreamId: 'StreamId' } },
    UpdateShardCountOutput: { type: 'structure', members: { StreamName: 'StreamName', CurrentShardCount: 'PositiveIntegerObject', TargetShardCount: 'PositiveIntegerObject', StreamARN: 'StreamARN' } },
    UpdateStreamModeInput: { type: 'structure', required: ['StreamARN', 'StreamModeDetails'], members: { StreamARN: 'StreamARN', StreamId: 'StreamId', StreamModeDetails: 'StreamModeDetails', WarmThroughputMiBps: 'NaturalIntegerObject' } },
    UpdateStreamRecordDistributionStrategyInput: { type: 'structure', required: ['StreamARN', 'RecordDistributionStrategy'], members: { StreamARN: 'StreamARN', StreamId: 'StreamId', RecordDistributionStrategy: 'RecordDistributionStrategy' } },
    UpdateStreamWarmThroughputInput: { type: 'structure', required: ['WarmThroughputMiBps'], members: { StreamARN: 'StreamARN', StreamName: 'StreamName', StreamId: 'StreamId', WarmThroughputMiBps: 'NaturalIntegerObject' } },
    UpdateStreamWarmThroughputOutput: { type: 'structure', members: { StreamARN: 'StreamARN', StreamName: 'StreamName', WarmThroughput: 'WarmThroughputObject' } },
    WarmThroughputObject: { type: 'structure', members: { TargetMiBps: 'NaturalIntegerObject', CurrentMiBps: 'NaturalIntegerObject' } },
  },
};

/** Every operation of the model by its name. */
export type OperationName = 'AddTagsToStream' | 'CreateChannel' | 'CreateStream' | 'DecreaseStreamRetentionPeriod' | 'DeleteChannel' | 'DeleteResourcePolicy' | 'DeleteStream' | 'DeregisterStreamConsumer' | 'DescribeAccountSettings' | 'DescribeChannel' | 'DescribeLimits' | 'DescribeStream' | 'DescribeStreamConsumer' | 'DescribeStreamSummary' | 'DisableEnhancedMonitoring' | 'EnableEnhancedMonitoring' | 'GetRecords' | 'GetResourcePolicy' | 'GetShardIterator' | 'IncreaseStreamRetentionPeriod' | 'ListChannels' | 'ListShards' | 'ListStreamConsumers' | 'ListStreams' | 'ListTagsForResource' | 'ListTagsForStream' | 'MergeShards' | 'PutRecord' | 'PutRecords' | 'PutResourcePolicy' | 'RegisterStreamConsumer' | 'RemoveTagsFromStream' | 'SplitShard' | 'StartStreamEncryption' | 'StopStreamEncryption' | 'SubscribeToShard' | 'TagResource' | 'UntagResource' | 'UpdateAccountSettings' | 'UpdateChannel' | 'UpdateMaxRecordSize' | 'UpdateShardCount' | 'UpdateStreamMode' | 'UpdateStreamRecordDistributionStrategy' | 'UpdateStreamWarmThroughput';

// The structures as the operations see them: a blob is bytes, a timestamp is a number of milliseconds since 1970.
export interface AddTagsToStreamInput { readonly StreamName?: string | undefined; readonly Tags: { readonly [key: string]: string }; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface ChannelDescription { readonly ChannelName: string; readonly ChannelARN: string; readonly ChannelId: string; readonly ChannelStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED'; readonly ChannelStatusReason?: string | undefined; readonly ChannelCreationTimestamp: number; readonly ServiceExecutionRoleARN: string; readonly StreamConfigurationList: ReadonlyArray<ChannelStreamDescription>; readonly S3DestinationConfiguration?: S3DestinationDescription | undefined; readonly S3TablesDestinationConfiguration?: S3TablesDestinationDescription | undefined; readonly EncryptionConfiguration?: ChannelEncryptionConfiguration | undefined; readonly LoggingConfiguration: ChannelLoggingConfiguration }
export interface ChannelEncryptionConfiguration { readonly EncryptionType: 'KMS'; readonly KeyId: string }
export interface ChannelLoggingConfiguration { readonly CloudWatchLogs: CloudWatchLogs }
export interface ChannelLoggingUpdateInput { readonly CloudWatchLogs: CloudWatchLogsUpdateInput }
export interface ChannelStreamConfiguration { readonly StreamARN: string; readonly RecordConfiguration: RecordConfiguration }
export interface ChannelStreamDescription { readonly StreamARN: string; readonly StreamCreationTimestamp: number; readonly RecordConfiguration: RecordConfiguration }
export interface ChannelStreamIdentifier { readonly StreamARN: string; readonly StreamCreationTimestamp: number }
export interface ChannelSummary { readonly ChannelName: string; readonly ChannelARN: string; readonly ChannelId: string; readonly ChannelStatus: 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'FAILED'; readonly ChannelStatusReason?: string | undefined; readonly ChannelCreationTimestamp: number; readonly ChannelDestinationType: 'S3' | 'S3_TABLES'; readonly Streams: ReadonlyArray<ChannelStreamIdentifier> }
export interface ChildShard { readonly ShardId: string; readonly ParentShards: ReadonlyArray<string>; readonly HashKeyRange: HashKeyRange }
export interface CloudWatchLogs { readonly Enabled: boolean; readonly LogGroupName?: string | undefined; readonly LogStreamName?: string | undefined }
export interface CloudWatchLogsUpdateInput { readonly Enabled: boolean; readonly LogGroupName?: string | undefined; readonly LogStreamName?: string | undefined }
export interface Consumer { readonly ConsumerName: string; readonly ConsumerARN: string; readonly ConsumerStatus: 'CREATING' | 'DELETING' | 'ACTIVE'; readonly ConsumerCreationTimestamp: number }
export interface ConsumerDescription { readonly ConsumerName: string; readonly ConsumerARN: string; readonly ConsumerStatus: 'CREATING' | 'DELETING' | 'ACTIVE'; readonly ConsumerCreationTimestamp: number; readonly StreamARN: string }
export interface CreateChannelInput { readonly ChannelName: string; readonly ServiceExecutionRoleARN: string; readonly StreamConfigurationList: ReadonlyArray<ChannelStreamConfiguration>; readonly S3DestinationConfiguration?: S3DestinationConfiguration | undefined; readonly S3TablesDestinationConfiguration?: S3TablesDestinationConfiguration | undefined; readonly EncryptionConfiguration?: ChannelEncryptionConfiguration | undefined; readonly Tags?: { readonly [key: string]: string } | undefined; readonly LoggingConfiguration?: ChannelLoggingConfiguration | undefined }
export interface CreateChannelOutput { readonly ChannelDescription: ChannelDescription }
export interface CreateStreamInput { readonly StreamName: string; readonly ShardCount?: number | undefined; readonly StreamModeDetails?: StreamModeDetails | undefined; readonly Tags?: { readonly [key: string]: string } | undefined; readonly WarmThroughputMiBps?: number | undefined; readonly MaxRecordSizeInKiB?: number | undefined; readonly RecordDistributionStrategy?: 'AUTO' | 'USER_PARTITION_KEY' | undefined }
export interface DeadLetterQueueS3Configuration { readonly BucketARN: string; readonly ExpectedBucketOwner: string; readonly ErrorOutputPrefix?: string | undefined }
export interface DecreaseStreamRetentionPeriodInput { readonly StreamName?: string | undefined; readonly RetentionPeriodHours: number; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DeleteChannelInput { readonly ChannelARN: string }
export interface DeleteResourcePolicyInput { readonly ResourceARN: string; readonly StreamId?: string | undefined }
export interface DeleteStreamInput { readonly StreamName?: string | undefined; readonly EnforceConsumerDeletion?: boolean | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DeregisterStreamConsumerInput { readonly StreamARN?: string | undefined; readonly ConsumerName?: string | undefined; readonly ConsumerARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DescribeAccountSettingsInput {  }
export interface DescribeAccountSettingsOutput { readonly MinimumThroughputBillingCommitment?: MinimumThroughputBillingCommitmentOutput | undefined }
export interface DescribeChannelInput { readonly ChannelARN: string }
export interface DescribeChannelOutput { readonly ChannelDescription: ChannelDescription }
export interface DescribeLimitsInput {  }
export interface DescribeLimitsOutput { readonly ShardLimit: number; readonly OpenShardCount: number; readonly OnDemandStreamCount: number; readonly OnDemandStreamCountLimit: number; readonly ChannelCount?: number | undefined; readonly ChannelCountLimit?: number | undefined }
export interface DescribeStreamConsumerInput { readonly StreamARN?: string | undefined; readonly ConsumerName?: string | undefined; readonly ConsumerARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DescribeStreamConsumerOutput { readonly ConsumerDescription: ConsumerDescription }
export interface DescribeStreamInput { readonly StreamName?: string | undefined; readonly Limit?: number | undefined; readonly ExclusiveStartShardId?: string | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DescribeStreamOutput { readonly StreamDescription: StreamDescription }
export interface DescribeStreamSummaryInput { readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface DescribeStreamSummaryOutput { readonly StreamDescriptionSummary: StreamDescriptionSummary }
export interface DisableEnhancedMonitoringInput { readonly StreamName?: string | undefined; readonly ShardLevelMetrics: ReadonlyArray<'IncomingBytes' | 'IncomingRecords' | 'OutgoingBytes' | 'OutgoingRecords' | 'WriteProvisionedThroughputExceeded' | 'ReadProvisionedThroughputExceeded' | 'IteratorAgeMilliseconds' | 'ALL'>; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface EnableEnhancedMonitoringInput { readonly StreamName?: string | undefined; readonly ShardLevelMetrics: ReadonlyArray<'IncomingBytes' | 'IncomingRecords' | 'OutgoingBytes' | 'OutgoingRecords' | 'WriteProvisionedThroughputExceeded' | 'ReadProvisionedThroughputExceeded' | 'IteratorAgeMilliseconds' | 'ALL'>; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface EnhancedMetrics { readonly ShardLevelMetrics?: ReadonlyArray<'IncomingBytes' | 'IncomingRecords' | 'OutgoingBytes' | 'OutgoingRecords' | 'WriteProvisionedThroughputExceeded' | 'ReadProvisionedThroughputExceeded' | 'IteratorAgeMilliseconds' | 'ALL'> | undefined }
export interface EnhancedMonitoringOutput { readonly StreamName?: string | undefined; readonly CurrentShardLevelMetrics?: ReadonlyArray<'IncomingBytes' | 'IncomingRecords' | 'OutgoingBytes' | 'OutgoingRecords' | 'WriteProvisionedThroughputExceeded' | 'ReadProvisionedThroughputExceeded' | 'IteratorAgeMilliseconds' | 'ALL'> | undefined; readonly DesiredShardLevelMetrics?: ReadonlyArray<'IncomingBytes' | 'IncomingRecords' | 'OutgoingBytes' | 'OutgoingRecords' | 'WriteProvisionedThroughputExceeded' | 'ReadProvisionedThroughputExceeded' | 'IteratorAgeMilliseconds' | 'ALL'> | undefined; readonly StreamARN?: string | undefined }
export interface GetRecordsInput { readonly ShardIterator: string; readonly Limit?: number | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined; readonly DryRun?: boolean | undefined }
export interface GetRecordsOutput { readonly Records: ReadonlyArray<Record>; readonly NextShardIterator?: string | undefined; readonly MillisBehindLatest?: number | undefined; readonly ChildShards?: ReadonlyArray<ChildShard> | undefined }
export interface GetResourcePolicyInput { readonly ResourceARN: string; readonly StreamId?: string | undefined }
export interface GetResourcePolicyOutput { readonly Policy: string }
export interface GetShardIteratorInput { readonly StreamName?: string | undefined; readonly ShardId: string; readonly ShardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'; readonly StartingSequenceNumber?: string | undefined; readonly Timestamp?: number | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined; readonly DryRun?: boolean | undefined }
export interface GetShardIteratorOutput { readonly ShardIterator?: string | undefined }
export interface HashKeyRange { readonly StartingHashKey: string; readonly EndingHashKey: string }
export interface IncreaseStreamRetentionPeriodInput { readonly StreamName?: string | undefined; readonly RetentionPeriodHours: number; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface ListChannelsInput { readonly StreamFilter?: ReadonlyArray<StreamFilter> | undefined; readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined }
export interface ListChannelsOutput { readonly ChannelSummaries: ReadonlyArray<ChannelSummary>; readonly NextToken?: string | undefined }
export interface ListShardsInput { readonly StreamName?: string | undefined; readonly NextToken?: string | undefined; readonly ExclusiveStartShardId?: string | undefined; readonly MaxResults?: number | undefined; readonly StreamCreationTimestamp?: number | undefined; readonly ShardFilter?: ShardFilter | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface ListShardsOutput { readonly Shards?: ReadonlyArray<Shard> | undefined; readonly NextToken?: string | undefined }
export interface ListStreamConsumersInput { readonly StreamARN: string; readonly NextToken?: string | undefined; readonly MaxResults?: number | undefined; readonly StreamCreationTimestamp?: number | undefined; readonly StreamId?: string | undefined }
export interface ListStreamConsumersOutput { readonly Consumers?: ReadonlyArray<Consumer> | undefined; readonly NextToken?: string | undefined }
export interface ListStreamsInput { readonly Limit?: number | undefined; readonly ExclusiveStartStreamName?: string | undefined; readonly NextToken?: string | undefined }
export interface ListStreamsOutput { readonly StreamNames: ReadonlyArray<string>; readonly HasMoreStreams: boolean; readonly NextToken?: string | undefined; readonly StreamSummaries?: ReadonlyArray<StreamSummary> | undefined }
export interface ListTagsForResourceInput { readonly ResourceARN: string; readonly StreamId?: string | undefined }
export interface ListTagsForResourceOutput { readonly Tags?: ReadonlyArray<Tag> | undefined }
export interface ListTagsForStreamInput { readonly StreamName?: string | undefined; readonly ExclusiveStartTagKey?: string | undefined; readonly Limit?: number | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface ListTagsForStreamOutput { readonly Tags: ReadonlyArray<Tag>; readonly HasMoreTags: boolean }
export interface MergeShardsInput { readonly StreamName?: string | undefined; readonly ShardToMerge: string; readonly AdjacentShardToMerge: string; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface MinimumThroughputBillingCommitmentInput { readonly Status: 'ENABLED' | 'DISABLED' }
export interface MinimumThroughputBillingCommitmentOutput { readonly Status: 'ENABLED' | 'DISABLED' | 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'; readonly StartedAt?: number | undefined; readonly EndedAt?: number | undefined; readonly EarliestAllowedEndAt?: number | undefined }
export interface PartitionField { readonly Transform: 'TIME_HOUR'; readonly SourceName: string }
export interface PartitionSpec { readonly PartitionFields: ReadonlyArray<PartitionField> }
export interface PutRecordInput { readonly StreamName?: string | undefined; readonly Data: Uint8Array; readonly PartitionKey?: string | undefined; readonly ExplicitHashKey?: string | undefined; readonly SequenceNumberForOrdering?: string | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined; readonly DryRun?: boolean | undefined }
export interface PutRecordOutput { readonly ShardId: string; readonly SequenceNumber: string; readonly EncryptionType?: 'NONE' | 'KMS' | undefined }
export interface PutRecordsInput { readonly Records: ReadonlyArray<PutRecordsRequestEntry>; readonly StreamName?: string | undefined; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined; readonly DryRun?: boolean | undefined }
export interface PutRecordsOutput { readonly FailedRecordCount?: number | undefined; readonly Records: ReadonlyArray<PutRecordsResultEntry>; readonly EncryptionType?: 'NONE' | 'KMS' | undefined }
export interface PutRecordsRequestEntry { readonly Data: Uint8Array; readonly ExplicitHashKey?: string | undefined; readonly PartitionKey?: string | undefined }
export interface PutRecordsResultEntry { readonly SequenceNumber?: string | undefined; readonly ShardId?: string | undefined; readonly ErrorCode?: string | undefined; readonly ErrorMessage?: string | undefined }
export interface PutResourcePolicyInput { readonly ResourceARN: string; readonly StreamId?: string | undefined; readonly Policy: string }
export interface Record { readonly SequenceNumber: string; readonly ApproximateArrivalTimestamp?: number | undefined; readonly Data: Uint8Array; readonly PartitionKey?: string | undefined; readonly EncryptionType?: 'NONE' | 'KMS' | undefined }
export interface RecordConfiguration { readonly RecordFormatType: 'GSR_JSON' | 'JSON' | 'STRING' | 'BYTE_ARRAY'; readonly GSRSchemaARN?: string | undefined }
export interface RegisterStreamConsumerInput { readonly StreamARN: string; readonly ConsumerName: string; readonly StreamId?: string | undefined; readonly Tags?: { readonly [key: string]: string } | undefined }
export interface RegisterStreamConsumerOutput { readonly Consumer: Consumer }
export interface RemoveTagsFromStreamInput { readonly StreamName?: string | undefined; readonly TagKeys: ReadonlyArray<string>; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface S3DestinationConfiguration { readonly DataFreshnessInSeconds?: number | undefined; readonly DeadLetterQueueS3Configuration?: DeadLetterQueueS3Configuration | undefined; readonly StorageConfiguration: S3StorageConfiguration }
export interface S3DestinationDescription { readonly DataFreshnessInSeconds: number; readonly DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration; readonly StorageConfiguration: S3StorageConfiguration }
export interface S3DestinationUpdateInput { readonly DataFreshnessInSeconds: number }
export interface S3StorageConfiguration { readonly BucketARN: string; readonly ExpectedBucketOwner: string; readonly OutputKeyTemplate?: string | undefined; readonly StorageClass?: 'STANDARD' | 'INTELLIGENT_TIERING' | 'GLACIER_IR' | undefined; readonly CompressionType: 'NONE' | 'GZIP' | 'ZSTD' }
export interface S3TablesConfiguration { readonly TableBucketARN: string; readonly Namespace: string; readonly TableName: string; readonly CompressionType: 'NONE' | 'ZSTD' | 'SNAPPY'; readonly PartitionSpec?: PartitionSpec | undefined }
export interface S3TablesDestinationConfiguration { readonly DataFreshnessInSeconds?: number | undefined; readonly DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration; readonly S3TablesConfigurationList: ReadonlyArray<S3TablesConfiguration> }
export interface S3TablesDestinationDescription { readonly DataFreshnessInSeconds: number; readonly DeadLetterQueueS3Configuration: DeadLetterQueueS3Configuration; readonly S3TablesConfigurationList: ReadonlyArray<S3TablesConfiguration> }
export interface S3TablesDestinationUpdateInput { readonly DataFreshnessInSeconds: number }
export interface SequenceNumberRange { readonly StartingSequenceNumber: string; readonly EndingSequenceNumber?: string | undefined }
export interface Shard { readonly ShardId: string; readonly ParentShardId?: string | undefined; readonly AdjacentParentShardId?: string | undefined; readonly HashKeyRange: HashKeyRange; readonly SequenceNumberRange: SequenceNumberRange }
export interface ShardFilter { readonly Type: 'AFTER_SHARD_ID' | 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON' | 'AT_LATEST' | 'AT_TIMESTAMP' | 'FROM_TIMESTAMP'; readonly ShardId?: string | undefined; readonly Timestamp?: number | undefined }
export interface SplitShardInput { readonly StreamName?: string | undefined; readonly ShardToSplit: string; readonly NewStartingHashKey: string; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface StartStreamEncryptionInput { readonly StreamName?: string | undefined; readonly EncryptionType: 'NONE' | 'KMS'; readonly KeyId: string; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface StartingPosition { readonly Type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER' | 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP'; readonly SequenceNumber?: string | undefined; readonly Timestamp?: number | undefined }
export interface StopStreamEncryptionInput { readonly StreamName?: string | undefined; readonly EncryptionType: 'NONE' | 'KMS'; readonly KeyId: string; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface StreamDescription { readonly StreamName: string; readonly StreamARN: string; readonly StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'; readonly StreamModeDetails?: StreamModeDetails | undefined; readonly Shards: ReadonlyArray<Shard>; readonly HasMoreShards: boolean; readonly RetentionPeriodHours: number; readonly StreamCreationTimestamp: number; readonly EnhancedMonitoring: ReadonlyArray<EnhancedMetrics>; readonly EncryptionType?: 'NONE' | 'KMS' | undefined; readonly KeyId?: string | undefined }
export interface StreamDescriptionSummary { readonly StreamName: string; readonly StreamARN: string; readonly StreamId?: string | undefined; readonly StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'; readonly StreamModeDetails?: StreamModeDetails | undefined; readonly RetentionPeriodHours: number; readonly StreamCreationTimestamp: number; readonly EnhancedMonitoring: ReadonlyArray<EnhancedMetrics>; readonly EncryptionType?: 'NONE' | 'KMS' | undefined; readonly KeyId?: string | undefined; readonly OpenShardCount: number; readonly ConsumerCount?: number | undefined; readonly WarmThroughput?: WarmThroughputObject | undefined; readonly MaxRecordSizeInKiB?: number | undefined; readonly ChannelCount?: number | undefined; readonly RecordDistributionStrategy?: 'AUTO' | 'USER_PARTITION_KEY' | undefined }
export interface StreamFilter { readonly StreamARN: string; readonly StreamCreationTimestamp?: number | undefined }
export interface StreamModeDetails { readonly StreamMode: 'PROVISIONED' | 'ON_DEMAND' }
export interface StreamSummary { readonly StreamName: string; readonly StreamARN: string; readonly StreamStatus: 'CREATING' | 'DELETING' | 'ACTIVE' | 'UPDATING'; readonly StreamModeDetails?: StreamModeDetails | undefined; readonly StreamCreationTimestamp?: number | undefined }
export interface SubscribeToShardEvent { readonly Records: ReadonlyArray<Record>; readonly ContinuationSequenceNumber: string; readonly MillisBehindLatest: number; readonly ChildShards?: ReadonlyArray<ChildShard> | undefined }
export interface SubscribeToShardEventStream { readonly SubscribeToShardEvent: SubscribeToShardEvent }
export interface SubscribeToShardInput { readonly ConsumerARN: string; readonly StreamId?: string | undefined; readonly ShardId: string; readonly StartingPosition: StartingPosition; readonly DryRun?: boolean | undefined }
export interface SubscribeToShardOutput { readonly EventStream: SubscribeToShardEventStream }
export interface Tag { readonly Key: string; readonly Value?: string | undefined }
export interface TagResourceInput { readonly Tags: { readonly [key: string]: string }; readonly ResourceARN: string; readonly StreamId?: string | undefined }
export interface UntagResourceInput { readonly TagKeys: ReadonlyArray<string>; readonly ResourceARN: string; readonly StreamId?: string | undefined }
export interface UpdateAccountSettingsInput { readonly MinimumThroughputBillingCommitment: MinimumThroughputBillingCommitmentInput }
export interface UpdateAccountSettingsOutput { readonly MinimumThroughputBillingCommitment?: MinimumThroughputBillingCommitmentOutput | undefined }
export interface UpdateChannelInput { readonly ChannelARN: string; readonly S3DestinationConfiguration?: S3DestinationUpdateInput | undefined; readonly S3TablesDestinationConfiguration?: S3TablesDestinationUpdateInput | undefined; readonly LoggingConfiguration?: ChannelLoggingUpdateInput | undefined }
export interface UpdateChannelOutput { readonly ChannelDescription: ChannelDescription }
export interface UpdateMaxRecordSizeInput { readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined; readonly MaxRecordSizeInKiB: number }
export interface UpdateShardCountInput { readonly StreamName?: string | undefined; readonly TargetShardCount: number; readonly ScalingType: 'UNIFORM_SCALING'; readonly StreamARN?: string | undefined; readonly StreamId?: string | undefined }
export interface UpdateShardCountOutput { readonly StreamName?: string | undefined; readonly CurrentShardCount?: number | undefined; readonly TargetShardCount?: number | undefined; readonly StreamARN?: string | undefined }
export interface UpdateStreamModeInput { readonly StreamARN: string; readonly StreamId?: string | undefined; readonly StreamModeDetails: StreamModeDetails; readonly WarmThroughputMiBps?: number | undefined }
export interface UpdateStreamRecordDistributionStrategyInput { readonly StreamARN: string; readonly StreamId?: string | undefined; readonly RecordDistributionStrategy: 'AUTO' | 'USER_PARTITION_KEY' }
export interface UpdateStreamWarmThroughputInput { readonly StreamARN?: string | undefined; readonly StreamName?: string | undefined; readonly StreamId?: string | undefined; readonly WarmThroughputMiBps: number }
export interface UpdateStreamWarmThroughputOutput { readonly StreamARN?: string | undefined; readonly StreamName?: string | undefined; readonly WarmThroughput?: WarmThroughputObject | undefined }
export interface WarmThroughputObject { readonly TargetMiBps?: number | undefined; readonly CurrentMiBps?: number | undefined }
