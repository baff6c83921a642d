import {
  KinesisError,
  resourceNotFound,
  shardIdOf,
  unreachable,
  type AccountScope,
  type Stream,
} from '#lib/kinesis';
import { ShardError, StorageError } from '#lib/ports';

/** Where a shard failed, for the sentence. */
export interface FailedShard {
  readonly stream: Stream;
  readonly shardNumber: number;
  readonly scope: AccountScope;
}

/**
 * What a client learns when a shard could not serve it. An outcome that is unknown is said to be unknown.
 *
 * @returns the error itself where it is not a ShardError.
 */
export function answerToShardFailure(error: unknown, { stream, shardNumber, scope }: FailedShard): unknown {
  if (!(error instanceof ShardError)) return error;
  const shard = sentencePartOf({ stream, shardNumber, scope });
  switch (error.kind) {
    case 'overloaded':
    case 'throttled':
      return rateExceeded({ stream, shardNumber, scope }, error);
    case 'gone':
      return resourceNotFound(`Shard ${shard} does not exist`);
    case 'not-owner':
    case 'sealed':
    case 'not-stored':
      return internalFailure(`Shard ${shard} cannot be reached now, nothing was stored. Try again.`, error);
    case 'no-key':
      return (
        keyFailureOf(error) ??
        internalFailure(`The key of shard ${shard} cannot be had now. Try again.`, error)
      );
    case 'unknown':
      return internalFailure(
        `No answer came from shard ${shard}: whether anything was stored is unknown. Trying again may store it twice.`,
        error,
      );
    default:
      return unreachable(error.kind);
  }
}

/** A shard gives or takes no more for now. Source of the sentence: recorded against AWS. */
export function rateExceeded(shard: FailedShard, cause?: ShardError): KinesisError {
  const code = 'ProvisionedThroughputExceededException';
  return new KinesisError(code, `Rate exceeded for shard ${sentencePartOf(shard)}.`, { cause });
}

function sentencePartOf({ stream, shardNumber, scope }: FailedShard): string {
  return `${shardIdOf(shardNumber)} in stream ${stream.name} under account ${scope.accountId}`;
}

/** What a client learns when a change of its streams could not be written. As `answerToShardFailure`. */
export function answerToControlFailure(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  return error.kind === 'unknown'
    ? internalFailure('No answer came from the storage: whether the change was made is unknown.', error)
    : internalFailure('The storage cannot be reached now, nothing was changed. Try again.', error);
}

/** What the key provider said: clients know its codes. */
function keyFailureOf(error: ShardError): KinesisError | undefined {
  const { cause: storageError } = error;
  const cause = storageError instanceof StorageError ? storageError.cause : undefined;
  return cause instanceof KinesisError ? cause : undefined;
}

function internalFailure(message: string, cause: Error): KinesisError {
  return new KinesisError('InternalFailure', message, { cause });
}
