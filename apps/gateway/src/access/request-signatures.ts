import type { FastifyRequest } from 'fastify';
import { requestBodyAsSent } from '#lib/bootstrap';
import type { Principal } from '#lib/kinesis';
import type { Clock } from '#lib/ports';
import {
  checkSigner,
  parseCredentialScope,
  SigningKeys,
  verifySignature,
  type VerifyOptions,
} from '#lib/wire';
import type { AccessKey } from './access-file.js';
import type { KnownKey, Principals } from './principals.js';

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
    const { method = '', url = '', rawHeaders } = request.raw;
    const body = requestBodyAsSent(request) ?? NO_BODY;
    const { credential } = verifySignature({ method, url, rawHeaders, body }, this.rulesOf(service));
    return credential.principal;
  }

  /**
   * Refuses a request that cannot be signed by somebody who is known, whatever its body will be.
   *
   * @throws KinesisError as `principalOf`.
   */
  checkSigner({ raw: { method = '', url = '', rawHeaders }, headers }: FastifyRequest): void {
    const isMonitoring = parseCredentialScope(headers.authorization)?.service === 'monitoring';
    checkSigner({ method, url, rawHeaders }, this.rulesOf(isMonitoring ? 'monitoring' : 'kinesis'));
  }

  private rulesOf(service: SignedService): VerifyOptions<KnownKey> {
    const { principals, clock, region, rules } = this.options;
    return {
      ...rules,
      service,
      credentialOf: (accessKeyId) => principals.ofAccessKey(accessKeyId),
      nowMs: clock.nowMs(),
      signingKeys: this.signingKeys,
      regions: [region],
    };
  }
}
