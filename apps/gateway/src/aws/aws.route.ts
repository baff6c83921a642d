import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { RequestBodyRefusal } from '#lib/bootstrap';
import { KinesisError } from '#lib/kinesis';
import {
  EVENT_STREAM_TYPE,
  EventStreamOutput,
  operationInput,
  type Codec,
  type OperationName,
} from '#lib/wire';
import { failureAnswer, type AwsAnswer } from './aws-answer.js';
import {
  answerCodecOf,
  codecOf,
  readRequest,
  unknownContentType,
  UnreadableRequest,
  unreadRequest,
  type AwsRequest,
} from './aws-request.js';
import { eventStreamBody } from './event-stream-body.js';
import { RPC_PATH, RPC_PROTOCOL, rpcPathTarget } from './rpc-path.js';
import { SignedCallers } from './signed-callers.js';
import { ACCESS, type Access } from '../access/access.js';
import type { Caller } from '../caller.js';
import {
  answerCloudWatch,
  cloudWatchRequestOf,
  type CloudWatchRequest,
} from '../metric-data/cloudwatch-request.js';
import { OPERATION_CONTEXT, type Operation, type OperationContext } from '../operation-context.js';
import { operationNamed } from '../operation-table.js';
import { tieToResponse } from '../push/tie-to-response.js';
import { requestTooLarge } from '../request-too-large.js';
import { RandomPool } from '../random-pool.js';

/**
 * The Kinesis API: one route, `/`, for all operations. It stands on Nest's own Fastify instance without Nest's guards,
 * pipes and filters; what they would do is done here, in AWS's order.
 */
@Injectable()
export class AwsRoute implements OnModuleInit {
  private readonly callers: SignedCallers;

  constructor(
    @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost,
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
    @Inject(ACCESS) private readonly access: Access,
  ) {
    this.callers = new SignedCallers(access);
  }

  onModuleInit(): void {
    const fastify = this.adapterHost.httpAdapter.getInstance<FastifyInstance>();
    const route: Pick<RouteOptions, 'handler' | 'errorHandler'> = {
      handler: (request, reply) => this.serve({ request, reply }),
      errorHandler: (error: FastifyError, request, reply) =>
        this.refuse(
          { error: refusalByFastify(error, request), codec: codecOf(awsRequestOf(request)) },
          { request, reply },
        ),
    };
    fastify.route({ ...route, url: '/', method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] });
    fastify.route({ ...route, url: RPC_PATH, method: 'POST' });
  }

  private async serve(exchange: Exchange): Promise<FastifyReply> {
    if (isPreflight(exchange.request)) return answerPreflight(exchange);
    const aws = awsRequestOf(exchange.request);
    try {
      return send(await this.answer(aws, exchange), exchange);
    } catch (error) {
      return this.refuse({ error, codec: answerCodecOf(aws) }, exchange);
    }
  }

  private async answer(aws: AwsRequest, { request, reply }: Exchange): Promise<AwsAnswer> {
    const metricData = cloudWatchRequestOf(aws);
    if (metricData) return this.takeMetricData(metricData, request);
    const unread = unreadRequest(aws);
    const callerOf = (name = 'Unknown'): Caller =>
      this.callers.callerOf(request, { action: `kinesis:${name}`, service: 'kinesis' });
    // AWS parses first. A stranger's body that takes long to parse is not parsed here.
    const signer = unread.body.length > CHEAP_BYTES ? callerOf(unread.operation) : undefined;
    const { codec, operation, request: members } = readRequest(unread);
    const caller = signer ?? callerOf(operation);
    const { run, input } = this.access.read({ operation, caller }, () => ({
      run: supported(operation),
      input: operationInput(operation, members),
    }));
    const asked = { operation, input, caller };
    const output = await this.access.run(asked, () => run(input, this.context));
    if (output instanceof EventStreamOutput) {
      const { onUnexpected } = this.context;
      tieToResponse(reply.raw, output);
      const body = eventStreamBody({ operation, output, codec, onUnexpected });
      return { status: 200, contentType: EVENT_STREAM_TYPE, body };
    }
    return { status: 200, contentType: codec.contentType, body: codec.write(operation, output) };
  }

  private takeMetricData(asked: CloudWatchRequest, request: FastifyRequest): AwsAnswer {
    const { access, callers, context } = this;
    const call = { action: 'cloudwatch:PutMetricData', service: 'monitoring' } as const;
    return answerCloudWatch(asked, {
      reported: context.reported,
      requestId: request.id,
      admit: () => access.admitMetricData(callers.callerOf(request, call)),
      onUnexpected: context.onUnexpected,
    });
  }

  private refuse({ error, codec }: Refused, exchange: Exchange): FastifyReply {
    if (!(error instanceof KinesisError || error instanceof UnreadableRequest))
      this.context.onUnexpected(error);
    return send(failureAnswer(error, codec), exchange);
  }
}

interface Refused {
  readonly error: unknown;
  /** In which the refusal is written; JSON where there is none. */
  readonly codec: Codec | undefined;
}

/** A body up to here is parsed in a few milliseconds, whoever sent it. */
const CHEAP_BYTES = 100 * 1024;

/** A request and what becomes its answer. */
interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function supported(operation: OperationName): Operation<unknown, unknown> {
  const run = operationNamed(operation);
  if (run) return run;
  const message = `Operation ${operation} is not supported by this version of Shardwell.`;
  throw new KinesisError('ValidationException', message);
}

function awsRequestOf({ method, headers, body, params }: FastifyRequest): AwsRequest {
  const target = headers['x-amz-target'];
  const rpcTarget = rpcPathTarget(params);
  return {
    method,
    contentType: headers['content-type'],
    target: rpcTarget ?? (Array.isArray(target) ? target[0] : target),
    isRpc: rpcTarget !== undefined,
    body: Buffer.isBuffer(body) ? body : undefined,
  };
}

/** What Fastify refuses before the handler runs: a body above all, while it streams in. */
function refusalByFastify(error: FastifyError, request: FastifyRequest): unknown {
  const { statusCode = 500, message } = error;
  if (statusCode === 413) return requestTooLarge(request, error);
  if (statusCode === 503) return new KinesisError('ServiceUnavailable', message);
  if (statusCode === 415 && !(error instanceof RequestBodyRefusal))
    return unknownContentType(awsRequestOf(request));
  return statusCode < 500 ? new KinesisError('SerializationException', message) : error;
}

/** AWS's second request id: 72 random bytes. Source: recorded against AWS. */
const EXTENDED_REQUEST_ID_BYTES = 72;
const extendedIds = new RandomPool();
const EXPOSED_HEADERS =
  'x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date';
const PREFLIGHT_SECONDS = 172_800;

function send(answer: AwsAnswer, { request, reply }: Exchange): FastifyReply {
  const { status, contentType, body, errorType } = answer;
  void reply.code(status).headers({
    'content-type': contentType,
    'x-amzn-requestid': request.id,
    'x-amz-id-2': extendedIds.take(EXTENDED_REQUEST_ID_BYTES).toString('base64'),
  });
  if (rpcPathTarget(request.params) !== undefined) void reply.headers(RPC_PROTOCOL);
  if (errorType !== undefined) void reply.header('x-amzn-errortype', errorType);
  if (request.headers.origin !== undefined) {
    void reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': EXPOSED_HEADERS,
    });
  }
  return reply.serializer(asItIs).send(body);
}

/** Without a serializer Fastify adds a charset to the content type of a text; as bytes it would be a second write. */
const asItIs = (body: unknown): string => body as string;

/** A browser's question before it calls from another origin. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined;
}

function answerPreflight({ request: { headers, id }, reply }: Exchange): FastifyReply {
  const asked = {
    'access-control-allow-headers': headers['access-control-request-headers'],
    'access-control-allow-methods': headers['access-control-request-method'],
  };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) void reply.header(name, value);
  return reply
    .code(200)
    .headers({
      'x-amzn-requestid': id,
      'access-control-allow-origin': '*',
      'access-control-max-age': PREFLIGHT_SECONDS,
    })
    .send('');
}
