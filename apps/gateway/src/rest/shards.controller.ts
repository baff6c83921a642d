import {
  Controller,
  Get,
  Inject,
  Param,
  Query,
  Req,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { streamArnOf, streamNamed, type StreamName } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';
import { shardFilterOf, ShardPage, ShardPageQuery } from './shard-page.js';
import { shardOf } from './stream-description.js';

/** The shards of a stream. */
@ApiTags('streams')
@Controller('v1/streams/:name/shards')
@UsePipes(new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class ShardsController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Shards of a stream, a page at a time' })
  @ApiOkResponse({ standardSchema: ShardPage, description: 'Up to `limit` shards.' })
  async listShards(
    @Param('name') name: string,
    @Query({ schema: requestSchema(ShardPageQuery) }) query: ShardPageQuery,
    @Req() request: FastifyRequest,
  ): Promise<ShardPage> {
    const { limit: MaxResults, nextToken: NextToken } = query;
    const stream = streamNamed(this.context.catalogue.account(), name);
    const input =
      NextToken === undefined || stream === undefined
        ? {
            StreamARN: streamArnOf(this.context.scope, name as StreamName),
            ShardFilter: shardFilterOf(query),
            MaxResults,
          }
        : { NextToken, StreamId: stream.id, MaxResults };
    const { Shards = [], NextToken: nextToken } = await this.operations.call(request, 'ListShards', input);
    return { shards: Shards.map(shardOf), ...(nextToken === undefined ? {} : { nextToken }) };
  }
}
