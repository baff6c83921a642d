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
import type { FastifyReply } from 'fastify';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { createStream } from '../operations/create-stream.js';
import { deleteStream } from '../operations/delete-stream.js';
import { listStreams } from '../operations/list-streams.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { descriptionOf, NewStream, StreamDescription, summaryOf } from './stream-description.js';
import { StreamPage, StreamPageQuery } from './stream-page.js';

/** Streams over REST. What the operations refuse, and why, is as in the Kinesis API. */
@ApiTags('streams')
@Controller('v1/streams')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class StreamsController {
  constructor(@Inject(OPERATION_CONTEXT) private readonly context: OperationContext) {}

  @Post()
  @HttpCode(201)
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Make a stream' })
  @ApiCreatedResponse({ standardSchema: StreamDescription, description: 'The stream as it is now.' })
  async createStream(
    @Body({ schema: requestSchema(NewStream) }) { name, ...settings }: NewStream,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamDescription> {
    const { shardCount, mode, maxRecordSizeKiB, tags } = settings;
    await createStream(
      {
        StreamName: name,
        ShardCount: shardCount,
        StreamModeDetails: mode && { StreamMode: mode },
        MaxRecordSizeInKiB: maxRecordSizeKiB,
        Tags: tags,
      },
      this.context,
    );
    void reply.header('location', `/v1/streams/${name}`);
    return this.describeStream(name);
  }

  @Get()
  @ApiOperation({ summary: 'The streams by name, a page at a time' })
  @ApiOkResponse({ standardSchema: StreamPage, description: 'Up to `limit` streams.' })
  listStreams(
    @Query({ schema: requestSchema(StreamPageQuery) }) { limit, nextToken }: StreamPageQuery,
  ): StreamPage {
    const page = listStreams({ Limit: limit, NextToken: nextToken }, this.context);
    const streams = page.StreamNames.map((streamName) => this.context.catalogue.stream({ streamName }));
    return {
      streams: streams.map((stream) => summaryOf(stream, this.context)),
      ...(page.NextToken === undefined ? {} : { nextToken: page.NextToken }),
    };
  }

  @Get(':name')
  @ApiOperation({ summary: 'One stream with its shards' })
  @ApiOkResponse({ standardSchema: StreamDescription, description: 'The stream as it is now.' })
  describeStream(@Param('name') streamName: string): StreamDescription {
    return descriptionOf(this.context.catalogue.stream({ streamName }), this.context);
  }

  @Delete(':name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a stream with its shards and records' })
  @ApiNoContentResponse({ description: 'It is deleted, or being deleted.' })
  async deleteStream(@Param('name') streamName: string): Promise<void> {
    await deleteStream({ StreamName: streamName }, this.context);
  }
}
