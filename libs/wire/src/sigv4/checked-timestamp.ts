import type { KinesisError } from '#lib/kinesis';
import { amzTimestamp, parseAmzDate, type AmzDate } from './amz-date.js';
import type { SignatureClaim } from './signature-claim.js';
import { incompleteSignature, invalidSignature } from './invalid-signature.js';

/** How far the clocks of client and server may be apart. Source: AWS. */
const SKEW_MS = 300_000;
const MINUTE_MS = 60_000;
/** Source: AWS, seven days. */
const LONGEST_EXPIRY_SECONDS = 604_800;

/**
 * When the request was signed, in the form that is signed: `20150830T123600Z`.
 *
 * @throws KinesisError IncompleteSignatureException for what is no time, InvalidSignatureException where it is too long ago
 * or still to come.
 */
export function checkedTimestamp({ date, expiresSeconds }: SignatureClaim, nowMs: number): string {
  const signedAt = parseAmzDate(date);
  if (!signedAt)
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const lifetimeMs = expiresSeconds === undefined ? SKEW_MS : expiryMs(expiresSeconds);
  if (signedAt.ms < nowMs - lifetimeMs) throw expired(signedAt, nowMs, lifetimeMs);
  if (signedAt.ms > nowMs + SKEW_MS) throw notYetCurrent(signedAt, nowMs);
  return signedAt.timestamp;
}

function expired({ timestamp }: AmzDate, nowMs: number, lifetimeMs: number): KinesisError {
  const [earliest, now] = [amzTimestamp(nowMs - lifetimeMs), amzTimestamp(nowMs)];
  const lifetime = lifetimeMs % MINUTE_MS === 0 ? `${lifetimeMs / MINUTE_MS} min.` : `${lifetimeMs / 1000} s`;
  return invalidSignature(
    `Signature expired: ${timestamp} is now earlier than ${earliest} (${now} - ${lifetime})`,
  );
}

function notYetCurrent({ timestamp }: AmzDate, nowMs: number): KinesisError {
  const [latest, now] = [amzTimestamp(nowMs + SKEW_MS), amzTimestamp(nowMs)];
  return invalidSignature(
    `Signature not yet current: ${timestamp} is still later than ${latest} (${now} + ${SKEW_MS / MINUTE_MS} min.)`,
  );
}

function expiryMs(text: string): number {
  const seconds = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > LONGEST_EXPIRY_SECONDS)
    throw incompleteSignature(
      `X-Amz-Expires must be a number of seconds from 1 to ${LONGEST_EXPIRY_SECONDS}, not '${text}'.`,
    );
  return seconds * 1000;
}
