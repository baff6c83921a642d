import type { Account } from './account.js';
import { resourceInUse } from './errors.js';
import type { AccountScope } from './stream-arn.js';
import type { StreamId } from './stream-id.js';
import { streamNotFound } from './stream-reference.js';
import { notActive } from './stream-transition.js';
import type { StreamEvent } from './stream.js';

/** DeleteStream, of the incarnation that the request's name, ARN or id was resolved to. */
export interface DeleteStream {
  readonly streamId: StreamId;
  /** Whether its registered consumers may go with it. */
  readonly enforceConsumerDeletion?: boolean | undefined;
}

/**
 * Decides whether the stream may go. It may while it is CREATING.
 *
 * Source: the API reference of DeleteStream; sentence recorded against AWS.
 *
 * @throws KinesisError ResourceNotFoundException; ResourceInUseException where it is DELETING, or has
 *   registered consumers that were not given up too.
 */
export function decideDeleteStream(
  account: Account,
  { streamId, enforceConsumerDeletion }: DeleteStream,
  { nowMs, scope }: { readonly nowMs: number; readonly scope: AccountScope },
): readonly StreamEvent[] {
  const stream = account.streams.get(streamId);
  if (!stream) throw streamNotFound(`with id ${streamId}`, scope);
  if (stream.status === 'DELETING') throw notActive(stream, scope);
  if (stream.consumers.length > 0 && enforceConsumerDeletion !== true) {
    throw resourceInUse(
      `Stream ${stream.name} under account ${scope.accountId} has ${stream.consumers.length} registered consumers. ` +
        'Deregister them first, or set EnforceConsumerDeletion.',
    );
  }
  return [{ type: 'StreamDeletionStarted', streamId, atMs: nowMs }];
}

/** What ends DELETING, once all shard logs are gone; nothing where the stream is gone already. */
export function decideDeletionFinished(
  account: Account,
  streamId: StreamId,
  nowMs: number,
): readonly StreamEvent[] {
  const isDeleting = account.streams.get(streamId)?.status === 'DELETING';
  return isDeleting ? [{ type: 'StreamDeleted', streamId, atMs: nowMs }] : [];
}
