import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Inject, UseFilters, type OnModuleDestroy } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import {
  GrpcStatus,
  type OperationName,
  type PutRecordRequest,
  type PutRecordResponse,
  type PutRecordsRequest,
  type PutStreamCall,
} from '#lib/wire';
import { ACCESS, type Access } from '../access/access.js';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { AnsweredStream } from './answered-stream.js';
import { GrpcCallers, type GrpcCall } from './grpc-callers.js';
import { grpcFailureOf } from './grpc-failure.js';
import { GrpcFailureFilter } from './grpc-failure.filter.js';
import { answerBatch, bytesOfBatch, putBatch, putOne, type PutAnswer } from './put-batch.js';

const STOPPING = { code: GrpcStatus.UNAVAILABLE, details: 'The server stops. Put the rest elsewhere.' };

/** How long a client may take to read its last answers. Whoever reads none must not keep the server from stopping. */
const LAST_ANSWERS_MS = 2000;

/** The service of proto/producer.proto, which says what its calls do. */
@Controller()
@UseFilters(GrpcFailureFilter)
export class ProducerController implements OnModuleDestroy {
  private isStopping = false;
  private readonly streams = new Map<PutStreamCall, AnsweredStream<PutRecordsRequest, PutAnswer>>();

  constructor(
    @Inject(OPERATION_CONTEXT) private readonly context: OperationContext,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(GrpcCallers) private readonly callers: GrpcCallers,
  ) {}

  @GrpcMethod('Producer', 'PutRecord')
  putRecord(request: PutRecordRequest, _: unknown, call: GrpcCall): Promise<PutRecordResponse> {
    const asked = { call, operation: 'PutRecord', request } as const;
    return this.run(asked, () => putOne(request, this.context));
  }

  @GrpcMethod('Producer', 'PutRecords')
  putRecords(request: PutRecordsRequest, _: unknown, call: GrpcCall): Promise<PutAnswer> {
    const asked = { call, operation: 'PutRecords', request } as const;
    return this.run(asked, () => putBatch(request, this.context));
  }

  /** Each batch is asked for anew: who may put at the beginning of a stream may not for ever. */
  @GrpcStreamCall('Producer', 'PutStream')
  async putStream(call: PutStreamCall): Promise<void> {
    if (this.isStopping) return void call.emit('error', STOPPING);
    try {
      this.callers.callerOf(call, 'PutRecords');
    } catch (error) {
      return void call.emit('error', grpcFailureOf(error));
    }
    const { onUnexpected } = this.context;
    const put = (request: PutRecordsRequest): Promise<PutAnswer> => this.putRecords(request, undefined, call);
    const stream = new AnsweredStream<PutRecordsRequest, PutAnswer>(call, {
      answer: (request) => answerBatch(request, { put, onUnexpected }),
      bytesOf: bytesOfBatch,
    });
    this.streams.set(call, stream);
    await stream.ended;
    this.streams.delete(call);
  }

  /** The shards are still served: what was taken is stored and answered, then the streams end. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await Promise.all(
      [...this.streams].map(async ([call, stream]) => {
        await Promise.race([stream.stop(), delay(LAST_ANSWERS_MS, undefined, { ref: false })]);
        call.emit('error', STOPPING);
      }),
    );
  }

  private async run<Output>(
    { call, operation, request: { streamName } }: AskedPut,
    put: () => Promise<Output>,
  ): Promise<Output> {
    const caller = this.callers.callerOf(call, operation);
    const asked = { operation, input: { StreamName: streamName }, caller };
    return this.access.run(asked, put);
  }
}

interface AskedPut {
  readonly call: GrpcCall;
  readonly operation: OperationName;
  readonly request: { readonly streamName: string };
}
