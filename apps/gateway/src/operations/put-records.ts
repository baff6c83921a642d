import { invalidArgument, KinesisError, LIMITS, ShardMap, type Shard, type Stream } from '#lib/kinesis';
import { RecordPacker } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../addressed-stream.js';
import { endDryRun } from '../dry-run.js';
import type { OperationContext } from '../operation-context.js';
import { PutRecordsAnswer, type ShardOutcome } from '../put-records-answer.js';
import { BYTES_PER_CHARACTER, envelopeOf, placeOf } from '../record-placement.js';
import { answerToShardFailure } from '../storage-failure.js';

/**
 * Stores up to 500 records, each in the shard of its key, in the request's order within a shard. All are checked before
 * any is stored; after that each shard's records succeed or fail together, and every record has its own result.
 *
 * @throws KinesisError ValidationException, InvalidArgumentException, ResourceNotFoundException, DryRunOperationException.
 */
export async function putRecords(
  input: KinesisApi.PutRecordsInput,
  context: OperationContext,
): Promise<PutRecordsAnswer> {
  const stream = streamWithRecords(input, context);
  const put = packByShard(input.Records, stream);
  endDryRun(input);
  const outcomes = await Promise.all(
    put.packers.map((packer, i) => appended(packer, { stream, shard: put.shards[i] as Shard, context })),
  );
  throwIfGone(outcomes);
  return new PutRecordsAnswer(put.outcomeOfRecord, outcomes);
}

/** The records of one request, laid out by the shards that take them. */
interface PackedPut {
  /** The shards that take records, in the order of their first record. */
  readonly shards: readonly Shard[];
  readonly packers: readonly RecordPacker[];
  /** For each record of the request, which of the shards takes it. */
  readonly outcomeOfRecord: Uint16Array;
}

function packByShard(records: KinesisApi.PutRecordsInput['Records'], stream: Stream): PackedPut {
  const shardMap = ShardMap.of(stream);
  const shards: Shard[] = [];
  const packers: RecordPacker[] = [];
  const outcomeOfPlace = new Map<number, number>();
  const outcomeOfRecord = new Uint16Array(records.length);
  const expectedBytes = expectedBytesPerShard(records, shardMap.openShards.length);
  let mostBytes = 0;
  for (let i = 0; i < records.length; i += 1) {
    const entry = records[i] as KinesisApi.PutRecordsRequestEntry;
    const envelope = envelopeOf(entry, stream, `records.${i + 1}.member.`);
    mostBytes += entry.Data.length + BYTES_PER_CHARACTER * envelope.partitionKey.length;
    const place = placeOf(envelope, stream, shardMap);
    let outcome = outcomeOfPlace.get(place);
    if (outcome === undefined) {
      outcome = shards.push(shardMap.openShards[place] as Shard) - 1;
      packers.push(new RecordPacker(expectedBytes));
      outcomeOfPlace.set(place, outcome);
    }
    outcomeOfRecord[i] = outcome;
    (packers[outcome] as RecordPacker).add(envelope, entry.Data);
  }
  if (mostBytes > LIMITS.bytesPerPut) checkSize(records);
  return { shards, packers, outcomeOfRecord };
}

const ENVELOPE_BYTES = 8;
/** Keys do not fall evenly. */
const SPREAD = 1.3;

/** A guess from the first record; a packer that was guessed too small grows. */
function expectedBytesPerShard(
  records: KinesisApi.PutRecordsInput['Records'],
  openShardCount: number,
): number {
  const { Data, PartitionKey = '' } = records[0] as KinesisApi.PutRecordsRequestEntry;
  const recordBytes = Data.length + PartitionKey.length + ENVELOPE_BYTES;
  return Math.ceil((SPREAD * recordBytes * records.length) / Math.min(openShardCount, records.length));
}

function checkSize(records: KinesisApi.PutRecordsInput['Records']): void {
  let bytes = 0;
  for (const { Data, PartitionKey = '' } of records) bytes += Data.length + Buffer.byteLength(PartitionKey);
  if (bytes <= LIMITS.bytesPerPut) return;
  throw invalidArgument(
    `Records size exceeds 10 MB limit: data and partition keys have ${bytes} bytes together, ` +
      `one request takes up to ${LIMITS.bytesPerPut}.`,
  );
}

/** The stream was deleted meanwhile: nothing of the request was stored. */
function throwIfGone(outcomes: readonly ShardOutcome[]): void {
  const errors = outcomes.map(({ result }) => result);
  const isGone = (result: unknown) =>
    result instanceof KinesisError && result.code === 'ResourceNotFoundException';
  if (errors.every(isGone)) throw errors[0];
}

interface Target {
  readonly stream: Stream;
  readonly shard: Shard;
  readonly context: OperationContext;
}

async function appended(packer: RecordPacker, { stream, shard, context }: Target): Promise<ShardOutcome> {
  const { router, scope, onUnexpected } = context;
  const recordCount = packer.count;
  try {
    const ref = { streamId: stream.id, shardNumber: shard.number };
    return { shard, recordCount, result: await router.append(ref, packer.finish()) };
  } catch (error) {
    const answer = answerToShardFailure(error, { stream, shardNumber: shard.number, scope });
    if (answer instanceof KinesisError) return { shard, recordCount, result: answer };
    // A mistake of ours in one shard's part must not hide that another one's was stored.
    onUnexpected(error);
    return { shard, recordCount, result: new KinesisError('InternalFailure', 'Internal Service Failure') };
  }
}
