import { invalidArgument, KinesisError, kinesisErrorOf, LIMITS, type Shard, type Stream } from '#lib/kinesis';
import { firstRecords, RecordPacker } from '#lib/ports';
import type { KinesisApi } from '#lib/wire';
import { streamWithRecords } from '../streams/addressed-stream.js';
import { endDryRun } from '../dry-run.js';
import type { MeasuredPart } from '../metrics/kinesis-metrics.js';
import type { OperationContext } from '../operation-context.js';
import { PutRecordsAnswer, storedCount, type ShardOutcome } from '../records/put-records-answer.js';
import { RecordPlacement } from '../records/record-placement.js';
import { answerToShardFailure, rateExceeded } from '../storage-failure.js';

/**
 * Stores up to 500 records, each in the shard of its key, in the request's order within a shard. All are checked before
 * any is stored; after that each shard's records succeed or fail together, but for those that are over its limits, and
 * every record has its own result.
 *
 * @throws KinesisError ValidationException, InvalidArgumentException, ResourceNotFoundException, DryRunOperationException.
 */
export async function putRecords(
  input: KinesisApi.PutRecordsInput,
  context: OperationContext,
): Promise<PutRecordsAnswer> {
  const startedAtMs = context.metrics.now();
  const stream = streamWithRecords(input, context);
  const { parts, partOfRecord } = packByShard(input.Records, stream);
  endDryRun(input);
  const outcomes = await Promise.all(parts.map((part) => appended(part, { stream, context })));
  context.metrics.putRecords(stream, { startedAtMs, parts: outcomes.map(measuredPart) });
  throwIfNoneCould(outcomes);
  return new PutRecordsAnswer({
    outcomeOfRecord: partOfRecord,
    outcomes,
    isEncrypted: stream.encryption !== undefined,
  });
}

/** What of a request goes to one shard. */
interface ShardPart {
  readonly shard: Shard;
  readonly packer: RecordPacker;
}

interface PackedPut {
  /** In the order of their first record. */
  readonly parts: readonly ShardPart[];
  /** For each record of the request, which of the parts it is in. */
  readonly partOfRecord: Uint16Array;
}

type Entries = KinesisApi.PutRecordsInput['Records'];

function packByShard(records: Entries, stream: Stream): PackedPut {
  const placement = new RecordPlacement(stream);
  const expectedBytes = expectedBytesPerShard(records, placement.openShards.length);
  const parts: ShardPart[] = [];
  const partOfShard = new Map<number, number>();
  const partOfRecord = new Uint16Array(records.length);
  records.forEach((entry, i) => {
    const envelope = placement.envelopeOf(entry, i);
    const shardIndex = placement.shardIndexOf(envelope);
    let part = partOfShard.get(shardIndex);
    if (part === undefined) {
      const shard = placement.openShards[shardIndex] as Shard;
      part = parts.push({ shard, packer: new RecordPacker(expectedBytes) }) - 1;
      partOfShard.set(shardIndex, part);
    }
    partOfRecord[i] = part;
    (parts[part] as ShardPart).packer.add(envelope, entry.Data);
  });
  const packedBytes = parts.reduce((bytes, { packer }) => bytes + packer.byteLength, 0);
  if (packedBytes > LIMITS.bytesPerPut) checkSize(records);
  return { parts, partOfRecord };
}

const ENVELOPE_BYTES = 8;
/** Keys do not fall evenly. */
const SPREAD = 1.3;

/** A guess from the first record; a packer that was guessed too small grows. */
function expectedBytesPerShard(records: Entries, openShardCount: number): number {
  const { Data, PartitionKey = '' } = records[0] as KinesisApi.PutRecordsRequestEntry;
  const recordBytes = Data.length + PartitionKey.length + ENVELOPE_BYTES;
  return Math.ceil((SPREAD * recordBytes * records.length) / Math.min(openShardCount, records.length));
}

/** The packed records are somewhat larger than what counts: data and keys. */
function checkSize(records: Entries): void {
  let bytes = 0;
  for (const { Data, PartitionKey = '' } of records) bytes += Data.length + Buffer.byteLength(PartitionKey);
  if (bytes <= LIMITS.bytesPerPut) return;
  throw invalidArgument(
    `Records size exceeds 10 MB limit: data and partition keys have ${bytes} bytes together, ` +
      `one request takes up to ${LIMITS.bytesPerPut}.`,
  );
}

/** The stream was deleted meanwhile, or its key cannot be had: nothing of the request was stored. */
function throwIfNoneCould(outcomes: readonly ShardOutcome[]): void {
  const errors = outcomes.map(({ result }) => result);
  if (errors.every((result) => result instanceof KinesisError && isOfWholeStream(result))) throw errors[0];
}

const isOfWholeStream = ({ code }: KinesisError): boolean =>
  code === 'ResourceNotFoundException' || code.startsWith('KMS');

interface Target {
  readonly stream: Stream;
  readonly context: OperationContext;
}

async function appended({ shard, packer }: ShardPart, { stream, context }: Target): Promise<ShardOutcome> {
  const { router, scope, onUnexpected } = context;
  const recordCount = packer.count;
  const part = { stream, shardNumber: shard.number, scope };
  try {
    const ref = { streamId: stream.id, shardNumber: shard.number };
    const records = packer.finish();
    const result = await router.append(ref, records);
    if (result.count === recordCount)
      return { shard, recordCount, result, storedBytes: records.payloadBytes };
    const { payloadBytes: storedBytes } = firstRecords(records, result.count);
    return { shard, recordCount, result, storedBytes, throttle: rateExceeded(part) };
  } catch (error) {
    const answer = answerToShardFailure(error, part);
    if (!(answer instanceof KinesisError)) onUnexpected(error);
    // A mistake of ours in one shard's part must not hide that another one's was stored.
    return { shard, recordCount, result: kinesisErrorOf(answer), storedBytes: 0 };
  }
}

function measuredPart(outcome: ShardOutcome): MeasuredPart {
  const { shard, recordCount, storedBytes, result, throttle } = outcome;
  const error = result instanceof KinesisError ? result : throttle;
  return { shardNumber: shard.number, recordCount, storedCount: storedCount(outcome), storedBytes, error };
}
