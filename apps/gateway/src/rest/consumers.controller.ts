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
import { streamArnOf, type StreamName } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import {
  ConsumerDescription,
  consumerOf,
  ConsumerPage,
  ConsumerPageQuery,
  NewConsumer,
} from './consumer-description.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';

/** Consumers that are registered with a stream, to get its records pushed. */
@ApiTags('consumers')
@Controller('v1/streams/:name/consumers')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class ConsumersController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Post()
  @HttpCode(201)
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Register a consumer' })
  @ApiCreatedResponse({ standardSchema: ConsumerDescription, description: 'The consumer, CREATING.' })
  async registerConsumer(
    @Param('name') stream: string,
    @Body({ schema: requestSchema(NewConsumer) }) { name: ConsumerName, tags: Tags }: NewConsumer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsumerDescription> {
    const input = { StreamARN: this.arnOf(stream), ConsumerName, Tags };
    const { Consumer } = await this.operations.call(request, 'RegisterStreamConsumer', input);
    void reply.header('location', `/v1/streams/${stream}/consumers/${ConsumerName}`);
    return consumerOf(Consumer);
  }

  @Get()
  @ApiOperation({ summary: 'The consumers of a stream by name, a page at a time' })
  @ApiOkResponse({ standardSchema: ConsumerPage, description: 'Up to `limit` consumers.' })
  async listConsumers(
    @Param('name') stream: string,
    @Query({ schema: requestSchema(ConsumerPageQuery) }) { limit, nextToken }: ConsumerPageQuery,
    @Req() request: FastifyRequest,
  ): Promise<ConsumerPage> {
    const input = { StreamARN: this.arnOf(stream), MaxResults: limit, NextToken: nextToken };
    const { Consumers = [], NextToken } = await this.operations.call(request, 'ListStreamConsumers', input);
    return {
      consumers: Consumers.map(consumerOf),
      ...(NextToken === undefined ? {} : { nextToken: NextToken }),
    };
  }

  @Get(':consumer')
  @ApiOperation({ summary: 'One consumer' })
  @ApiOkResponse({ standardSchema: ConsumerDescription, description: 'The consumer as it is now.' })
  async describeConsumer(
    @Param('name') stream: string,
    @Param('consumer') ConsumerName: string,
    @Req() request: FastifyRequest,
  ): Promise<ConsumerDescription> {
    const input = { StreamARN: this.arnOf(stream), ConsumerName };
    const { ConsumerDescription: consumer } = await this.operations.call(
      request,
      'DescribeStreamConsumer',
      input,
    );
    return consumerOf(consumer);
  }

  @Delete(':consumer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deregister a consumer; its subscriptions end' })
  @ApiNoContentResponse({ description: 'It is gone, or going.' })
  async deregisterConsumer(
    @Param('name') stream: string,
    @Param('consumer') ConsumerName: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const input = { StreamARN: this.arnOf(stream), ConsumerName };
    await this.operations.call(request, 'DeregisterStreamConsumer', input);
  }

  private arnOf(stream: string): string {
    return streamArnOf(this.context.scope, stream as StreamName);
  }
}
