import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Query,
  Req,
  StandardSchemaValidationPipe,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { streamArnOf, type StreamName } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';
import { TagKeysQuery, TagSet } from './tag-set.js';

/** The tags of a stream. */
@ApiTags('streams')
@Controller('v1/streams/:name/tags')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class TagsController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The tags of a stream' })
  @ApiOkResponse({ standardSchema: TagSet, description: 'All of them.' })
  async listTags(@Param('name') name: string, @Req() request: FastifyRequest): Promise<TagSet> {
    const ResourceARN = streamArnOf(this.context.scope, name as StreamName);
    const { Tags = [] } = await this.operations.call(request, 'ListTagsForResource', { ResourceARN });
    return { tags: Object.fromEntries(Tags.map(({ Key, Value = '' }) => [Key, Value])) };
  }

  @Patch()
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Give a stream tags; those with other keys stay' })
  @ApiOkResponse({ standardSchema: TagSet, description: 'All that it has now.' })
  async addTags(
    @Param('name') StreamName: string,
    @Body({ schema: requestSchema(TagSet) }) { tags: Tags }: TagSet,
    @Req() request: FastifyRequest,
  ): Promise<TagSet> {
    await this.operations.call(request, 'AddTagsToStream', { StreamName, Tags });
    return { tags: { ...this.context.catalogue.stream({ streamName: StreamName }).tags } };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take tags from a stream; keys that it has not are no error' })
  @ApiNoContentResponse({ description: 'They are gone.' })
  async removeTags(
    @Param('name') StreamName: string,
    @Query({ schema: requestSchema(TagKeysQuery) }) { keys: TagKeys }: TagKeysQuery,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.operations.call(request, 'RemoveTagsFromStream', { StreamName, TagKeys });
  }
}
