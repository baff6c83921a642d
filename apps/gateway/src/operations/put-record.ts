import { decideSequenceNumberForOrdering, sequenceNumberOf, shardIdOf, type Shard } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../streams/addressed-stream.js';
import { shardOfNumber } from '../streams/described-stream.js';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import { RecordPlacement } from '../records/record-placement.js';
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
  const { router, scope, clock, metrics } = context;
  const startedAtMs = metrics.now();
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
  const put = { startedAtMs, shardNumber: shard.number, payloadBytes: packer.payloadBytes };
  try {
    const ref = { streamId: stream.id, shardNumber: shard.number };
    const { epoch, second, firstIndex: index } = await router.append(ref, packer.finish());
    metrics.putRecord(stream, put);
    return {
      ShardId: shardIdOf(shard.number),
      SequenceNumber: sequenceNumberOf({ ...shardOfNumber(shard), epoch, second, index }),
      ...(stream.encryption === undefined ? {} : { EncryptionType: 'KMS' }),
    };
  } catch (error) {
    const answer = answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
    metrics.putRecord(stream, { ...put, error: answer });
    throw answer;
  }
}

/** What a record usually needs besides its data. */
const ENVELOPE_BYTES = 512;
