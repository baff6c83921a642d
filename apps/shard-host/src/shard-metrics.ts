import type { Instrumentation } from '#lib/bootstrap';
import type { LocalShardClient, ShardStats } from '#lib/shard';

interface Shown {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly of: (stats: ShardStats) => number;
}

/** What is there now, and may be less later. */
const LEVELS: readonly Shown[] = [
  {
    name: 'shardwell.shard.actors',
    unit: '{shard}',
    description: 'Shards that are written to from this process, and are in memory.',
    of: ({ actors }) => actors,
  },
  {
    name: 'shardwell.mailbox.messages',
    unit: '{request}',
    description: 'Requests that wait at all shards together, without those that are being stored.',
    of: ({ waitingMessages }) => waitingMessages,
  },
  {
    name: 'shardwell.mailbox.bytes',
    unit: 'By',
    description: 'Bytes of records that wait at all shards together.',
    of: ({ waitingBytes }) => waitingBytes,
  },
  {
    name: 'shardwell.tail.bytes',
    unit: 'By',
    description: 'Bytes of the newest records that are kept in memory for readers.',
    of: ({ tailBytes }) => tailBytes,
  },
];

/** What has happened since the process started. */
const COUNTS: readonly Shown[] = [
  {
    name: 'shardwell.shard.requests',
    unit: '{request}',
    description: 'Requests to store records that were finished.',
    of: ({ finishedMessages }) => finishedMessages,
  },
  {
    name: 'shardwell.shard.commits',
    unit: '{commit}',
    description: 'Appends that they were made into: requests per commit is how well commits are shared.',
    of: ({ finishedBatches }) => finishedBatches,
  },
  {
    name: 'shardwell.shard.abandoned_requests',
    unit: '{request}',
    description: 'Requests that ended without an outcome.',
    of: ({ abandonedMessages }) => abandonedMessages,
  },
  {
    name: 'shardwell.shard.crashes',
    unit: '{crash}',
    description: "Crashes of shards' actors.",
    of: ({ crashes }) => crashes,
  },
];

/** How the shards of this process are, all together. */
export function shardMetrics(shards: Pick<LocalShardClient, 'stats'>): Instrumentation {
  return {
    name: 'shards',
    instrument(meter) {
      for (const { name, of, ...options } of LEVELS)
        meter
          .createObservableUpDownCounter(name, options)
          .addCallback((result) => result.observe(of(shards.stats())));
      for (const { name, of, ...options } of COUNTS)
        meter
          .createObservableCounter(name, options)
          .addCallback((result) => result.observe(of(shards.stats())));
    },
  };
}
