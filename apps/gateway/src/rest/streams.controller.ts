import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessGuard } from '../access/access.guard.js';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';
import { descriptionOf, NewStream, StreamDescription, summaryOf } from './stream-description.js';
import { DeletionQuery } from './deletion-query.js';
import { StreamPage, StreamPageQuery } from './stream-page.js';

/** Streams over REST. What the operations refuse, and why, is as in the Kinesis API. */
@ApiTags('streams')
@Controller('v1/streams')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class StreamsController {
  constructor(
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
    @Inject(AccessGuard) private readonly access: AccessGuard,
    @Inject(RestOperations) private readonly operations: RestOperations,
  ) {}

  @Post()
  @HttpCode(201)
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Make a stream' })
  @ApiCreatedResponse({ standardSchema: StreamDescription, description: 'The stream as it is now.' })
  async createStream(
    @Body({ schema: requestSchema(NewStream) }) { name, ...settings }: NewStream,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamDescription> {
    const { shardCount, mode, maxRecordSizeKiB, recordDistribution, warmThroughputMiBps, tags } = settings;
    const input = {
      StreamName: name,
      ShardCount: shardCount,
      StreamModeDetails: mode && { StreamMode: mode },
      MaxRecordSizeInKiB: maxRecordSizeKiB,
      RecordDistributionStrategy: recordDistribution,
      WarmThroughputMiBps: warmThroughputMiBps,
      Tags: tags,
    };
    await this.operations.call(request, 'CreateStream', input);
    void reply.header('location', `/v1/streams/${name}`);
    return this.descriptionOf(name);
  }

  @Get()
  @ApiOperation({ summary: 'The streams by name, a page at a time' })
  @ApiOkResponse({ standardSchema: StreamPage, description: 'Up to `limit` streams.' })
  async listStreams(
    @Query({ schema: requestSchema(StreamPageQuery) }) { limit, nextToken }: StreamPageQuery,
    @Req() request: FastifyRequest,
  ): Promise<StreamPage> {
    const input = { Limit: limit, NextToken: nextToken };
    const page = await this.operations.call(request, 'ListStreams', input);
    const streams = page.StreamNames.map((streamName) => this.context.catalogue.stream({ streamName }));
    return {
      streams: streams.map((stream) => summaryOf(stream, this.context)),
      ...(page.NextToken === undefined ? {} : { nextToken: page.NextToken }),
    };
  }

  @Get(':name')
  @ApiOperation({ summary: 'One stream with its shards' })
  @ApiOkResponse({ standardSchema: StreamDescription, description: 'The stream as it is now.' })
  describeStream(
    @Param('name') StreamName: string,
    @Req() request: FastifyRequest,
  ): Promise<StreamDescription> {
    return this.access.run(request, { operation: 'DescribeStream', input: { StreamName } }, () =>
      this.descriptionOf(StreamName),
    );
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a stream with its shards and records' })
  @ApiNoContentResponse({ description: 'It is deleted, or being deleted.' })
  async deleteStream(
    @Param('name') StreamName: string,
    @Query({ schema: requestSchema(DeletionQuery) }) { consumers }: DeletionQuery,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const EnforceConsumerDeletion = consumers === 'delete';
    await this.operations.call(request, 'DeleteStream', { StreamName, EnforceConsumerDeletion });
  }

  private descriptionOf(streamName: string): StreamDescription {
    return descriptionOf(this.context.catalogue.stream({ streamName }), this.context);
  }
}
