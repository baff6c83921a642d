import { invalidArgument } from './errors.js';
import { checkRation } from './rationed-change.js';
import type { StreamDecisionContext } from './stream-decision-context.js';
import type { DataKey } from './stream-settings.js';
import { checkActive } from './stream-transition.js';
import type { Stream, StreamEvent } from './stream.js';

/** The key that is there without anybody having made it. Source: the API reference of StartStreamEncryption, KeyId. */
export const DEFAULT_KEY_ID = 'alias/aws/kinesis';

/** A new data key, wrapped by the key that the request names. */
export type WrappedDataKey = Pick<DataKey, 'keyId' | 'wrapped'>;

/**
 * Checks that encryption may start; the decision checks it again, so that nobody makes a key in vain.
 *
 * @throws KinesisError ResourceInUseException where the stream is not ACTIVE; LimitExceededException: 25 starts in 24 hours.
 */
export function checkEncryptionStart(
  stream: Stream,
  { nowMs, scope }: Pick<StreamDecisionContext, 'nowMs' | 'scope'>,
): void {
  checkActive(stream, scope);
  checkRation(stream, { change: 'encryption-start', nowMs, scope });
}

/**
 * Decides that new records are encrypted with this data key. Where they are encrypted already, whatever key the request
 * names, it takes the place of the present one: that is how keys are rotated.
 *
 * Source: the API reference of StartStreamEncryption.
 *
 * @throws KinesisError as `checkEncryptionStart`.
 */
export function decideEncryptionStart(
  stream: Stream,
  dataKey: WrappedDataKey,
  context: StreamDecisionContext,
): readonly StreamEvent[] {
  checkEncryptionStart(stream, context);
  const number = (stream.dataKeys.at(-1)?.number ?? 0) + 1;
  const { id: streamId } = stream;
  return [{ type: 'EncryptionStarted', streamId, dataKey: { number, ...dataKey }, atMs: context.nowMs }];
}

/**
 * Decides that new records are stored as they are. A stream that is not encrypted stays so; the key that the request names
 * need not be the present one, for a key has several names.
 *
 * Source: the API reference of StopStreamEncryption.
 *
 * @throws KinesisError ResourceInUseException where the stream is not ACTIVE; LimitExceededException: 25 stops in 24 hours.
 */
export function decideEncryptionStop(
  stream: Stream,
  { nowMs, scope }: StreamDecisionContext,
): readonly StreamEvent[] {
  checkActive(stream, scope);
  if (!stream.encryption) return [];
  checkRation(stream, { change: 'encryption-stop', nowMs, scope });
  return [{ type: 'EncryptionStopped', streamId: stream.id, atMs: nowMs }];
}

/** @throws KinesisError InvalidArgumentException. Source: the API reference of StartStreamEncryption, EncryptionType. */
export function checkEncryptionType(encryptionType: 'NONE' | 'KMS'): void {
  if (encryptionType !== 'KMS')
    throw invalidArgument(`EncryptionType ${encryptionType} is not supported. The only valid value is KMS.`);
}
