import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Inject, UseFilters, type OnModuleDestroy } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import {
  GrpcStatus,
  type PutRecordRequest,
  type PutRecordResponse,
  type PutRecordsRequest,
  type PutStreamCall,
} from '#lib/wire';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { AnsweredStream } from './answered-stream.js';
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

  constructor(@Inject(OPERATION_CONTEXT) private readonly context: OperationContext) {}

  @GrpcMethod('Producer', 'PutRecord')
  putRecord(request: PutRecordRequest): Promise<PutRecordResponse> {
    return putOne(request, this.context);
  }

  @GrpcMethod('Producer', 'PutRecords')
  putRecords(request: PutRecordsRequest): Promise<PutAnswer> {
    return putBatch(request, this.context);
  }

  @GrpcStreamCall('Producer', 'PutStream')
  async putStream(call: PutStreamCall): Promise<void> {
    if (this.isStopping) return void call.emit('error', STOPPING);
    const stream = new AnsweredStream<PutRecordsRequest, PutAnswer>(call, {
      answer: (request) => answerBatch(request, this.context),
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
}
