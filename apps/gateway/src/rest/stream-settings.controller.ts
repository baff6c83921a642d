import {
  Body,
  Controller,
  Delete,
  HttpCode,
  Inject,
  Param,
  Put,
  Query,
  Req,
  StandardSchemaValidationPipe,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_KEY_ID, streamArnOf, streamNamed, type Stream, type StreamName } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';
import { summaryOf, StreamSummary } from './stream-description.js';
import {
  EncryptionSetting,
  MetricsQuery,
  MetricsSetting,
  ModeSetting,
  RecordDistributionSetting,
  RecordSizeSetting,
  RetentionSetting,
  WarmThroughputSetting,
} from './stream-settings.js';

const AS_IT_IS_NOW = {
  standardSchema: StreamSummary,
  description: 'The stream as it is now, perhaps UPDATING.',
};

/** Settings of a stream, one path each: a stream that is UPDATING takes no second one. */
@ApiTags('streams')
@Controller('v1/streams/:name')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class StreamSettingsController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Put('retention')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Keep records longer, or for a shorter time' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async setRetention(
    @Param('name') StreamName: string,
    @Body({ schema: requestSchema(RetentionSetting) }) { hours: RetentionPeriodHours }: RetentionSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    const { retentionHours = 0 } = this.present(StreamName) ?? {};
    const operation =
      RetentionPeriodHours < retentionHours
        ? 'DecreaseStreamRetentionPeriod'
        : 'IncreaseStreamRetentionPeriod';
    await this.operations.call(request, operation, { StreamName, RetentionPeriodHours });
    return this.asItIsNow(StreamName);
  }

  @Put('mode')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Change the mode, twice in 24 hours at most' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async setMode(
    @Param('name') name: string,
    @Body({ schema: requestSchema(ModeSetting) }) { mode: StreamMode, warmThroughputMiBps }: ModeSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    await this.operations.call(request, 'UpdateStreamMode', {
      StreamARN: this.arnOf(name),
      StreamModeDetails: { StreamMode },
      WarmThroughputMiBps: warmThroughputMiBps,
    });
    return this.asItIsNow(name);
  }

  @Put('max-record-size')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Change how large records may be' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async setMaxRecordSize(
    @Param('name') name: string,
    @Body({ schema: requestSchema(RecordSizeSetting) }) { maxRecordSizeKiB }: RecordSizeSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    const input = { StreamARN: this.arnOf(name), MaxRecordSizeInKiB: maxRecordSizeKiB };
    await this.operations.call(request, 'UpdateMaxRecordSize', input);
    return this.asItIsNow(name);
  }

  @Put('record-distribution')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Change what decides a record’s shard; stored records stay' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async setRecordDistribution(
    @Param('name') name: string,
    @Body({ schema: requestSchema(RecordDistributionSetting) }) { strategy }: RecordDistributionSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    const input = { StreamARN: this.arnOf(name), RecordDistributionStrategy: strategy };
    await this.operations.call(request, 'UpdateStreamRecordDistributionStrategy', input);
    return this.asItIsNow(name);
  }

  @Put('warm-throughput')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Keep throughput warm, of a stream in mode ON_DEMAND' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async setWarmThroughput(
    @Param('name') StreamName: string,
    @Body({ schema: requestSchema(WarmThroughputSetting) }) { miBps }: WarmThroughputSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    const input = { StreamName, WarmThroughputMiBps: miBps };
    await this.operations.call(request, 'UpdateStreamWarmThroughput', input);
    return this.asItIsNow(StreamName);
  }

  @Put('encryption')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Encrypt records from now on, with a new data key' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async startEncryption(
    @Param('name') StreamName: string,
    @Body({ schema: requestSchema(EncryptionSetting) }) { keyId: KeyId }: EncryptionSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    await this.operations.call(request, 'StartStreamEncryption', {
      StreamName,
      EncryptionType: 'KMS',
      KeyId,
    });
    return this.asItIsNow(StreamName);
  }

  @Delete('encryption')
  @HttpCode(200)
  @ApiOperation({ summary: 'Encrypt records no more; what is encrypted can still be read' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async stopEncryption(
    @Param('name') StreamName: string,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    const KeyId = this.present(StreamName)?.encryption?.keyId ?? DEFAULT_KEY_ID;
    await this.operations.call(request, 'StopStreamEncryption', { StreamName, EncryptionType: 'KMS', KeyId });
    return this.asItIsNow(StreamName);
  }

  @Put('shard-level-metrics')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Measure these of each shard too' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async enableMetrics(
    @Param('name') StreamName: string,
    @Body({ schema: requestSchema(MetricsSetting) }) { metrics: ShardLevelMetrics }: MetricsSetting,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    await this.operations.call(request, 'EnableEnhancedMonitoring', { StreamName, ShardLevelMetrics });
    return this.asItIsNow(StreamName);
  }

  @Delete('shard-level-metrics')
  @HttpCode(200)
  @ApiOperation({ summary: 'Measure these of the shards no more' })
  @ApiOkResponse(AS_IT_IS_NOW)
  async disableMetrics(
    @Param('name') StreamName: string,
    @Query({ schema: requestSchema(MetricsQuery) }) { metrics: ShardLevelMetrics }: MetricsQuery,
    @Req() request: FastifyRequest,
  ): Promise<StreamSummary> {
    await this.operations.call(request, 'DisableEnhancedMonitoring', { StreamName, ShardLevelMetrics });
    return this.asItIsNow(StreamName);
  }

  private arnOf(name: string): string {
    return streamArnOf(this.context.scope, name as StreamName);
  }

  /** For what a request does not say. That there is none is for the operation to say, to those who may know. */
  private present(streamName: string): Stream | undefined {
    return streamNamed(this.context.catalogue.account(), streamName);
  }

  private asItIsNow(streamName: string): StreamSummary {
    return summaryOf(this.context.catalogue.stream({ streamName }), this.context);
  }
}
