import type { FastifyRequest } from 'fastify';
import { requestBodyAsSent } from '#lib/bootstrap';
import { ANYONE, KinesisError } from '#lib/kinesis';
import { SigningKeys, verifySignature, type VerifyOptions } from '#lib/wire';
import type { Access } from '../access/access.js';
import type { KnownKey } from '../access/principals.js';
import { HttpCaller, type Caller } from '../caller.js';
import type { OperationContext } from '../operation-context.js';

/** What a request wants to do. */
export interface SignedCall {
  /** As policies name it. */
  readonly action: string;
  /** That the signature must be for. */
  readonly service: 'kinesis' | 'monitoring';
}

const NO_BODY = Buffer.alloc(0);

/** Who makes the requests of the Kinesis API: whoever signed them, where signatures are asked for. */
export class SignedCallers {
  private readonly signingKeys = new SigningKeys();

  constructor(
    private readonly access: Access,
    private readonly context: Pick<OperationContext, 'scope' | 'clock'>,
  ) {}

  /**
   * Who makes a request, if that is asked.
   *
   * @throws KinesisError MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
   *   UnrecognizedClientException.
   */
  callerOf(request: FastifyRequest, { action, service }: SignedCall): Caller {
    const { raw, id: requestId } = request;
    const anyone = new HttpCaller({ principal: ANYONE, door: 'aws', raw, requestId });
    const { isStrict, audit } = this.access;
    if (!isStrict) return anyone;
    try {
      const { method = '', url = '', rawHeaders } = raw;
      const body = requestBodyAsSent(request) ?? NO_BODY;
      const { credential } = verifySignature({ method, url, rawHeaders, body }, { ...this.rules(), service });
      return new HttpCaller({ principal: credential.principal, door: 'aws', raw, requestId });
    } catch (error) {
      if (error instanceof KinesisError)
        audit.refused({ caller: anyone, action, result: error.code });
      throw error;
    }
  }

  private rules(): VerifyOptions<KnownKey> {
    const { principals, signatures } = this.access;
    return {
      ...signatures,
      credentialOf: (accessKeyId) => principals.ofAccessKey(accessKeyId),
      nowMs: this.context.clock.nowMs(),
      signingKeys: this.signingKeys,
      regions: [this.context.scope.region],
    };
  }
}
