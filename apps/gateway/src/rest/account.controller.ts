import {
  Body,
  Controller,
  Get,
  Inject,
  Put,
  Req,
  StandardSchemaValidationPipe,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import {
  AccountDescription,
  commitmentOf,
  CommitmentSetting,
  ThroughputCommitment,
} from './account-description.js';
import { JsonBodyGuard } from './json-body.guard.js';
import { jsonBody } from './json-body.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { RestOperations } from './rest-operations.js';

/** What belongs to the account as a whole. */
@ApiTags('account')
@Controller('v1/account')
@UsePipes(jsonBody, new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class AccountController {
  constructor(
    @Inject(RestOperations) private readonly operations: RestOperations,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Quotas, how much of them is used, and settings' })
  @ApiOkResponse({ standardSchema: AccountDescription, description: 'The account as it is now.' })
  async describeAccount(@Req() request: FastifyRequest): Promise<AccountDescription> {
    const limits = await this.operations.call(request, 'DescribeLimits', {});
    const settings = await this.operations.call(request, 'DescribeAccountSettings', {});
    const { accountId, region } = this.context.scope;
    return {
      accountId,
      region,
      openShardCount: limits.OpenShardCount,
      shardLimit: limits.ShardLimit,
      onDemandStreamCount: limits.OnDemandStreamCount,
      onDemandStreamLimit: limits.OnDemandStreamCountLimit,
      throughputCommitment: commitmentOf(settings.MinimumThroughputBillingCommitment),
    };
  }

  @Put('throughput-commitment')
  @UseGuards(JsonBodyGuard)
  @ApiOperation({ summary: 'Commit to a minimum of throughput, or end that' })
  @ApiOkResponse({ standardSchema: ThroughputCommitment, description: 'The commitment as it is now.' })
  async setCommitment(
    @Body({ schema: requestSchema(CommitmentSetting) }) { status: Status }: CommitmentSetting,
    @Req() request: FastifyRequest,
  ): Promise<ThroughputCommitment> {
    const input = { MinimumThroughputBillingCommitment: { Status } };
    const answer = await this.operations.call(request, 'UpdateAccountSettings', input);
    return commitmentOf(answer.MinimumThroughputBillingCommitment);
  }
}
