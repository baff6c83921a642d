import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Put,
  Req,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { streamArnOf, type StreamName } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { RestOperations } from './rest-operations.js';

const POLICY = {
  schema: { type: 'object', description: 'A policy in IAM’s language; see docs/access.md.' },
} as const;

/** The resource policy of a stream: who else may do what with it. */
@ApiTags('streams')
@Controller('v1/streams/:name/policy')
@UsePipes(jsonBody)
export class StreamPolicyController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Get()
  @Header('content-type', 'application/json')
  @ApiOperation({ summary: 'The policy of a stream' })
  @ApiOkResponse({ ...POLICY, description: 'The policy; empty where there is none.' })
  async getPolicy(@Param('name') name: string, @Req() request: FastifyRequest): Promise<string> {
    const { Policy } = await this.operations.call(request, 'GetResourcePolicy', this.resourceOf(name));
    return Policy;
  }

  @Put()
  @HttpCode(204)
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Give a stream a policy, in place of the present one' })
  @ApiBody(POLICY)
  @ApiNoContentResponse({ description: 'It is in force.' })
  async putPolicy(
    @Param('name') name: string,
    @Body() _isJson: unknown,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    // As it was sent: what was made of it would not tell that an element was there twice.
    const input = { ...this.resourceOf(name), Policy: String(request.body) };
    await this.operations.call(request, 'PutResourcePolicy', input);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the policy from a stream' })
  @ApiNoContentResponse({ description: 'It is gone.' })
  async deletePolicy(@Param('name') name: string, @Req() request: FastifyRequest): Promise<void> {
    await this.operations.call(request, 'DeleteResourcePolicy', this.resourceOf(name));
  }

  private resourceOf(name: string): { readonly ResourceARN: string } {
    return { ResourceARN: streamArnOf(this.context.scope, name as StreamName) };
  }
}
