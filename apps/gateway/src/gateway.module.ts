import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LOGGER, type Logger } from '#lib/bootstrap';
import { EVENT_LOOP_TIMERS } from '#lib/shard';
import { AccessGuard } from './access/access.guard.js';
import { LargeBodyGuard } from './access/large-body.guard.js';
import { ACCESS, openAccess, type AccessOptions } from './access/access.js';
import { AwsRoute } from './aws/aws.route.js';
import { ObservedCalls } from './observed-calls.js';
import { OPERATION_CONTEXT, type OperationContext } from './operation-context.js';
import { OperationContextModule, type OperationContextOptions } from './operation-context.module.js';
import { OpenApiController } from './rest/openapi.controller.js';
import { REST_CONTROLLERS } from './rest/rest-controllers.js';
import { RestFailureFilter } from './rest/rest-failure.filter.js';
import { IdempotentPuts } from './idempotency/idempotent-puts.js';
import { RestOperations } from './rest/rest-operations.js';

export interface GatewayOptions extends OperationContextOptions, Pick<AccessOptions, 'internalKey'> {
  /** Who may come in. */
  readonly access: AccessOptions['settings'];
}

/** The operations, with the Kinesis API and REST as their doors; gRPC is a module of its own. */
@Module({})
export class GatewayModule {
  static with(options: GatewayOptions): DynamicModule {
    const operations = OperationContextModule.with(options);
    return {
      module: GatewayModule,
      imports: [operations],
      controllers: [...REST_CONTROLLERS, OpenApiController],
      providers: [
        {
          provide: ACCESS,
          inject: [OPERATION_CONTEXT, ObservedCalls, LOGGER],
          useFactory: (context: OperationContext, calls: ObservedCalls, logger: Logger) => {
            const { access: settings, internalKey } = options;
            return openAccess({ settings, internalKey, context, calls, logger, timers: EVENT_LOOP_TIMERS });
          },
        },
        AccessGuard,
        LargeBodyGuard,
        {
          provide: RestOperations,
          inject: [AccessGuard, OPERATION_CONTEXT],
          useFactory: (access: AccessGuard, context: OperationContext) => new RestOperations(access, context),
        },
        {
          provide: IdempotentPuts,
          inject: [OPERATION_CONTEXT],
          useFactory: (context: OperationContext) => new IdempotentPuts(context),
        },
        AwsRoute,
        { provide: APP_FILTER, useClass: RestFailureFilter },
      ],
      exports: [operations, ACCESS],
    };
  }
}
