import { decideSequenceNumberForOrdering, sequenceNumberOf, shardIdOf, type Shard } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../addressed-stream.js';
import { shardOfNumber } from '../described-stream.js';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import { RecordPlacement } from '../record-placement.js';
import { answerToShardFailure } from '../storage-failure.js';

/**
 * Stores one record in the shard of its key.
 *
 * @throws KinesisError ValidationException, InvalidArgumentException, ResourceNotFoundException,
 *   ProvisionedThroughputExceededException, InternalFailure, DryRunOperationException; KMS… where the stream's key cannot
 *   be had.
 */
export async function putRecord(
  input: KinesisApi.PutRecordInput,
  context: OperationContext,
): Promise<KinesisApi.PutRecordOutput> {
  const { router, scope, clock } = context;
  const stream = streamWithRecords(input, context);
  const placement = new RecordPlacement(stream);
  const envelope = placement.envelopeOf(input);
  if (input.SequenceNumberForOrdering !== undefined) {
    const ordering = { stream, scope, nowMs: clock.nowMs() };
    decideSequenceNumberForOrdering(input.SequenceNumberForOrdering, ordering);
  }
  endDryRun(input);
  const shard = placement.openShards[placement.shardIndexOf(envelope)] as Shard;
  const packer = new RecordPacker(input.Data.length + ENVELOPE_BYTES);
  packer.add(envelope, input.Data);
  try {
    const ref = { streamId: stream.id, shardNumber: shard.number };
    const { epoch, second, firstIndex: index } = await router.append(ref, packer.finish());
    return {
      ShardId: shardIdOf(shard.number),
      SequenceNumber: sequenceNumberOf({ ...shardOfNumber(shard), epoch, second, index }),
      ...(stream.encryption === undefined ? {} : { EncryptionType: 'KMS' }),
    };
  } catch (error) {
    throw answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
  }
}

/** What a record usually needs besides its data. */
const ENVELOPE_BYTES = 512;
