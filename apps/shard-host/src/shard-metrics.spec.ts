import { describe, expect, it } from '@jest/globals';
import { Telemetry } from '#lib/bootstrap';
import { shardMetrics } from './shard-metrics.js';

describe('the metrics of shards', () => {
  it('show what they are asked for, each under its own name', async () => {
    const telemetry = new Telemetry();
    const stats = {
      actors: 1,
      waitingMessages: 2,
      waitingBytes: 3,
      tailBytes: 4,
      finishedMessages: 5,
      finishedBatches: 6,
      abandonedMessages: 7,
      crashes: 8,
    };
    telemetry.register(shardMetrics({ stats: () => stats }));

    const lines = (await telemetry.scrape()).split('\n');
    expect(lines.filter((line) => line.startsWith('shardwell_'))).toEqual([
      'shardwell_shard_actors 1',
      'shardwell_mailbox_messages 2',
      'shardwell_mailbox_bytes 3',
      'shardwell_tail_bytes 4',
      'shardwell_shard_requests_total 5',
      'shardwell_shard_commits_total 6',
      'shardwell_shard_abandoned_requests_total 7',
      'shardwell_shard_crashes_total 8',
    ]);
  });
});
