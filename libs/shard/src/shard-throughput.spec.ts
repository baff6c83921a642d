import { beforeEach, describe, expect, it } from '@jest/globals';
import { ShardError } from '#lib/ports';
import { ShardThroughput } from './shard-throughput.js';
import { appendTo, MemoryShard, packed, refusals, SHARD, type ShardProcess } from './testing/memory-shard.js';

const MIB = 1024 * 1024;
/** Of `packed`. */
const KEY_BYTES = 'key'.length;

let shard: MemoryShard;
let owner: ShardProcess;

beforeEach(async () => {
  shard = await MemoryShard.open();
  owner = shard.startProcess({ shardLimits: 'aws', passivateAfterMs: 1000 });
});

const ofBytes = (bytes: number): string => 'x'.repeat(bytes - KEY_BYTES);
const manyTexts = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => String(i));

describe('appends to a shard with limits', () => {
  it('are stored as far as there is room, and the answer says how many were', async () => {
    const outcome = appendTo(owner, ...manyTexts(1500));
    await shard.timers.settle();

    expect(outcome.appended).toMatchObject({ firstIndex: 1, count: 1000 });
    expect(await shard.storedTexts()).toEqual(manyTexts(1000));
  });

  it('share the room in the order in which they came', async () => {
    const outcomes = [600, 600, 600].map((count) => appendTo(owner, ...manyTexts(count)));
    await shard.timers.settle();

    expect(outcomes.map(({ appended }) => appended?.count)).toEqual([600, 400, undefined]);
    expect(outcomes.map(({ appended }) => appended?.firstIndex)).toEqual([1, 601, undefined]);
    expect(refusals(...outcomes)).toEqual([undefined, undefined, 'throttled']);
    expect(await shard.storedTexts()).toHaveLength(1000);
  });

  it('are taken again as time goes by', async () => {
    const before = appendTo(owner, ofBytes(MIB));
    await shard.timers.settle();
    const tooSoon = appendTo(owner, ofBytes(MIB));
    await shard.timers.advance(1000);
    const later = appendTo(owner, ofBytes(MIB));
    await shard.timers.settle();

    expect(refusals(before, tooSoon, later)).toEqual([undefined, 'throttled', undefined]);
  });

  it('pay for a record of 10 MiB, also while the shard is at rest', async () => {
    const large = appendTo(owner, ofBytes(10 * MIB));
    await shard.timers.advance(8999);
    expect(owner.events.map(({ type }) => type)).toContain('actor-stopped');
    const tooSoon = appendTo(owner, 'a');
    await shard.timers.advance(2);
    const later = appendTo(owner, 'b');
    await shard.timers.settle();

    expect(refusals(large, tooSoon, later)).toEqual([undefined, 'throttled', undefined]);
  });

  it('have no limits where none were asked for', async () => {
    const free = shard.startProcess();
    const outcomes = [appendTo(free, ...manyTexts(1500)), appendTo(free, ofBytes(5 * MIB))];
    await shard.timers.settle();

    expect(outcomes.map(({ appended }) => appended?.count)).toEqual([1500, 1]);
  });

  it('leave the limits of other shards alone', async () => {
    appendTo(owner, ofBytes(10 * MIB));
    const other = owner.client.append({ ...SHARD, shardNumber: 8 }, packed('a'));
    other.catch(() => undefined);
    await shard.timers.settle();

    // The storage has no such shard: that is why it is refused.
    await expect(other).rejects.toMatchObject({ kind: 'gone' });
  });
});

describe('reads of a shard with limits', () => {
  const admitted = async (times: number): Promise<readonly boolean[]> => {
    const results: boolean[] = [];
    for (let i = 0; i < times; i += 1) {
      const outcome = await owner.client.admitRead(SHARD).catch((error: unknown) => error);
      results.push(!(outcome instanceof ShardError && outcome.kind === 'throttled'));
    }
    return results;
  };

  it('are five a second', async () => {
    expect(await admitted(6)).toEqual([true, true, true, true, true, false]);
    await shard.timers.advance(200);
    expect(await admitted(2)).toEqual([true, false]);
  });

  it('wait for what was taken beyond 2 MiB a second', async () => {
    await admitted(1);
    owner.client.chargeRead(SHARD, 10 * MIB);
    await shard.timers.advance(4999);
    expect(await admitted(1)).toEqual([false]);
    await shard.timers.advance(1);
    expect(await admitted(1)).toEqual([true]);
  });

  it('are free where no limits were asked for', async () => {
    const free = shard.startProcess();
    for (let i = 0; i < 20; i += 1) await free.client.admitRead(SHARD);
    free.client.chargeRead(SHARD, 100 * MIB);
    await expect(free.client.admitRead(SHARD)).resolves.toBeUndefined();
  });
});

describe('what is remembered of shards', () => {
  it('does not grow with shards that nobody uses any more', () => {
    let nowMs = 0;
    const throughput = new ShardThroughput(() => nowMs);
    const record = { count: 1, payloadBytes: 1, sizes: () => [1] };
    for (let shardNumber = 0; shardNumber < 20_000; shardNumber += 1) {
      nowMs += 10;
      throughput.takeRecords(`stream/${shardNumber}`, record);
      throughput.takeRead(`stream/${shardNumber}`);
    }
    expect(throughput.size).toBeLessThan(5000);
  });
});
