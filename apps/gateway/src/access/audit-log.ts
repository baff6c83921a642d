import type { Timers } from '#lib/actor';
import type { Logger } from '#lib/bootstrap';
import type { KinesisErrorCode } from '#lib/kinesis';
import type { Caller } from '../caller.js';
import { RefusalBudget } from './refusal-budget.js';

/** One call, as the audit tells it. */
export interface AuditedCall {
  readonly caller: Caller;
  /** `kinesis:CreateStream`; the method and the route where the request did not come so far. */
  readonly action: string;
  /** The ARN of what the call is about. */
  readonly resource?: string;
  /** How it ended. */
  readonly result: 'ok' | KinesisErrorCode;
}

export interface AuditLogOptions {
  readonly logger: Pick<Logger, 'info' | 'debug'>;
  readonly timers: Timers;
  /** The key of the server's own readers: what they do all day is told at debug only. */
  readonly internalKeyId?: string | undefined;
}

/**
 * Who did what: a line in the log for every call of the control plane and for every refusal, with `audit: true`. No line has
 * anything of a request's content, or a secret. Refusals are bounded: `RefusalBudget`.
 */
export class AuditLog {
  private readonly refusals: RefusalBudget;

  constructor(private readonly options: AuditLogOptions) {
    const { logger, timers } = options;
    this.refusals = new RefusalBudget({
      timers,
      onLeftOut: (leftOut) =>
        logger.info({ audit: true, event: 'refusals left out', ...leftOut }, 'audit: refusals left out'),
    });
  }

  /** A call of the control plane has ended. */
  called(call: AuditedCall): void {
    this.write('call', call);
  }

  /** Somebody was not let in, or may not do what was asked. */
  refused(call: AuditedCall): void {
    if (this.refusals.take(call.caller.sourceIp)) this.write('refusal', call);
  }

  /** Tells what is left to tell. */
  close(): void {
    this.refusals.close();
  }

  private write(event: 'call' | 'refusal', { caller, action, resource, result }: AuditedCall): void {
    const { principal, accessKeyId, sourceIp, requestId, door } = caller;
    const { logger, internalKeyId } = this.options;
    const isInternal = internalKeyId !== undefined && accessKeyId === internalKeyId;
    logger[isInternal ? 'debug' : 'info'](
      {
        audit: true,
        event,
        principal: principal.arn,
        accessKeyId: isInternal ? 'internal' : accessKeyId,
        action,
        resource,
        result,
        sourceIp,
        requestId,
        door,
      },
      `audit: ${action} ${result}`,
    );
  }
}
