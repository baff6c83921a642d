import { sha256 } from './canonical-request.js';
import { invalidSignature } from './invalid-signature.js';

const UNSIGNED = 'UNSIGNED-PAYLOAD';

export interface PayloadRules {
  /** Whether a request may leave its body out of the signature. */
  readonly isUnsignedAllowed: boolean;
}

/**
 * What stands for the body in a signature: its SHA-256, always computed. What `x-amz-content-sha256` declares must be the
 * same.
 *
 * @throws KinesisError InvalidSignatureException.
 */
export function payloadHash(
  body: Uint8Array,
  declared: string | undefined,
  { isUnsignedAllowed }: PayloadRules,
): string {
  if (declared === UNSIGNED && isUnsignedAllowed) return UNSIGNED;
  const computed = sha256(body);
  if (declared === undefined || declared === computed) return computed;
  throw invalidSignature(
    declared === UNSIGNED || declared.startsWith('STREAMING-')
      ? `The 'x-amz-content-sha256' header is '${declared}': the body must be signed, in one piece.`
      : "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}
