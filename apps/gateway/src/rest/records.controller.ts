import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UsePipes,
} from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { streamArnOf, type StreamName } from '#lib/kinesis';
import { AccessGuard } from '../access/access.guard.js';
import { IdempotentPuts } from '../idempotency/idempotent-puts.js';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { putEntries } from '../put-entries.js';
import type { PutEntry } from '../records/record-placement.js';
import { bodyParts, idempotencyKeyOf } from './idempotency-key.js';
import { PutQuery } from './put-query.js';
import { PutResults, putResultsOf, putResultsOfEntries, someStored } from './put-results.js';
import { readRecords, ReadRecords } from './read-records.js';
import { recordsInBody } from './records-in-body.js';
import { RecordsQuery } from './records-query.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';

/** Records over REST. What the operations refuse, and why, is as in the Kinesis API. */
@ApiTags('records')
@Controller('v1/streams/:name/records')
@UsePipes(new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class RecordsController {
  constructor(
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
    @Inject(AccessGuard) private readonly access: AccessGuard,
    @Inject(IdempotentPuts) private readonly idempotentPuts: IdempotentPuts,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put records',
    description:
      'JSON is one record or a list of them; of NDJSON each line is a record as it stands; a body of any other type is one ' +
      'record. Up to 500 records and 10 MiB of data and keys together. All are checked before any is stored; where ' +
      'nothing was stored, the answer is a problem.',
  })
  @ApiHeader({ name: 'x-partition-key', required: false, description: 'Of a raw record; random without it.' })
  @ApiHeader({ name: 'x-explicit-hash-key', required: false, description: 'Of a raw record.' })
  @ApiHeader({
    name: 'idempotency-key',
    required: false,
    description:
      'Makes the put happen once: sent again within five minutes with the same key and body it stores what is missing and ' +
      'answers the same; with another body it is refused (422). 1 to 256 visible ASCII characters.',
  })
  @ApiOkResponse({ standardSchema: PutResults, description: 'Every record is stored.' })
  @ApiResponse({
    status: 207,
    standardSchema: PutResults,
    description: 'Some records are stored, others are not, or nobody knows.',
  })
  async putRecords(
    @Param('name') name: string,
    @Query({ schema: requestSchema(PutQuery) }) { key: keyPath }: PutQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PutResults> {
    const { headers, body } = request;
    const call = { operation: 'PutRecords', input: { StreamName: name } } as const;
    const results = await this.access.run(request, call, async () => {
      const entries = recordsInBody({ headers, body, keyPath });
      const key = idempotencyKeyOf(headers);
      const put = (missing: readonly PutEntry[]) => putEntries(name, missing, this.context);
      if (key === undefined) return putResultsOf(await put(entries));
      const { principal } = this.access.callerOf(request);
      const once = { streamName: name, key, caller: principal.arn, body: bodyParts(request), entries };
      return putResultsOfEntries(
        await this.idempotentPuts.put(once, async (missing) => someStored(await put(missing))),
      );
    });
    if (results.failedRecordCount > 0) void reply.code(207);
    return results;
  }

  @Get()
  @ApiOperation({ summary: 'Read records of a shard, from a place or an iterator on' })
  @ApiOkResponse({ standardSchema: ReadRecords, description: 'Up to `limit` records, and where to go on.' })
  readRecords(
    @Param('name') name: string,
    @Query({ schema: requestSchema(RecordsQuery) }) query: RecordsQuery,
    @Req() request: FastifyRequest,
  ): Promise<ReadRecords> {
    const StreamARN = streamArnOf(this.context.scope, name as StreamName);
    const read = (): Promise<ReadRecords> =>
      this.access.run(request, { operation: 'GetRecords', input: { StreamARN } }, () =>
        readRecords(name, query, this.context),
      );
    if (query.iterator !== undefined) return read();
    return this.access.run(request, { operation: 'GetShardIterator', input: { StreamARN } }, read);
  }
}
