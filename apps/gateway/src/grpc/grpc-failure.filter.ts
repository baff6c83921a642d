import { Catch, Inject, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { KinesisError } from '#lib/kinesis';
import { OPERATION_CONTEXT, type OperationContext } from '../operation-context.js';
import { grpcFailureOf } from './grpc-failure.js';

/** Ends a gRPC call that failed with its status. */
@Catch()
export class GrpcFailureFilter implements ExceptionFilter {
  constructor(@Inject(OPERATION_CONTEXT) private readonly context: OperationContext) {}

  catch(error: unknown): Observable<never> {
    if (!(error instanceof KinesisError)) this.context.onUnexpected(error);
    return throwError(() => grpcFailureOf(error));
  }
}
