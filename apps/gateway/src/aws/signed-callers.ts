import type { FastifyRequest } from 'fastify';
import { ANYONE, KinesisError } from '#lib/kinesis';
import type { Access } from '../access/access.js';
import type { SignedService } from '../access/request-signatures.js';
import { HttpCaller, type Caller } from '../caller.js';

/** What a request wants to do. */
export interface SignedCall {
  /** As policies name it. */
  readonly action: string;
  readonly service: SignedService;
}

/** Who makes the requests of the Kinesis API: whoever signed them, where signatures are asked for. */
export class SignedCallers {
  constructor(private readonly access: Access) {}

  /**
   * Who makes a request, if that is asked.
   *
   * @throws KinesisError MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
   *   UnrecognizedClientException.
   */
  callerOf(request: FastifyRequest, { action, service }: SignedCall): Caller {
    const { raw, id: requestId } = request;
    const anyone = new HttpCaller({ principal: ANYONE, door: 'aws', raw, requestId });
    const { isStrict, audit, signatures } = this.access;
    if (!isStrict) return anyone;
    try {
      const principal = signatures.principalOf(request, service);
      return new HttpCaller({ principal, door: 'aws', raw, requestId });
    } catch (error) {
      if (error instanceof KinesisError) audit.refused({ caller: anyone, action, result: error.code });
      throw error;
    }
  }
}
