import { describe, expect, it } from '@jest/globals';
import type { HashKey } from '#lib/kinesis';
import type { RecordBatch } from '#lib/ports';
import { RecentEvents } from './recent-events.js';
import { SubscriptionEvent } from './subscription-event.js';

const shard = {
  number: 0,
  range: { start: 0n as HashKey, end: 1n as HashKey },
  parents: [],
  createdAtSecond: 0,
};
const batch = (bytes = 10): RecordBatch => ({
  count: 1,
  firstIndex: 1,
  timeMs: 0,
  token: Buffer.alloc(8),
  durableIndex: 0,
  isEncrypted: false,
  body: Buffer.alloc(bytes),
});
const newEvent = (): SubscriptionEvent => new SubscriptionEvent({ shard, runs: [], millisBehindLatest: 0 });

describe('recent events', () => {
  it('are made once for each batch', () => {
    const recent = new RecentEvents();
    const [one, other] = [batch(), batch()];
    const made = recent.ofNewest(one, newEvent);
    expect(recent.ofNewest(other, newEvent)).not.toBe(made);
    expect(recent.ofNewest(one, newEvent)).toBe(made);
  });

  it('are not kept of large batches, and the oldest makes room', () => {
    const recent = new RecentEvents();
    const large = batch(1_000_000);
    expect(recent.ofNewest(large, newEvent)).not.toBe(recent.ofNewest(large, newEvent));

    const batches = Array.from({ length: 17 }, () => batch());
    const made = batches.map((each) => recent.ofNewest(each, newEvent));
    expect(recent.ofNewest(batches[16] as RecordBatch, newEvent)).toBe(made[16]);
    expect(recent.ofNewest(batches[1] as RecordBatch, newEvent)).toBe(made[1]);
    expect(recent.ofNewest(batches[0] as RecordBatch, newEvent)).not.toBe(made[0]);
  });
});
