import type { FastifyRequest } from 'fastify';
import { operationInput } from '#lib/wire';
import type { AccessGuard } from '../access/access.guard.js';
import type { OperationContext } from '../operation-context.js';
import { operationNamed, type Operations } from '../operation-table.js';
import { DECODED } from '../put-entries.js';

type Input<Name extends keyof Operations> = Parameters<Operations[Name]>[0];
type Output<Name extends keyof Operations> = Awaited<ReturnType<Operations[Name]>>;

/** The operations of the Kinesis API for requests of REST: the same checks, the same limits, the same decision who may. */
export class RestOperations {
  constructor(
    private readonly access: Pick<AccessGuard, 'read' | 'run'>,
    private readonly context: OperationContext,
  ) {}

  /**
   * Runs an operation for whoever made the request.
   *
   * @throws KinesisError ValidationException where the service model does not allow the input, AccessDeniedException; and
   *   what the operation throws.
   */
  async call<Name extends keyof Operations>(
    request: FastifyRequest,
    operation: Name,
    input: Input<Name>,
  ): Promise<Output<Name>> {
    const checked = this.access.read(
      request,
      operation,
      () => operationInput(operation, { structure: { ...input }, form: DECODED }) as object,
    );
    const run = operationNamed(operation) as (
      input: unknown,
      context: OperationContext,
    ) => Promise<Output<Name>>;
    return this.access.run(request, { operation, input: checked }, () => run(checked, this.context));
  }
}
