import type { EventEmitter } from 'node:events';
import {
  Controller,
  Get,
  Inject,
  Param,
  Query,
  Req,
  Res,
  StandardSchemaValidationPipe,
  UsePipes,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { streamArnOf, type Stream, type StreamName } from '#lib/kinesis';
import { EVENT_LOOP_TIMERS } from '#lib/shard';
import { AccessGuard } from '../access/access.guard.js';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { StreamTail } from '../push/stream-tail.js';
import { resumedBeginnings, tailBeginnings, type TailBeginning } from '../push/tail-beginnings.js';
import { parseTailPlace } from '../push/tail-place.js';
import { tieToResponse } from '../push/tie-to-response.js';
import { invalidMember } from './problem.js';
import { refusalOfIssues, requestSchema } from './request-schema.js';
import { tailBody } from './tail-body.js';
import { TailQuery, tailStartOf } from './tail-query.js';

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  // nginx would keep events back until it has some KiB of them.
  'x-accel-buffering': 'no',
};

/** The records of a stream as they come. */
@ApiTags('records')
@Controller('v1/streams/:name/tail')
@UsePipes(new StandardSchemaValidationPipe({ exceptionFactory: refusalOfIssues }))
export class TailController implements OnModuleInit {
  private readonly tails = new Set<StreamTail>();

  constructor(
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
    @Inject(AccessGuard) private readonly access: AccessGuard,
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
  ) {}

  /** A tail has no end of its own; it must not keep the doors open. */
  onModuleInit(): void {
    const server: EventEmitter = this.adapterHost.httpAdapter.getHttpServer();
    server.once('draining', () => {
      for (const tail of this.tails) tail.end();
    });
  }

  @Get()
  @ApiOperation({
    summary: 'Follow a stream',
    description:
      'Server-sent events: a message for each record, as JSON, as soon as it is stored. Records of a shard come in their ' +
      'order, those of a parent before those of its children. A message `problem` says why the flow ends.',
  })
  @ApiHeader({
    name: 'last-event-id',
    required: false,
    description: 'Goes on behind the message with this id, as browsers do by themselves.',
  })
  @ApiOkResponse({
    description: 'Messages without an end.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  async tail(
    @Param('name') name: string,
    @Query({ schema: requestSchema(TailQuery) }) query: TailQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { context } = this;
    const StreamARN = streamArnOf(context.scope, name as StreamName);
    const tail = await this.access.run(
      request,
      { operation: 'GetRecords', input: { StreamARN } },
      async () => {
        const stream = context.catalogue.stream({ streamName: name });
        const beginnings = await this.beginnings(stream, query, request.headers['last-event-id']);
        return new StreamTail({ stream, beginnings, context, timers: EVENT_LOOP_TIMERS });
      },
    );
    this.tails.add(tail);
    void tail.ending.then(() => this.tails.delete(tail));
    tieToResponse(reply.raw, tail);
    void reply.code(200).headers(HEADERS).send(tailBody(tail, context.onUnexpected));
  }

  private beginnings(
    stream: Stream,
    query: TailQuery,
    lastEventId: string | readonly string[] = '',
  ): Promise<readonly TailBeginning[]> {
    if (lastEventId === '')
      return tailBeginnings({ stream, shardId: query.shard, start: tailStartOf(query) }, this.context);
    const place = parseTailPlace(String(lastEventId));
    if (place?.streamId !== stream.id)
      throw invalidMember('Last-Event-ID', 'It is not the id of a message of this stream.');
    return resumedBeginnings(stream, place, this.context);
  }
}
