import type { FastifyRequest } from 'fastify';
import { requestBodyAsSent } from '#lib/bootstrap';
import type { Principal } from '#lib/kinesis';
import type { Clock } from '#lib/ports';
import { SigningKeys, verifySignature, type VerifyOptions } from '#lib/wire';
import type { AccessKey } from './access-file.js';
import type { Principals } from './principals.js';

export interface RequestSignaturesOptions {
  readonly principals: Principals;
  readonly clock: Clock;
  /** The one that signatures must be for. */
  readonly region: string;
  /** Which signatures are taken besides those that say everything. */
  readonly rules: Pick<
    VerifyOptions<AccessKey>,
    'acceptedHosts' | 'isPresignedAllowed' | 'isUnsignedPayloadAllowed'
  >;
}

/** That a signature is for; Kinesis's libraries report their metrics to `monitoring`. */
export type SignedService = 'kinesis' | 'monitoring';

const NO_BODY = Buffer.alloc(0);

/** Who signed a request. */
export class RequestSignatures {
  private readonly signingKeys = new SigningKeys();

  constructor(private readonly options: RequestSignaturesOptions) {}

  /**
   * Whose key a request was signed with; its body must have been read.
   *
   * @throws KinesisError MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
   *   UnrecognizedClientException.
   */
  principalOf(request: FastifyRequest, service: SignedService): Principal {
    const { principals, clock, region, rules } = this.options;
    const { method = '', url = '', rawHeaders } = request.raw;
    const body = requestBodyAsSent(request) ?? NO_BODY;
    const { credential } = verifySignature(
      { method, url, rawHeaders, body },
      {
        ...rules,
        service,
        credentialOf: (accessKeyId) => principals.ofAccessKey(accessKeyId),
        nowMs: clock.nowMs(),
        signingKeys: this.signingKeys,
        regions: [region],
      },
    );
    return credential.principal;
  }
}
