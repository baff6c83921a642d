import { setTimeout as delay } from 'node:timers/promises';
import { KinesisCallError, type KinesisClient } from '#lib/consumer';
import type { WirePutResult } from '#lib/wire';
import { CommandError } from './command-error.js';
import { endpointClient, type EndpointOptions } from './endpoint-client.js';
import { openInputLines } from './input-lines.js';
import { keyOfLine, parseLine, type KeyOfLine } from './partition-key.js';
import { startProgress } from './put-progress.js';
import { putBatches, type RecordToPut } from './put-batches.js';

export interface PutOptions extends EndpointOptions {
  readonly lines?: string;
  readonly ndjson?: string;
  readonly key?: string;
  readonly create?: true;
}

const CREATION_PAUSE_MS = 200;
const CREATION_TRIES = 300;
const REFUSED_PAUSE_MS = 200;
const REFUSED_TRIES = 50;

/**
 * Puts each line of the input as one record, one PutRecords after the other, so that records of one key keep their order.
 * Records that were refused for now are put again before the next ones.
 *
 * @throws CommandError, KinesisCallError.
 */
export async function put(stream: string, options: PutOptions): Promise<void> {
  const path = options.lines ?? options.ndjson;
  if (path === undefined)
    throw new CommandError('say what to put: --lines FILE or --ndjson FILE (- is standard input)');
  const input = await openInputLines(path);
  const client = endpointClient(options);
  const progress = startProgress({ stream, totalBytes: input.totalBytes });
  try {
    if (options.create) await createStream(client, stream);
    for await (const batch of putBatches(input.lines, keysFor(options))) {
      await putBatch(client, stream, batch);
      progress.advance(batch.length, input.bytesRead());
    }
    progress.finish();
  } finally {
    progress.stop();
    client.close();
  }
}

/** With --ndjson a line that is not JSON is refused, also where its key is not read from it. */
function keysFor({ ndjson, key }: PutOptions): KeyOfLine {
  const keyOf = keyOfLine(key);
  if (ndjson === undefined || key !== undefined) return keyOf;
  return (line, lineNumber) => {
    parseLine(line, lineNumber);
    return keyOf(line, lineNumber);
  };
}

/** Makes the stream where it does not exist, and waits until records may come. */
async function createStream(client: KinesisClient, stream: string): Promise<void> {
  try {
    await client.call('CreateStream', { StreamName: stream });
  } catch (error) {
    const isThere = error instanceof KinesisCallError && error.code === 'ResourceInUseException';
    if (!isThere) throw error;
  }
  for (let tries = 0; tries < CREATION_TRIES; tries += 1) {
    const { StreamDescriptionSummary } = await client.call('DescribeStreamSummary', { StreamName: stream });
    if (StreamDescriptionSummary.StreamStatus !== 'CREATING') return;
    await delay(CREATION_PAUSE_MS);
  }
  throw new CommandError(
    `stream ${stream} is still CREATING after ${(CREATION_TRIES * CREATION_PAUSE_MS) / 1000} s`,
  );
}

async function putBatch(client: KinesisClient, stream: string, batch: readonly RecordToPut[]): Promise<void> {
  let left = batch;
  let refusal: WirePutResult | undefined;
  for (let tries = 0; tries < REFUSED_TRIES; tries += 1) {
    const entries = left.map(({ partitionKey, data }) => ({
      PartitionKey: partitionKey,
      Data: data.toString('base64'),
    }));
    const { Records } = await client.call('PutRecords', { StreamName: stream, Records: entries });
    left = left.filter((_, i) => Records[i]?.ErrorCode !== undefined);
    refusal = Records.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (left.length === 0) return;
    await delay(REFUSED_PAUSE_MS);
  }
  throw new CommandError(
    `${left.length} records were refused ${REFUSED_TRIES} times, at last with ${refusal?.ErrorCode}: ${refusal?.ErrorMessage}`,
  );
}
