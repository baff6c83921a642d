import { createKinesisClient } from '#lib/wire';
import type { Acknowledged, SteadyProducer } from './acknowledged-puts.js';

/** Everything a stream holds, read as any reader would: shard by shard, from the oldest record on. */
export async function readStream(endpoint: string, stream: string): Promise<readonly Acknowledged[]> {
  const client = createKinesisClient({ endpoint });
  const stored: Acknowledged[] = [];
  const { Shards } = await client.call('ListShards', { StreamName: stream });
  for (const { ShardId: shardId } of Shards) {
    let { ShardIterator: iterator } = await client.call('GetShardIterator', {
      StreamName: stream,
      ShardId: shardId,
      ShardIteratorType: 'TRIM_HORIZON',
    });
    for (;;) {
      const page = await client.call('GetRecords', { ShardIterator: iterator });
      for (const { Data, SequenceNumber: sequenceNumber } of page.Records)
        stored.push({ id: Buffer.from(Data, 'base64').toString(), shardId, sequenceNumber });
      if (page.NextShardIterator === undefined) break;
      if (page.Records.length === 0 && page.MillisBehindLatest === 0) break;
      iterator = page.NextShardIterator;
    }
  }
  client.close();
  return stored;
}

/** Every way in which what is stored contradicts what was acknowledged; empty when nothing does. */
export function contradictions(
  stored: readonly Acknowledged[],
  { acknowledged, attempted }: Pick<SteadyProducer, 'acknowledged' | 'attempted'>,
): readonly string[] {
  const placeOf = new Map(stored.map((record) => [record.id, record]));
  const numbers = new Set(stored.map(({ sequenceNumber }) => sequenceNumber));
  return [
    ...acknowledged.flatMap((record) => misplaced(record, placeOf.get(record.id))),
    ...(placeOf.size === stored.length ? [] : [`${stored.length - placeOf.size} records are stored twice`]),
    ...(numbers.size === stored.length
      ? []
      : [`${stored.length - numbers.size} sequence numbers stand twice`]),
    ...stored.filter(({ id }) => !attempted.has(id)).map(({ id }) => `${id} is stored and nobody put it`),
    ...disorder(stored),
  ];
}

function misplaced(acknowledged: Acknowledged, stored: Acknowledged | undefined): readonly string[] {
  const { id, shardId, sequenceNumber } = acknowledged;
  if (!stored) return [`${id} was acknowledged at ${sequenceNumber} and is lost`];
  return stored.shardId === shardId && stored.sequenceNumber === sequenceNumber
    ? []
    : [
        `${id} was acknowledged at ${shardId} ${sequenceNumber} and lies at ${stored.shardId} ${stored.sequenceNumber}`,
      ];
}

/** Inside a shard sequence numbers grow, and the numbers of each key grow. */
function disorder(stored: readonly Acknowledged[]): readonly string[] {
  const lastNumberOfShard = new Map<string, string>();
  const lastOfKey = new Map<string, number>();
  const problems: string[] = [];
  for (const { id, shardId, sequenceNumber } of stored) {
    const [key = '', number] = id.split('/');
    if (sequenceNumber <= (lastNumberOfShard.get(shardId) ?? ''))
      problems.push(`${id} has not grown: ${sequenceNumber}`);
    if (Number(number) <= (lastOfKey.get(key) ?? -1))
      problems.push(`${id} comes behind a later record of its key`);
    lastNumberOfShard.set(shardId, sequenceNumber);
    lastOfKey.set(key, Number(number));
  }
  return problems;
}
