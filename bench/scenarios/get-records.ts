import { createStream, fill, shardIdOf, shardIds } from '../bench-stream.js';
import { GOALS } from '../goals.js';
import { kinesisCall } from '../kinesis-call.js';
import {
  BATCH_RECORDS,
  getRecordsRequests,
  RECORD_BYTES,
  SHARDS,
  STREAM,
  type Encoding,
} from '../kinesis-requests.js';
import { requestLoad } from '../request-load.js';
import { startKinesalite, startShardwell, type RunningServer } from '../running-server.js';
import type { Scenario } from '../scenario.js';
import { perCpuRatio, throughputInRounds, throughputTable, type RecordMover } from '../throughput.js';

const CONNECTIONS = 4;
/** Records of one answer. */
const PAGE_RECORDS = 1000;
/** More than the tails of the shards hold, so that the oldest page comes from Redis; little enough for kinesalite. */
const RECORDS_BEFORE_READS = 60_000;

const FROM_REDIS = 'shardwell, from Redis';
const FROM_TAIL = 'shardwell, from the tail';

/** Pages of records: the oldest, which the owner's tail no longer holds, and the newest, which it does. */
export const getRecords: Scenario = {
  name: 'get-records',
  async run({ rounds, profileDir }) {
    await using kinesalite = await startKinesalite();
    await using shardwell = await startShardwell({ durability: 'interval', profileDir });
    for (const server of [kinesalite, shardwell]) {
      await createStream(server);
      await fill(server, RECORDS_BEFORE_READS);
    }
    const movers = [
      await oldPages(kinesalite, { name: kinesalite.name }),
      await oldPages(shardwell, { name: FROM_REDIS }),
      await newPages(shardwell, { name: FROM_TAIL }),
      await newPages(shardwell, { name: `${FROM_TAIL}, CBOR`, encoding: 'CBOR' }),
    ];
    const result = await throughputInRounds(
      `GetRecords, ${PAGE_RECORDS} × ${RECORD_BYTES} B`,
      movers,
      rounds,
    );
    const toKinesalite = (of: string): number => perCpuRatio(result, { of, to: kinesalite.name });
    return {
      tables: [throughputTable(result)],
      verdicts: [
        { goal: GOALS.getRecordsLog, seen: toKinesalite(FROM_REDIS) },
        { goal: GOALS.getRecordsTail, seen: toKinesalite(FROM_TAIL) },
      ],
    };
  },
};

interface Pages {
  readonly name: string;
  readonly encoding?: Encoding;
}

async function oldPages(server: RunningServer, pages: Pages): Promise<RecordMover> {
  const iterators = await Promise.all(
    shardIds().map((ShardId) => iteratorOf(server, { ShardId, ShardIteratorType: 'TRIM_HORIZON' })),
  );
  return pageLoad(server, { ...pages, iterators });
}

async function newPages(server: RunningServer, pages: Pages): Promise<RecordMover> {
  const iterators = await Promise.all(
    Array.from({ length: SHARDS }, (_, shardNumber) => lastPageOf(server, shardNumber)),
  );
  return pageLoad(server, { ...pages, iterators });
}

function pageLoad(
  server: RunningServer,
  { name, iterators, encoding = 'JSON' }: Pages & { readonly iterators: readonly string[] },
): RecordMover {
  return requestLoad(server, {
    name,
    requests: getRecordsRequests(iterators, { limit: PAGE_RECORDS, encoding }),
    connections: CONNECTIONS,
    recordsPerRequest: PAGE_RECORDS,
  });
}

interface Start {
  readonly ShardId: string;
  readonly ShardIteratorType: string;
  readonly StartingSequenceNumber?: string | undefined;
}

async function iteratorOf({ port }: RunningServer, start: Start): Promise<string> {
  const input = { StreamName: STREAM, ...start };
  return (await kinesisCall<{ ShardIterator: string }>(port, 'GetShardIterator', input)).ShardIterator;
}

/** Puts a page for the shard and takes an iterator at its first record, so that a full page is behind it. */
async function lastPageOf(server: RunningServer, shardNumber: number): Promise<string> {
  const ExplicitHashKey = String((2n ** 128n / BigInt(SHARDS)) * BigInt(shardNumber));
  let first: string | undefined;
  for (let put = 0; put < PAGE_RECORDS; put += BATCH_RECORDS) {
    const Records = Array.from({ length: BATCH_RECORDS }, (_, n) => ({
      Data: Buffer.alloc(RECORD_BYTES, n).toString('base64'),
      PartitionKey: String(n).padStart(12, '0'),
      ExplicitHashKey,
    }));
    const input = { StreamName: STREAM, Records };
    const answer = await kinesisCall<{ Records: { SequenceNumber: string }[] }>(
      server.port,
      'PutRecords',
      input,
    );
    first ??= answer.Records[0]?.SequenceNumber;
  }
  return iteratorOf(server, {
    ShardId: shardIdOf(shardNumber),
    ShardIteratorType: 'AT_SEQUENCE_NUMBER',
    StartingSequenceNumber: first,
  });
}
