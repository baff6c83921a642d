import { amzDate, parseAmzDate } from './amz-date.js';
import type { SignatureClaim } from './signature-claim.js';
import { incompleteSignature, invalidSignature } from './signature-refusal.js';

/** How far the clocks of client and server may be apart. Source: AWS. */
const SKEW_MINUTES = 5;
const MINUTE_MS = 60_000;
/** Source: AWS, seven days. */
const LONGEST_EXPIRY_SECONDS = 604_800;

/**
 * When the request was signed, in the form that is signed: `20150830T123600Z`.
 *
 * @throws KinesisError IncompleteSignatureException for what is no time, InvalidSignatureException where it is too long ago
 * or still to come.
 */
export function timestampOf({ date, expiresSeconds }: SignatureClaim, nowMs: number): string {
  const signedAtMs = parseAmzDate(date);
  if (signedAtMs === undefined)
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const lifetimeMs = expiresSeconds === undefined ? SKEW_MINUTES * MINUTE_MS : expiryMs(expiresSeconds);
  const timestamp = amzDate(signedAtMs);
  const now = amzDate(nowMs);
  if (signedAtMs < nowMs - lifetimeMs)
    throw invalidSignature(
      `Signature expired: ${timestamp} is now earlier than ${amzDate(nowMs - lifetimeMs)} (${now} - ${durationText(lifetimeMs)})`,
    );
  if (signedAtMs > nowMs + SKEW_MINUTES * MINUTE_MS)
    throw invalidSignature(
      `Signature not yet current: ${timestamp} is still later than ${amzDate(nowMs + SKEW_MINUTES * MINUTE_MS)} ` +
        `(${now} + ${SKEW_MINUTES} min.)`,
    );
  return timestamp;
}

function expiryMs(text: string): number {
  const seconds = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > LONGEST_EXPIRY_SECONDS)
    throw incompleteSignature(
      `X-Amz-Expires must be a number of seconds from 1 to ${LONGEST_EXPIRY_SECONDS}, not '${text}'.`,
    );
  return seconds * 1000;
}

function durationText(ms: number): string {
  return ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS} min.` : `${ms / 1000} s`;
}
